"""Reads the members of a ZIP archive, none beyond a budget, whatever its directory says."""

import lzma
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from domain.errors import FileDamaged, FileTooComplex

_PIECE: Final = 65_536
_MOST_MEMBERS: Final = 100_000
_MOST_DECLARED_BYTES: Final = 2 << 30
_MOST_READ_BYTES: Final = 256 << 20
_MOST_MEMBER_BYTES: Final = 64 << 20


class ZipMembers:
    """The members of a ZIP archive. Their names are compared without regard to case."""

    def __init__(self, path: Path) -> None:
        """Open an archive.

        Raises:
            FileDamaged: If it is no whole archive.
            FileTooComplex: If it says that it has too many or too large members.
        """
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as exc:
            raise FileDamaged(
                "The file is damaged or incomplete: it is no whole ZIP archive, as its format"
                " demands. Nothing was stored; save it again, or send it again."
            ) from exc
        infos = self._archive.infolist()
        if len(infos) > _MOST_MEMBERS or sum(i.file_size for i in infos) > _MOST_DECLARED_BYTES:
            self._archive.close()
            raise _too_large()
        self._members = {info.filename.lower(): info for info in infos}
        self._budget = _MOST_READ_BYTES

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members, in lower case."""
        return tuple(self._members)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def read(self, name: str) -> bytes:
        """Return the content of a member.

        Raises:
            FileDamaged: If there is none, or it cannot be unpacked.
            FileTooComplex: If it is too large, or too much was read before.
        """
        info = self._members.get(name.lower())
        if info is None:
            raise FileDamaged(
                f"The file is damaged or incomplete: its part {name} is missing. Nothing was"
                " stored."
            )
        limit = min(self._budget, _MOST_MEMBER_BYTES)
        content = bytearray()
        try:
            with self._archive.open(info) as member:
                while piece := member.read(_PIECE):
                    content += piece
                    if len(content) > limit:
                        raise _too_large()
        except (
            zipfile.BadZipFile,
            zlib.error,
            lzma.LZMAError,
            ValueError,
            EOFError,
            OSError,
            RuntimeError,
        ) as exc:
            raise FileDamaged(
                f"The file is damaged: its part {name} cannot be unpacked. Nothing was stored;"
                " save it again, or send it again."
            ) from exc
        self._budget -= len(content)
        return bytes(content)


def _too_large() -> FileTooComplex:
    return FileTooComplex(
        "The content of the file is larger, once unpacked, than this server reads. Nothing was"
        " stored; divide it into several files."
    )
