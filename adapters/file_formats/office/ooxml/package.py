"""The parts of an Office Open XML file, and how they refer to one another."""

import posixpath
import zipfile
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import unquote

from adapters.file_formats.office.metadata import Properties, properties_of
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    children,
    parse_xml,
)
from adapters.file_formats.zip_members import ZipMembers
from domain.errors import DocumentPasswordRequired, FileDamaged, UnsupportedFileType

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OVERLAP: Final = len(_ENCRYPTED)
_PIECE: Final = 1 << 20


class Package:
    """The parts of a file, each parsed when it is first asked for and then forgotten."""

    def __init__(self, path: Path, kind: str, suffix: str) -> None:
        """Open a file.

        Args:
            path: Where it is.
            kind: What people call its format, such as "Word document".
            suffix: The ending of its names, such as ".docx".

        Raises:
            DocumentPasswordRequired: If it is encrypted.
            UnsupportedFileType: If it is a document of the time before Office Open XML.
            FileDamaged: If it is no whole ZIP archive.
            FileTooComplex: If it has too many or too large parts.
        """
        _check_container(path, kind, suffix)
        self._members = ZipMembers(path)
        self.kind = kind

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._members.__exit__(kind, error, trace)

    def __contains__(self, part: str) -> bool:
        return part in self._members

    def part(self, name: str) -> Element:
        """Return the root of a part.

        Raises:
            FileDamaged: If it is missing or no XML.
            FileTooComplex: If it is too large or nested too deeply.
        """
        return parse_xml(self._members.read(name), name)

    def main_part(self) -> str:
        """Return the name of the part with the document itself.

        Raises:
            FileDamaged: If there is none.
        """
        for kind, target in self.relationships("").values():
            if kind == "officeDocument" and target in self:
                return target
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
        return any("/media/" in f"/{name}" for name in self._members.names)


def _check_container(path: Path, kind: str, suffix: str) -> None:
    """Raise the fitting error if a file is no ZIP archive."""
    with path.open("rb") as file:
        start = file.read(len(_OLE))
        if start == _OLE:
            tail = b""
            while piece := file.read(_PIECE):
                if _ENCRYPTED in tail + piece:
                    raise DocumentPasswordRequired(
                        f"The {kind} opens only with a password, so nothing was stored: save it"
                        " without one and send it again."
                    )
                tail = piece[-_OVERLAP:]
            raise UnsupportedFileType(
                "The file is in the binary format of Office before 2007. Nothing was stored; save"
                f" it as {suffix} and send it again."
            )
    if start[:2] != b"PK" and not zipfile.is_zipfile(path):
        raise FileDamaged(
            f"The file is no {kind}: it is no ZIP archive, as that format demands. Nothing was"
            " stored; save it again, or send it again."
        )
