"""ZIP archives whose content is read within limits: office files, OpenDocument and EPUB."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from domain.errors import DocumentPasswordRequired, FileDamaged, FileTooComplex

MOST_DECLARED_BYTES: Final = 1_000_000_000
"""How large all members together may be by what the archive says, pictures included."""

MOST_READ_BYTES: Final = 300_000_000
"""How many bytes of members may be read, whatever the archive says."""

MOST_MEMBERS: Final = 20_000

_BLOCK = 1 << 18
_ENCRYPTED = 0x1
_DAMAGES = (zipfile.BadZipFile, zlib.error, struct.error, LZMAError, EOFError, OSError, ValueError)


class ZipArchive:
    """A ZIP archive. Never use `zipfile.ZipFile.read`: it unpacks whatever is there.

    Attributes:
        names: The names of its members, in the order of the archive.
    """

    def __init__(self, path: Path) -> None:
        """Open the archive.

        Raises:
            FileDamaged: If it is no whole archive.
            FileTooComplex: If it has more members, or larger ones, than the limits allow.
        """
        try:
            self._archive = zipfile.ZipFile(path)
        except (*_DAMAGES, NotImplementedError) as exc:
            raise FileDamaged(
                "The file is a damaged or incomplete ZIP archive, so nothing was stored. Send the"
                " whole file again."
            ) from exc
        self.names = tuple(self._archive.namelist())
        self._left = MOST_READ_BYTES
        declared = sum(member.file_size for member in self._archive.infolist())
        if declared > MOST_DECLARED_BYTES or len(self.names) > MOST_MEMBERS:
            self.close()
            raise FileTooComplex(
                f"The file unpacks to {len(self.names):,} parts of {declared:,} bytes, and at most"
                f" {MOST_MEMBERS:,} parts of {MOST_DECLARED_BYTES:,} bytes are read. Nothing was"
                " stored: split the file."
            )

    def __contains__(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    def read(self, name: str) -> bytes:
        """Return the content of a member.

        Raises what `blocks` raises.
        """
        return b"".join(self.blocks(name))

    def blocks(self, name: str) -> Iterator[bytes]:
        """Yield the content of a member in blocks, for members that are not needed whole.

        Raises:
            FileDamaged: If there is no such member, or its data is damaged.
            FileTooComplex: If all that was read exceeds the limit.
            DocumentPasswordRequired: If the member is encrypted.
        """
        info = self._archive.NameToInfo.get(name)
        if info is None:
            raise FileDamaged(
                f"The file lacks its part {name}, so it is damaged or incomplete. Nothing was"
                " stored: send the whole file again."
            )
        if info.flag_bits & _ENCRYPTED:
            raise DocumentPasswordRequired
        try:
            with self._archive.open(info) as member:
                while block := member.read(_BLOCK):
                    self._spend(len(block))
                    yield block
        except (*_DAMAGES, NotImplementedError) as exc:
            raise FileDamaged(
                f"The part {name} of the file is damaged, so nothing was stored. Send the whole"
                " file again."
            ) from exc

    def close(self) -> None:
        """Close the file."""
        self._archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise FileTooComplex(
                f"The file unpacks to more than {MOST_READ_BYTES:,} bytes of text, so it was not"
                " read and nothing was stored. Split it."
            )
