"""A folder as a source: what is left out, links, and files that are being written."""

import asyncio
import os
from pathlib import Path

import pytest

from adapters.disk_upload_files import DiskUploadFiles
from adapters.document_sources.folder import FolderSource
from domain.errors import ItemBusy, ItemUnreadable
from domain.syncing.items import Listing
from tests.support.uploads import folder


def write(root: Path, *paths: str, text: str = "Heron") -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def paths_in(listing: Listing) -> list[str]:
    return sorted(item.path for item in listing.items)


async def test_hidden_files_and_files_of_the_system_are_left_out(tmp_path: Path) -> None:
    """Nothing is listed of .git, hidden folders, lock files of Office and thumbnails."""
    write(tmp_path, ".git/a.md", ".hidden.md", "deep/.obsidian/a.md", "Thumbs.db", "desktop.ini")
    write(tmp_path, "~$report.docx", "__MACOSX/a.md", "a.md", "deep/b.md", "~notes.md")
    assert paths_in(await FolderSource(tmp_path).list()) == ["a.md", "deep/b.md", "~notes.md"]


async def test_ignore_files_have_the_rules_of_git(tmp_path: Path) -> None:
    """The last rule that matches decides, deeper files go first, nothing returns from a folder."""
    write(tmp_path, "a.log", "keep.log", "drafts/a.md", "drafts/keep.log", "deep/drafts/a.md")
    write(tmp_path, "deep/a.log", "deep/b.log", "build/out.md", "deep/build/out.md", "Ümlaut.md")
    write(tmp_path, ".quothignore", text="# logs\n*.log\n!keep.log\ndrafts/\n/build\nU\u0308ml*\n")
    write(tmp_path, "deep/.quothignore", text="!a.log\n")
    expected = ["deep/a.log", "deep/build/out.md", "keep.log"]
    assert paths_in(await FolderSource(tmp_path).list()) == expected


async def test_linked_folders_are_named_and_linked_files_are_read(tmp_path: Path) -> None:
    """A link to a folder, a broken link and a pipe are passed over with a reason."""
    root, elsewhere = tmp_path / "docs", tmp_path / "elsewhere"
    write(root, "deep/heron.md")
    write(elsewhere, "egret.md")
    (root / "linked.md").symlink_to(elsewhere / "egret.md")
    (root / "outside").symlink_to(elsewhere)
    (root / "deep/loop").symlink_to(root)
    (root / "broken.md").symlink_to(root / "nothing.md")
    os.mkfifo(root / "pipe.md")
    listing = await FolderSource(root).list()
    assert paths_in(listing) == ["deep/heron.md", "linked.md"]
    passed_over = {each.path: each.reason for each in listing.passed_over}
    assert sorted(passed_over) == ["broken.md", "deep/loop", "outside", "pipe.md"]
    assert passed_over["broken.md"] == "the link leads nowhere"
    assert passed_over["outside"].startswith("a link to a folder")


async def test_names_that_are_equal_in_unicode_are_one(tmp_path: Path) -> None:
    """Of two names that look the same one is listed; a name that is no text is listed, too."""
    write(tmp_path, "\u00fc.md", "u\u0308.md", os.fsdecode(b"caf\xe9.md"))
    listing = await FolderSource(tmp_path, settle_seconds=0).list()
    assert paths_in(listing) == ["caf\ufffd.md", "\u00fc.md"]
    assert [each.path for each in listing.passed_over] == ["\u00fc.md"]
    async with DiskUploadFiles(folder()).new() as file:
        odd = next(item for item in listing.items if item.path.startswith("caf"))
        await FolderSource(tmp_path, settle_seconds=0).fetch(odd, None, file)
        assert file.size == 5


async def test_a_folder_that_cannot_be_read_is_not_empty(tmp_path: Path) -> None:
    """What cannot be listed is named, and the rest is listed."""
    write(tmp_path, "a.md", "locked/b.md")
    link = tmp_path / "locked" / ".quothignore"
    link.symlink_to(tmp_path)  # reading it fails, for root, too
    listing = await FolderSource(tmp_path).list()
    assert paths_in(listing) == ["a.md"]
    assert [each.path for each in listing.unlisted] == ["locked"]


async def test_a_file_is_read_when_it_is_quiet(tmp_path: Path) -> None:
    """A file that is being written is fetched once it has not changed for a while, and whole."""
    write(tmp_path, "a.md", text="")
    source = FolderSource(tmp_path, settle_seconds=0.2)
    [item] = (await source.list()).items

    async def written() -> None:
        for _ in range(8):
            with (tmp_path / "a.md").open("a") as file:
                file.write("Heron ")
            await asyncio.sleep(0.03)

    async with DiskUploadFiles(folder()).new() as file:
        _, fetched = await asyncio.gather(written(), source.fetch(item, None, file))
        upload = await file.upload("a.md")
        assert upload.path.read_text() == "Heron " * 8
    [now] = (await source.list()).items
    assert fetched.token == now.token != item.token


async def test_a_file_that_never_rests_is_left_for_later(tmp_path: Path) -> None:
    """A file that is written to all the time is busy; a time in the future is not waited for."""
    write(tmp_path, "a.md")
    future = FolderSource(tmp_path, settle_seconds=0.001, clock=lambda: 0.0)
    [item] = (await future.list()).items
    async with DiskUploadFiles(folder()).new() as file:
        await future.fetch(item, None, file)  # times in the future do not matter

    ticking = iter(range(10**6))

    def touched() -> float:
        time = next(ticking)
        os.utime(tmp_path / "a.md", (time, time))
        return (tmp_path / "a.md").stat().st_ctime

    restless = FolderSource(tmp_path, settle_seconds=0.001, clock=touched)
    async with DiskUploadFiles(folder()).new() as file:
        with pytest.raises(ItemBusy):
            await restless.fetch(item, None, file)


async def test_an_atomic_save_is_a_change(tmp_path: Path) -> None:
    """A file that an editor replaced has a new token, even with the old size and time."""
    write(tmp_path, "a.md", text="Heron")
    source = FolderSource(tmp_path)
    [before] = (await source.list()).items
    write(tmp_path, "a.md.part", text="Egret")
    times = (tmp_path / "a.md").stat()
    os.utime(tmp_path / "a.md.part", ns=(times.st_atime_ns, times.st_mtime_ns))
    (tmp_path / "a.md.part").replace(tmp_path / "a.md")
    [after] = (await source.list()).items
    assert after.token != before.token


async def test_a_file_that_became_a_folder_is_not_read(tmp_path: Path) -> None:
    """What is no regular file any more is unreadable."""
    write(tmp_path, "a.md")
    source = FolderSource(tmp_path)
    [item] = (await source.list()).items
    (tmp_path / "a.md").unlink()
    (tmp_path / "a.md").mkdir()
    async with DiskUploadFiles(folder()).new() as file:
        with pytest.raises(ItemUnreadable, match="no regular file"):
            await source.fetch(item, None, file)
