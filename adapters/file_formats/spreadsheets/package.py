"""Reads the XML members of a workbook, and the relations between them."""

import posixpath
from collections.abc import Iterator
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

from lxml import etree

from adapters.file_formats.zip_archive import ZipArchive
from domain.errors import FileDamaged

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

_FORGOTTEN: Final = 1_000  # elements that are dropped together
_PARSER: Final[dict[str, bool]] = {
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


class Package:
    """The members of a workbook."""

    def __init__(self, archive: ZipArchive) -> None:
        self._archive = archive
        self.names = frozenset(archive.names)

    def tree(self, name: str) -> Element | None:
        """Return the root of a small member; None if it is missing or no XML."""
        if name not in self.names:
            return None
        try:
            return etree.fromstring(self._archive.read(name), etree.XMLParser(**_PARSER))
        except etree.XMLSyntaxError:
            return None

    def elements(self, name: str, *tags: str) -> Iterator[Element]:
        """Yield the elements with these tags, in any namespace, and forget each after it.

        Raises:
            FileDamaged: If the member is missing or no XML.
            FileTooComplex: If it is too large.
        """
        parser = etree.XMLPullParser(("end",), tag=[f"{{*}}{tag}" for tag in tags], **_PARSER)
        number = 0
        try:
            for block in self._archive.blocks(name):
                parser.feed(block)
                for _, element in parser.read_events():
                    yield element
                    element.clear()
                    number += 1
                    if number % _FORGOTTEN == 0 and (parent := element.getparent()) is not None:
                        del parent[:-1]
            parser.close()
        except etree.XMLSyntaxError as exc:
            raise FileDamaged(
                f"The part {posixpath.basename(name)} of the file is damaged or cut off. Nothing"
                " was stored: send the whole file again."
            ) from exc

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the members that a member names: (kind, member) by id."""
        folder, base = posixpath.split(name)
        root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for each in root if root is not None else ():
            if isinstance(each.tag, str) and each.get("TargetMode") != "External":
                target = unquote(each.get("Target", ""))
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = each.get("Type", "").rpartition("/")[2]
                found[each.get("Id", "")] = (kind, path)
        return found
