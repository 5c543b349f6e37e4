"""Noticing changes in a folder."""

import asyncio
from contextlib import aclosing
from pathlib import Path

import pytest

from adapters.document_sources.watched_folder import WatchedFolder
from domain.errors import SourceUnavailable


async def test_changes_are_noticed_together_once_they_settle(tmp_path: Path) -> None:
    """It yields at first, then once for many changes, those of a new folder included."""
    async with aclosing(WatchedFolder(tmp_path).settled()) as settled:
        await anext(settled)
        (tmp_path / "new" / "deep").mkdir(parents=True)
        for number in range(100):
            (tmp_path / "new" / "deep" / f"{number}.md").write_text("Heron")
        await asyncio.wait_for(anext(settled), 60)
        waiting = asyncio.ensure_future(anext(settled))
        (tmp_path / "new" / "deep" / "1.md").unlink()
        await asyncio.wait_for(waiting, 60)


async def test_it_also_looks_without_a_change(tmp_path: Path) -> None:
    """A folder whose file system tells nothing is looked at now and then."""
    async with aclosing(WatchedFolder(tmp_path, rescan_milliseconds=50).settled()) as settled:
        for _ in range(3):
            await asyncio.wait_for(anext(settled), 60)


async def test_a_folder_that_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    """The error names the folder."""
    settled = WatchedFolder(tmp_path / "nowhere").settled()
    await anext(settled)
    with pytest.raises(SourceUnavailable, match="nowhere"):
        await anext(settled)
