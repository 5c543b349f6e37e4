"""How long one call may wait for a server, in a process that may be busy itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

STALLED = 0.05  # seconds, by which a timer that rings late shows that this process was busy
TURNS = 5  # of the event loop, in which an answer that has arrived is read


@asynccontextmanager
async def patience(seconds: float) -> AsyncIterator[None]:
    """Cancel the block if the server has not answered in time.

    An answer that has arrived by then is read first, however long that takes. If the time ran out
    while this process did something else, the server gets it once more: it may not even have been
    asked.

    Raises:
        TimeoutError: If the server has not answered.
    """
    async with asyncio.timeout(None) as timeout:
        bell = _Bell(timeout, seconds)
        try:
            yield
        finally:
            bell.handle.cancel()


class _Bell:
    def __init__(self, timeout: asyncio.Timeout, seconds: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._timeout = timeout
        self._seconds = seconds
        self.handle: asyncio.Handle = self._wind(again=True)

    def _wind(self, *, again: bool) -> asyncio.Handle:
        due = self._loop.time() + self._seconds
        return self._loop.call_at(due, self._ring, due, again)

    def _ring(self, due: float, again: bool) -> None:
        if again and self._loop.time() - due > STALLED:
            self.handle = self._wind(again=False)
        else:
            self._turn(TURNS)

    def _turn(self, left: int) -> None:
        if left:
            self.handle = self._loop.call_soon(self._turn, left - 1)
        else:
            self._timeout.reschedule(self._loop.time())
