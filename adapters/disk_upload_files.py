"""Files on disk that hold uploads while these are ingested."""

import asyncio
import errno
import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from application.ports.upload_files import UploadFile, UploadFiles
from domain.documents.document import Upload
from domain.errors import InsufficientStorage

PIECE_BYTES = 1024 * 1024
LEFT_BEHIND_SECONDS = 24 * 60 * 60.0  # no upload takes a day

_UNWRITABLE = {
    errno.ENOSPC: "is full",
    errno.EDQUOT: "is full",
    errno.EROFS: "is read-only",
    errno.EACCES: "is not writable for Quoth",
    errno.EIO: "is failing",
}
_IN_THE_WAY = (errno.EEXIST, errno.ENOTDIR)


class DiskUploadFile(UploadFile):
    """A file on disk that is written piece by piece, and hashed on the way."""

    def __init__(self, path: Path) -> None:
        """Write to a file that exists and is empty."""
        self.path = path
        self._size = 0
        self._digest = sha256()
        self._unwritten = bytearray()

    @property
    def size(self) -> int:
        """The number of bytes so far."""
        return self._size

    async def write(self, piece: bytes) -> None:
        """Append bytes.

        Raises:
            InsufficientStorage: If the disk is full or cannot be written.
        """
        self._size += len(piece)
        self._unwritten += piece
        if len(self._unwritten) >= PIECE_BYTES:
            await self._flush()

    async def copy(self, source: Path) -> None:
        """Append the bytes of another file.

        Raises:
            OSError: If it cannot be read.
            InsufficientStorage: If the disk is full or cannot be written.
        """
        await self._flush()
        await asyncio.to_thread(self._copy, source)

    async def upload(self, filename: str) -> Upload:
        """Return what was written as an upload with this name.

        Raises:
            InsufficientStorage: If the disk is full or cannot be written.
        """
        await self._flush()
        return Upload(filename, self.path, self._size, self._digest.hexdigest())

    def _copy(self, source: Path) -> None:
        with source.open("rb") as opened:
            while piece := opened.read(PIECE_BYTES):
                self._append(piece)
                self._size += len(piece)

    async def _flush(self) -> None:
        piece, self._unwritten = self._unwritten, bytearray()
        await asyncio.to_thread(self._append, piece)

    def _append(self, piece: bytes | bytearray) -> None:
        # Opened for each piece, and never created: a thread that is late, because its upload was
        # cancelled, finds no file.
        with _disk_may_refuse(), self.path.open("r+b", buffering=0) as file:
            file.seek(0, os.SEEK_END)
            view = memoryview(piece)
            while view:
                view = view[file.write(view) :]
        self._digest.update(piece)


class DiskUploadFiles(UploadFiles):
    """Makes files for uploads, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tidied = False

    @asynccontextmanager
    async def new(self) -> AsyncIterator[DiskUploadFile]:
        """Yield a new file, which is deleted at the end of the block.

        Raises:
            InsufficientStorage: If the disk is full or cannot be written.
        """
        # in no thread: one that is late, because its upload was cancelled, would leave a file
        file = DiskUploadFile(self._create())
        try:
            yield file
        finally:
            file.path.unlink(missing_ok=True)

    @asynccontextmanager
    async def holding(self, filename: str, content: bytes) -> AsyncIterator[Upload]:
        """Yield an upload of bytes in memory; its file is deleted at the end of the block.

        Raises:
            InsufficientStorage: If the disk is full or cannot be written.
        """
        async with self.new() as file:
            await file.write(content)
            yield await file.upload(filename)

    def _create(self) -> Path:
        with _disk_may_refuse():
            self._folder.mkdir(parents=True, exist_ok=True)
            if not self._tidied:
                self._tidy()
            handle, name = tempfile.mkstemp(dir=self._folder)
            os.close(handle)
        return Path(name)

    def _tidy(self) -> None:
        """Delete what processes that were killed left behind, but not what others write now."""
        self._tidied = True
        oldest = time.time() - LEFT_BEHIND_SECONDS
        for file in self._folder.iterdir():
            # another process tidies, too; and folders stay, and files that are not Quoth's
            with suppress(OSError):
                if file.stat().st_mtime < oldest:
                    file.unlink()


@contextmanager
def _disk_may_refuse() -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        if exc.errno in _IN_THE_WAY:
            raise InsufficientStorage(
                "The data directory has a file where the folder for uploads belongs, so nothing was"
                " stored. Remove that file. No restart is needed."
            ) from exc
        if reason := _UNWRITABLE.get(exc.errno or 0):
            raise InsufficientStorage(
                f"The disk for uploads {reason}, so nothing was stored. Free some space on it, or"
                " make the data directory writable. No restart is needed."
            ) from exc
        raise
