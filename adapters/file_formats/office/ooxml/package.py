"""The parts of an Office Open XML file, and how they refer to one another."""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from adapters.file_formats.office.metadata import Properties, properties_of
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    children,
    local_name,
    parse_xml,
    xml_elements,
)
from adapters.file_formats.zip_archive import ZipArchive
from domain.errors import FileDamaged, UnsupportedFileType


class Package(ZipArchive):
    """The parts of a file, each parsed when it is first asked for and then forgotten."""

    def __init__(self, path: Path, kind: str) -> None:
        """Open a file.

        Args:
            path: Where it is.
            kind: What people call its format, such as "Word document".

        Raises:
            FileDamaged: If it is no whole ZIP archive.
            FileTooComplex: If it has too many or too large parts.
        """
        super().__init__(path)
        # names of parts are compared without regard to case
        self._names = {name.lower(): name for name in self.names}
        self.kind = kind

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._names

    def part(self, name: str) -> Element:
        """Return the root of a part.

        Raises:
            FileDamaged: If it is missing or no XML.
            FileTooComplex: If it is too large or nested too deeply.
        """
        return parse_xml(self.read(self._names.get(name.lower(), name)), name)

    def elements(self, name: str, *names: str) -> Iterator[Element]:
        """Yield the elements of a part that have one of these names, and forget each after it.

        Raises:
            FileDamaged: If the part is missing or no XML.
            FileTooComplex: If it is too large or nested too deeply.
        """
        blocks = self.blocks(self._names.get(name.lower(), name))
        return xml_elements(blocks, name, *names)

    def main_part(self, root: str) -> tuple[str, Element]:
        """Return the name and the root of the part with the document itself.

        Args:
            root: The name that its root must have.

        Raises:
            FileDamaged: If there is none.
            UnsupportedFileType: If it is a document of another kind.
        """
        for kind, target in self.relationships("").values():
            if kind == "officeDocument" and target in self:
                element = self.part(target)
                if local_name(element) != root:
                    raise UnsupportedFileType(
                        f"The content of the file is no {self.kind}, so nothing was stored."
                    )
                return target, element
        raise FileDamaged(
            f"The file is damaged or incomplete: it is no {self.kind}, since the part with its"
            " text is missing. Nothing was stored."
        )

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the kind and the target of each relationship of a part, by its id.

        Targets outside the file are left out. The part "" is the file itself.
        """
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if listing not in self:
            return {}
        found = {}
        for each in children(self.part(listing), "Relationship"):
            if attribute(each, "TargetMode") != "External":
                target = unquote(attribute(each, "Target") or "").replace("\\", "/")
                whole = posixpath.normpath(posixpath.join("/", folder, target))
                kind = (attribute(each, "Type") or "").rpartition("/")[2]
                found[attribute(each, "Id") or ""] = (kind, whole.lstrip("/"))
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts of a kind that a part refers to and that are there."""
        relationships = self.relationships(part).values()
        return [target for each, target in relationships if each == kind and target in self]

    def optional_part(self, main: str, kind: str) -> Element | None:
        """Return the root of the part of a kind that a part refers to; None if there is none."""
        names = self.related(main, kind)
        return self.part(names[0]) if names else None

    def properties(self) -> Properties:
        """Return what the file says about itself; nothing if that part is damaged."""
        try:
            return properties_of(self.optional_part("", "core-properties"))
        except FileDamaged:
            return properties_of(None)

    def has_pictures(self) -> bool:
        """Return whether the file contains pictures."""
        return any("/media/" in f"/{name}" for name in self._names)
