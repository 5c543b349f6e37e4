"""Notices changes in a folder."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

from watchfiles import awatch

from application.ports.source_changes import SourceChanges
from domain.errors import SourceUnavailable

SETTLE_MILLISECONDS = 1_000
MOST_MILLISECONDS = 60_000
RESCAN_MILLISECONDS = 10 * 60 * 1_000


class WatchedFolder(SourceChanges):
    """Watches a folder with its subfolders.

    What exactly has changed is not told: whoever waits lists the folder again. So nothing is missed
    when changes come faster than the system can report them.
    """

    def __init__(self, folder: Path, rescan_milliseconds: int = RESCAN_MILLISECONDS) -> None:
        self._folder = folder
        self._rescan_milliseconds = rescan_milliseconds

    async def settled(self) -> AsyncGenerator[None]:
        """Yield once the folder is watched, when changes have settled, and every ten minutes."""
        changes = awatch(
            self._folder,
            watch_filter=None,
            step=SETTLE_MILLISECONDS,
            debounce=MOST_MILLISECONDS,
            rust_timeout=self._rescan_milliseconds,
            yield_on_timeout=True,
        )
        try:
            async with aclosing(changes):
                next_change = asyncio.ensure_future(anext(changes))
                try:
                    await asyncio.sleep(0)  # from here on the folder is watched
                    while True:
                        yield
                        await next_change
                        next_change = asyncio.ensure_future(anext(changes))
                finally:
                    next_change.cancel()
                    await asyncio.wait([next_change])
        except (OSError, RuntimeError) as exc:
            raise SourceUnavailable(
                f"The folder {self._folder} cannot be watched: {exc}. Nothing was changed."
            ) from exc
