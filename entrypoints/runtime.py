"""The lifecycle of the parts: opened in order, closed in reverse order."""

import asyncio
import logging
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from typing import Protocol

from application.answering.running_answers import RunningAnswers
from domain.errors import QuothError, Unavailable

FIRST_RETRY_SECONDS = 0.5
LONGEST_RETRY_SECONDS = 15.0
SILENT_SECONDS = 1.0  # of the first attempt

logger = logging.getLogger(__name__)


class Part(Protocol):
    """A part of the application that is opened before use and closed afterwards."""

    async def open(self) -> None:
        """Open the part. After a failure or a cancellation, it may be called again.

        Raises:
            Misconfigured: If a setting has to change.
            Unavailable: If a retry may succeed.
        """
        ...

    async def close(self) -> None:
        """Release the part's resources, even if it was opened only partly or not at all."""
        ...


class Runtime:
    """Opens the parts in order, drains the answers, and closes the parts in reverse order.

    The server accepts requests before its models are loaded, so it calls `begin`, which opens the
    parts in the background. Commands call `open`, which waits for them.
    """

    def __init__(
        self,
        stages: Sequence[Sequence[Part]],
        answers: RunningAnswers,
        shutdown_grace: float,
        on_drain: Callable[[], None] = lambda: None,
    ) -> None:
        """Create the runtime without opening anything.

        Args:
            stages: The parts, in stages that open in order. The parts of one stage open
                concurrently.
            answers: The answers to drain before the parts are closed.
            shutdown_grace: How long running answers may continue, in seconds.
            on_drain: Called when the answers begin to be drained.
        """
        self.failure: QuothError | None = None
        self.waiting: str | None = None
        self._stages = stages
        self._answers = answers
        self._shutdown_grace = shutdown_grace
        self._on_drain = on_drain
        self._opened: list[Part] = []
        self._opening: asyncio.Task[None] | None = None
        self._ready = False
        self._draining: asyncio.Task[None] | None = None

    @property
    def starting(self) -> bool:
        """Whether `begin` was called and not every part is open yet."""
        return self._opening is not None and not self._ready

    async def open(self, on_wait: Callable[[str], None] = lambda _: None) -> None:
        """Open every part. Retry while a part is unavailable.

        Args:
            on_wait: Called with a sentence on what is being waited for, unless it was short.

        Raises:
            Misconfigured: If a setting has to change.
        """
        delay, started = FIRST_RETRY_SECONDS, time.monotonic()
        while True:
            try:
                await self.open_once()
            except Unavailable as exc:
                self.waiting = exc.message
                logger.warning("not ready: %s Retrying in %.1f s.", exc.message, delay)
                waited = time.monotonic() - started
                if delay > FIRST_RETRY_SECONDS or waited >= SILENT_SECONDS:
                    on_wait(f"Waiting: {exc.message}")
                await asyncio.sleep(delay)
                delay = min(2 * delay, LONGEST_RETRY_SECONDS)
            else:
                self.waiting = None
                self._ready = True
                return

    async def open_once(self) -> None:
        """Open every part that is not open yet. Does not retry.

        Raises:
            Misconfigured: If a setting has to change.
            Unavailable: If a retry may succeed.
        """
        for stage in self._stages:
            opening = [asyncio.create_task(self._open(part)) for part in stage]
            try:
                await asyncio.gather(*opening)
            finally:
                # the first failure cancels the rest of the stage
                for task in opening:
                    task.cancel()
                await asyncio.gather(*opening, return_exceptions=True)

    async def begin(self, on_ready: Callable[[], None] = lambda: None) -> None:
        """Start opening the parts in the background.

        If that fails, `failure` holds the error and the process receives SIGTERM.

        Args:
            on_ready: Called once every part is open.
        """
        self._opening = asyncio.create_task(self._open_or_stop(on_ready), name="opening")

    async def drain(self) -> None:
        """Stop accepting answers, and wait for running ones until the grace period ends."""
        if self._draining is None:
            self._on_drain()
            self._draining = asyncio.create_task(self._answers.drain(self._shutdown_grace))
        await asyncio.shield(self._draining)

    async def close(self) -> None:
        """Stop opening, drain the answers, and close every part even if closing another fails."""
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
            logger.exception("the server failed to start")
            self.failure = QuothError()
        else:
            on_ready()
        if self.failure is not None:
            signal.raise_signal(signal.SIGTERM)
