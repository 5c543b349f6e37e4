"""A folder on disk as a source of documents."""

import asyncio
import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from adapters.document_sources.ignore_rules import IGNORE_FILE, IgnoreRules
from application.ports.document_source import DocumentSource, Fetched
from application.ports.upload_files import UploadFile
from domain.documents.filenames import nfc
from domain.errors import ItemBusy, ItemUnreadable, SourceUnavailable
from domain.syncing.items import Listing, PassedOver, SourceItem

SETTLE_SECONDS = 1.0
MOST_WAITS = 30


class FolderSource(DocumentSource):
    """Lists a folder with its subfolders. The token of a file is its size and its times.

    Folders that are links are not followed, because they may lead in a circle.
    """

    def __init__(
        self,
        folder: Path,
        settle_seconds: float = SETTLE_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Read a folder.

        Args:
            folder: The folder.
            settle_seconds: How long a file has to be unchanged before it is read.
            clock: Returns the time as the file system tells it, in seconds.
        """
        self._folder = folder
        self._settle_seconds = settle_seconds
        self._clock = clock

    async def list(self) -> Listing:
        """Return the files in the folder."""
        return await asyncio.to_thread(lambda: _FolderListing(self._folder).listing())

    async def fetch(self, item: SourceItem, known_token: str | None, file: UploadFile) -> Fetched:
        """Copy a file once nothing has written to it for a second."""
        path = self._folder / item.key
        try:
            before = await self._quiet(path)
            if before != known_token:
                await file.copy(path)
                if _token(path.stat()) != before:
                    raise ItemBusy
        except OSError as exc:
            # other errors may be gone in a moment, such as those of a disk in the network
            lasts = isinstance(exc, PermissionError | FileNotFoundError)
            kind = ItemUnreadable if lasts else SourceUnavailable
            raise kind(
                f"The file cannot be read: {exc.strerror}. Its document was not changed."
            ) from exc
        return Fetched(before, modified=before != known_token)

    async def _quiet(self, path: Path) -> str:
        """Wait until a file was not changed for a second, and return its token.

        Raises:
            ItemBusy: If it is written to for too long.
        """
        for _ in range(MOST_WAITS):
            status = path.stat()  # noqa: ASYNC240 - as fast as asking a thread
            if not stat.S_ISREG(status.st_mode):
                raise ItemUnreadable(
                    "It is no regular file any more. Its document was not changed."
                )
            age = self._clock() - max(status.st_mtime, status.st_ctime)
            if age >= self._settle_seconds:
                return _token(status)
            # a time in the future says nothing: only that the file stays as it is
            await asyncio.sleep(self._settle_seconds if age < 0 else self._settle_seconds - age)
            if age < 0 and _token(path.stat()) == _token(status):  # noqa: ASYNC240 - as above
                return _token(status)
        raise ItemBusy


class _FolderListing:
    """One pass through a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rules = IgnoreRules()
        self._items: dict[str, SourceItem] = {}
        self._passed_over: list[PassedOver] = []
        self._unlisted: list[PassedOver] = []

    def listing(self) -> Listing:
        """Return what is in the folder.

        Raises:
            SourceUnavailable: If it cannot be listed at all.
        """
        try:
            entries = self._entries("")
        except OSError as exc:
            raise SourceUnavailable(
                f"The folder {self._folder} cannot be read: {exc.strerror}. Nothing was changed."
            ) from exc
        self._walk(entries)
        return Listing(tuple(self._items.values()), tuple(self._passed_over), tuple(self._unlisted))

    def _walk(self, entries: Iterator[tuple[str, os.DirEntry[str]]]) -> None:
        for key, entry in entries:
            try:
                self._take(key, entry)
            except FileNotFoundError:
                continue  # deleted since its folder was listed
            except OSError as exc:
                reason = f"It cannot be read: {exc.strerror}."
                self._unlisted.append(PassedOver(_path(key), reason))

    def _take(self, key: str, entry: os.DirEntry[str]) -> None:
        path = _path(key)
        if self._rules.leave_out(path, is_folder=entry.is_dir()):
            return
        if entry.is_dir(follow_symlinks=False):
            self._walk(self._entries(key))
        elif entry.is_dir():
            self._passed_over.append(
                PassedOver(path, "a link to a folder: sync it by itself, as a collection")
            )
        elif not entry.is_file():
            reason = "the link leads nowhere" if entry.is_symlink() else "not a regular file"
            self._passed_over.append(PassedOver(path, reason))
        elif path in self._items:
            self._passed_over.append(PassedOver(path, "another file has the same name in Unicode"))
        else:
            status = entry.stat()
            self._items[path] = SourceItem(path, key, _token(status), status.st_size)

    def _entries(self, key: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
        folder = self._folder / key
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        if any(entry.name == IGNORE_FILE for entry in entries):
            text = (folder / IGNORE_FILE).read_text(encoding="utf-8-sig", errors="replace")
            self._rules.add(_path(key), text.splitlines())
        prefix = f"{key}/" if key else ""
        return iter([(prefix + entry.name, entry) for entry in entries])


def _token(status: os.stat_result) -> str:
    return f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}"


def _path(key: str) -> str:
    """Return a path on disk as text: names that are not UTF-8 have characters replaced."""
    return nfc(os.fsencode(key).decode("utf-8", errors="replace"))
