"""Ends calls to a server that has fallen silent, long before a statement's own timeout.

A slow statement and a server that is frozen or cut off look alike from its connection. So while a
call lasts, a connection of its own asks from time to time whether the server still answers.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import asyncpg

from adapters.postgres.errors import DRIVER_ERRORS

PATIENCE = 1.0  # seconds, of a call before it is asked about; the server has twice that to answer
STALLED = 0.5  # seconds, by which a timer that rings late shows that this process was busy itself
REMEMBERED = 2.0  # seconds, for which a server that was silent is not called

logger = logging.getLogger(__name__)

Connect = Callable[[], Awaitable[asyncpg.Connection]]


class SilenceWatch:
    """Watches over the calls of a pool. Calls that wait at the same moment share one question."""

    def __init__(self, connect: Connect, patience: float = PATIENCE) -> None:
        """Configure the watch.

        Args:
            connect: Opens a connection outside the pool.
            patience: See PATIENCE.
        """
        self._connect = connect
        self._patience = patience
        self._question: asyncio.Task[bool] | None = None
        self._silent_at = -REMEMBERED

    @property
    def was_silent(self) -> bool:
        """Whether the server did not answer a moment ago, so that a call would wait in vain."""
        return time.monotonic() - self._silent_at < REMEMBERED

    @asynccontextmanager
    async def over(self, connection: asyncpg.Connection | None = None) -> AsyncIterator[None]:
        """Terminate the connection within the block if the server stops answering.

        The call that it serves then fails as one whose connection was lost. Without a connection,
        while one is opened, it is only noticed.
        """
        watching: list[asyncio.Task[None]] = []
        # nearly all calls end before it is due, and a task for each would cost more than they do
        timer = asyncio.get_running_loop().call_later(
            self._patience,
            lambda: watching.append(asyncio.create_task(self._watch(connection))),
        )
        try:
            yield
        finally:
            timer.cancel()
            for task in watching:
                task.cancel()

    async def _watch(self, connection: asyncpg.Connection | None) -> None:
        while connection is None or not connection.is_closed():
            if not await self._answers():
                self._silent_at = time.monotonic()
                if connection is not None:
                    logger.warning("the database does not answer; a call to it was ended")
                    connection.terminate()
            await asyncio.sleep(self._patience)

    async def _answers(self) -> bool:
        if self._question is None or self._question.done():
            self._question = asyncio.create_task(self._ask())
        # a call that ends meanwhile must not end the question of the others
        return await asyncio.shield(self._question)

    async def _ask(self) -> bool:
        due = time.monotonic() + 2 * self._patience
        try:
            async with asyncio.timeout(2 * self._patience):
                connection = await self._connect()
        except TimeoutError:
            # an answer may have waited for this process: that says nothing about the server
            return time.monotonic() - due > STALLED
        except DRIVER_ERRORS:
            return True  # refused is an answer: a call to such a server ends by itself
        with suppress(*DRIVER_ERRORS):
            await connection.close(timeout=self._patience)
        return True
