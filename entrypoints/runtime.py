"""The slow parts of the server: started in the background, stopped in order."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable

from application.answering.running_answers import RunningAnswers
from domain.errors import QuothError, Unavailable

FIRST_RETRY_SECONDS = 0.5
LONGEST_RETRY_SECONDS = 15.0

logger = logging.getLogger(__name__)


class Runtime:
    """Opens what the container wired, and closes it again.

    A server is alive before the model is loaded and the database is there, so `begin` opens them
    beside it; the command line waits for `open`.
    """

    def __init__(
        self,
        open_parts: Callable[[], Awaitable[None]],
        close_parts: Callable[[], Awaitable[None]],
        live: RunningAnswers,
        shutdown_grace: float,
    ) -> None:
        """Open and close with these; let running answers end for `shutdown_grace` seconds."""
        self.failure: QuothError | None = None
        self._open_parts = open_parts
        self._close_parts = close_parts
        self._live = live
        self._shutdown_grace = shutdown_grace
        self._opening: asyncio.Task[None] | None = None
        self._draining: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open every part, and try again while the database cannot be reached.

        Raises:
            Misconfigured: If a setting has to change first.
        """
        delay = FIRST_RETRY_SECONDS
        while True:
            try:
                await self.open_once()
            except Unavailable as exc:
                logger.warning("not ready yet: %s Next try in %.1f s.", exc.message, delay)
                await asyncio.sleep(delay)
                delay = min(2 * delay, LONGEST_RETRY_SECONDS)
            else:
                return

    async def open_once(self) -> None:
        """Open every part, once.

        Raises:
            Misconfigured: If a setting has to change first.
            Unavailable: If the database cannot be reached.
        """
        await self._open_parts()

    async def begin(self, on_ready: Callable[[], None] = lambda: None) -> None:
        """Start to open the parts. If that cannot succeed, ask this process to end."""

        async def run() -> None:
            try:
                await self.open()
            except QuothError as exc:
                self.failure = exc
            except Exception:
                logger.exception("the server could not be started")
                self.failure = QuothError()
            else:
                on_ready()
            if self.failure is not None:
                signal.raise_signal(signal.SIGTERM)

        self._opening = asyncio.create_task(run(), name="opening")

    async def drain(self) -> None:
        """Accept no new answer and let the running ones end, for as long as the grace lasts."""
        if self._draining is None:
            self._draining = asyncio.create_task(self._live.drain(self._shutdown_grace))
        await asyncio.shield(self._draining)

    async def close(self) -> None:
        """Let the running answers end, then close every part."""
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)
        await self.drain()
        await self._close_parts()
