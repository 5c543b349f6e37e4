"""The port for the files that hold uploads while these are ingested."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

from domain.documents.document import Upload


class UploadFile(Protocol):
    """A file that is written piece by piece, and hashed on the way."""

    @property
    def size(self) -> int:
        """The number of bytes so far."""
        ...

    async def write(self, piece: bytes) -> None:
        """Append bytes.

        Raises:
            InsufficientStorage: If the disk is full or cannot be written.
        """
        ...

    async def copy(self, source: Path) -> None:
        """Append the bytes of another file.

        Raises:
            OSError: If it cannot be read.
            InsufficientStorage: If the disk is full or cannot be written.
        """
        ...

    async def upload(self, filename: str) -> Upload:
        """Return what was written as an upload with this name.

        Raises:
            InsufficientStorage: If the disk is full or cannot be written.
        """
        ...


class UploadFiles(Protocol):
    """Makes files for uploads."""

    def new(self) -> AbstractAsyncContextManager[UploadFile]:
        """Enter with a new file, which is deleted on exit.

        Raises:
            InsufficientStorage: If the disk is full or cannot be written.
        """
        ...

    def holding(self, filename: str, content: bytes) -> AbstractAsyncContextManager[Upload]:
        """Enter with an upload of bytes in memory; its file is deleted on exit.

        Raises:
            InsufficientStorage: If the disk is full or cannot be written.
        """
        ...
