"""Doing something again and again beside other work, for as long as that work lasts."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from domain.errors import QuothError

logger = logging.getLogger(__name__)


@asynccontextmanager
async def heartbeat(seconds: float, beat: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
    """Call `beat` every so many seconds until the block ends.

    A beat that fails is missed, not fatal: the next one tries again.
    """

    async def run() -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await beat()
            except QuothError as exc:
                logger.warning("heartbeat missed: %s", exc.code)
            except Exception:
                logger.exception("heartbeat missed")

    task = asyncio.create_task(run())
    try:
        yield
    finally:
        task.cancel()
        # wait it out, so that no beat is under way when the block has ended
        await asyncio.gather(task, return_exceptions=True)
