"""Reads the members of a ZIP package of XML, within limits."""

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self
from urllib.parse import unquote

from lxml import etree

from domain.errors import FileDamaged, FileTooComplex

MOST_BYTES: Final = 1_500_000_000
"""Bytes that the members of a file may have, uncompressed."""

_FORGOTTEN: Final = 1_000  # elements that are dropped together
_LARGEST_TREE: Final = 50_000_000  # bytes of a member that is read whole
_DAMAGED: Final = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError)
_DAMAGED_MEMBER: Final = (*_DAMAGED, NotImplementedError, RuntimeError)


class Package:
    """A ZIP file with XML members, and the relations between them."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            FileDamaged: If it is no whole ZIP file.
            FileTooComplex: If its members are too large.
        """
        try:
            self._archive = zipfile.ZipFile(path)
        except _DAMAGED_MEMBER as exc:
            raise FileDamaged(
                "The file is no whole ZIP archive, as this format is: it may be cut off. Nothing"
                " was stored; save it again and send it."
            ) from exc
        self.names = frozenset(self._archive.namelist())
        self._left = MOST_BYTES
        if sum(member.file_size for member in self._archive.infolist()) > MOST_BYTES:
            raise _too_large()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._archive.close()

    def tree(self, name: str) -> etree._Element | None:
        """Return the root of a small member; None if there is no such member, or it is damaged."""
        if name not in self.names or self._archive.getinfo(name).file_size > _LARGEST_TREE:
            return None
        try:
            with self._archive.open(name) as member:
                return etree.parse(_Bounded(member, self), _parser()).getroot()
        except (etree.XMLSyntaxError, *_DAMAGED_MEMBER):
            return None

    def elements(self, name: str, *tags: str) -> Iterator[etree._Element]:
        """Yield the elements with these tags, without their namespaces, and forget each after it.

        Raises:
            FileDamaged: If the member is missing or damaged.
            FileTooComplex: If it is too large.
        """
        try:
            with self._archive.open(name) as member:
                events = etree.iterparse(
                    _Bounded(member, self),
                    tag=[f"{{*}}{tag}" for tag in tags],
                    resolve_entities=False,
                    no_network=True,
                    huge_tree=False,
                )
                for number, (_, element) in enumerate(events, 1):
                    yield element
                    element.clear()
                    if number % _FORGOTTEN == 0 and (parent := element.getparent()) is not None:
                        del parent[:-1]
        except (etree.XMLSyntaxError, KeyError, *_DAMAGED_MEMBER) as exc:
            raise FileDamaged(
                f"The part {posixpath.basename(name)} of the file is damaged or missing. Nothing"
                " was stored; save the file again and send it."
            ) from exc

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the members that a member names: (kind, member) by id."""
        folder, base = posixpath.split(name)
        root = self.tree(f"{folder}/_rels/{base}.rels".lstrip("/"))
        found: dict[str, tuple[str, str]] = {}
        for each in root if root is not None else ():
            if isinstance(each.tag, str) and each.get("TargetMode") != "External":
                target = unquote(each.get("Target", ""))
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = each.get("Type", "").rpartition("/")[2]
                found[each.get("Id", "")] = (kind, path)
        return found

    def count(self, size: int) -> None:
        """Count bytes that were uncompressed.

        Raises:
            FileTooComplex: If they are too many.
        """
        self._left -= size
        if self._left < 0:
            raise _too_large()


class _Bounded:
    """A member that counts what is read of it, whatever the header of the file says."""

    def __init__(self, member: IO[bytes], package: Package) -> None:
        self._member = member
        self._package = package

    def read(self, size: int = -1) -> bytes:
        data = self._member.read(min(size, 65_536) if size > 0 else 65_536)
        self._package.count(len(data))
        return data


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _too_large() -> FileTooComplex:
    return FileTooComplex(
        f"The file unpacks to more than {MOST_BYTES // 1_000_000_000 or 1} GB, so nothing was"
        " stored: split it."
    )
