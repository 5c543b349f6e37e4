"""The life of what the container wired: opened in order, closed in reverse."""

import asyncio
import logging
import signal
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from typing import Protocol

from application.answering.running_answers import RunningAnswers
from domain.errors import QuothError, Unavailable

FIRST_RETRY_SECONDS = 0.5
LONGEST_RETRY_SECONDS = 15.0

logger = logging.getLogger(__name__)


class Part(Protocol):
    """A part that has to be opened before use and closed after it."""

    async def open(self) -> None:
        """Open the part. Called again if it failed or was cancelled, and not after it succeeded.

        Raises:
            Misconfigured: If a setting has to change first.
            Unavailable: If it is worth another try later.
        """
        ...

    async def close(self) -> None:
        """Release everything that the part holds: all, some or nothing, as far as it was opened."""
        ...


class Runtime:
    """Opens parts in order, drains the answers, and closes the parts in reverse.

    A server is alive before its models are loaded, so `begin` opens the parts in the background.
    The command line waits for `open`.
    """

    def __init__(
        self,
        stages: Sequence[Sequence[Part]],
        answers: RunningAnswers,
        shutdown_grace: float,
    ) -> None:
        """Nothing is opened yet.

        Args:
            stages: The parts in the order in which they open. Those of one stage open concurrently.
            answers: The answers to drain before the parts are closed.
            shutdown_grace: How long running answers may go on, in seconds.
        """
        self.failure: QuothError | None = None
        self._stages = stages
        self._answers = answers
        self._shutdown_grace = shutdown_grace
        self._opened: list[Part] = []
        self._opening: asyncio.Task[None] | None = None
        self._draining: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open every part, and retry while one is unavailable.

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
        """Open every part that is not open, without a retry.

        Raises:
            Misconfigured: If a setting has to change first.
            Unavailable: If a part is worth another try later.
        """
        for stage in self._stages:
            opening = [asyncio.create_task(self._open(part)) for part in stage]
            try:
                await asyncio.gather(*opening)
            finally:
                # the first failure ends the stage
                for task in opening:
                    task.cancel()
                await asyncio.gather(*opening, return_exceptions=True)

    async def begin(self, on_ready: Callable[[], None] = lambda: None) -> None:
        """Start to open the parts in the background.

        If that fails, `failure` says why and the process gets a SIGTERM.

        Args:
            on_ready: Called once every part is open.
        """
        self._opening = asyncio.create_task(self._open_or_stop(on_ready), name="opening")

    async def drain(self) -> None:
        """Accept no new answer, and wait for the running ones at most as long as the grace."""
        if self._draining is None:
            self._draining = asyncio.create_task(self._answers.drain(self._shutdown_grace))
        await asyncio.shield(self._draining)

    async def close(self) -> None:
        """Stop opening, drain the answers, and close every part, whatever happens to another."""
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)
        await self.drain()
        async with AsyncExitStack() as closing:
            for stage in self._stages:
                for part in stage:
                    closing.push_async_callback(part.close)

    async def _open(self, part: Part) -> None:
        if part not in self._opened:
            await part.open()
            self._opened.append(part)

    async def _open_or_stop(self, on_ready: Callable[[], None]) -> None:
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
