"""The signs by which the content of a file tells its format."""

import re
import zipfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

from adapters.file_formats.ole_names import ole_names

_HEAD_BYTES: Final = 65_536
_MOST_MEMBERS: Final = 100_000


class Content:
    """What the content of a file shows at a glance."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB."""
        with self._path.open("rb") as file:
            return file.read(_HEAD_BYTES)

    @cached_property
    def text(self) -> str:
        """The first characters without blanks before them, in lower case, if it may be text."""
        head = self.head
        encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        return head.decode(encoding, "replace").lstrip().lower()

    @cached_property
    def zip_members(self) -> tuple[str, ...]:
        """The names inside a ZIP archive; none if it is no whole archive."""
        if not self.head.startswith(b"PK"):
            return ()
        try:
            with zipfile.ZipFile(self._path) as archive:
                return tuple(archive.namelist()[:_MOST_MEMBERS])
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            return ()

    @cached_property
    def zip_media_type(self) -> str:
        """What the member `mimetype` of a ZIP archive says, as in OpenDocument and EPUB files."""
        if "mimetype" not in self.zip_members:
            return ""
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open("mimetype") as member:
                return member.read(200).decode("ascii", "replace").strip()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
            return ""

    @cached_property
    def ole_streams(self) -> frozenset[str]:
        """The names inside an OLE file, the container of the old office formats."""
        return ole_names(self._path)


Sign: TypeAlias = Callable[[Content], bool]


def starts_with(*beginnings: bytes) -> Sign:
    """Recognise a file by its first bytes."""
    return lambda content: content.head.startswith(beginnings)


def has_zip_member(name: str) -> Sign:
    """Recognise a ZIP archive by a member, or by a folder of it if the name ends with `/`."""
    if name.endswith("/"):
        return lambda content: any(member.startswith(name) for member in content.zip_members)
    return lambda content: name in content.zip_members


def has_zip_media_type(media_type: str) -> Sign:
    """Recognise an OpenDocument or EPUB file by the media type that it states."""
    return lambda content: content.zip_media_type.startswith(media_type)


def has_ole_stream(*names: str) -> Sign:
    """Recognise an old office file by one of the streams in it."""
    return lambda content: not content.ole_streams.isdisjoint(names)


def text_matches(pattern: str) -> Sign:
    """Recognise text by a regular expression at its beginning, which is in lower case."""
    compiled = re.compile(pattern)
    return lambda content: compiled.match(content.text) is not None
