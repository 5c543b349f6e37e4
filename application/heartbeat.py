"""Repeating a call in the background while other work runs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from domain.errors import Conflict, NotFound, QuothError

logger = logging.getLogger(__name__)


@asynccontextmanager
async def heartbeat(seconds: float, beat: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
    """Call `beat` every `seconds` seconds until the block ends.

    A beat that fails is logged, once for each reason in a row, and the next one tries again. Only
    NotFound and Conflict are final: what the beat renews is gone or belongs to someone else. They
    cancel the block.

    Raises:
        NotFound: If a beat raised it.
        Conflict: If a beat raised it.
    """
    final: QuothError | None = None

    async def run() -> None:
        nonlocal final
        missed: str | None = None
        while True:
            await asyncio.sleep(seconds)
            try:
                await beat()
                missed = None
            except (NotFound, Conflict) as exc:
                final = exc
                block.reschedule(0)  # cancels the block as soon as possible
                return
            except QuothError as exc:
                # once for each reason: during an outage, beats would fill the log
                if exc.code != missed:
                    logger.warning("heartbeat missed: %s", exc.code)
                missed = exc.code
            except Exception:
                logger.exception("heartbeat missed")

    try:
        async with asyncio.timeout(None) as block:
            task = asyncio.create_task(run())
            try:
                yield
            finally:
                task.cancel()
                # wait for it, so that no beat is running when the block has ended
                await asyncio.gather(task, return_exceptions=True)
    except TimeoutError:
        if final is None or not block.expired():
            raise  # the block's own timeout
        raise final from None
