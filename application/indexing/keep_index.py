"""Keeping the distributed index equal to the library, for as long as the process runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from application.indexing.feed_index import FeedIndex
from domain.errors import Unavailable

POLL_SECONDS = 1.0  # nobody waits: what is not written yet is found in the database

logger = logging.getLogger(__name__)


class KeepIndex:
    """Writes what changes into the distributed index."""

    def __init__(
        self, feed: FeedIndex, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._feed = feed
        self._pause = pause

    async def execute(self) -> None:
        """Write changes until it is cancelled."""
        missed: str | None = None
        while True:
            try:
                await self._feed.execute()
                missed = None
            except Unavailable as exc:
                if exc.code != missed:  # once for each reason: an outage would fill the log
                    logger.warning("the distributed index is not written: %s", exc.code)
                missed = exc.code
            except Exception:
                logger.exception("the distributed index is not written")
            await self._pause(POLL_SECONDS)
