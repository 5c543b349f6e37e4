"""The signs by which the content of a file tells its format."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from adapters.file_formats.ole_names import ole_names

_HEAD_BYTES: Final = 65_536
_MOST_MEMBERS: Final = 20_000
_LEADING = b"\xef\xbb\xbf \t\r\n\f\0"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OSError,
    RuntimeError,  # an encrypted member, or an unknown compression
)


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
    def looks_like_text(self) -> bool:
        """Whether the head has no control characters, as text has none in nearly all encodings."""
        return self.head.startswith(_UTF_16_MARKS) or not _CONTROLS.search(self.head)

    @cached_property
    def text(self) -> str:
        """The head as text, in lower case, without blanks before it."""
        encoding = "utf-16" if self.head.startswith(_UTF_16_MARKS) else "utf-8-sig"
        return self.head.decode(encoding, "replace").lstrip().lower()

    @cached_property
    def zip_members(self) -> tuple[str, ...]:
        """The names inside a ZIP archive; none if it is no whole archive."""
        if not self.head.startswith(b"PK"):
            return ()
        try:
            with zipfile.ZipFile(self._path) as archive:
                return tuple(archive.namelist()[:_MOST_MEMBERS])
        except _DAMAGES:
            return ()

    @cached_property
    def zip_media_type(self) -> str:
        """What the member `mimetype` of a ZIP archive says, as in OpenDocument and EPUB files."""
        if "mimetype" not in self.zip_members:
            return ""
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open("mimetype") as member:
                return member.read(200).decode("ascii", "replace").strip()
        except _DAMAGES:
            return ""

    @cached_property
    def ole_names(self) -> frozenset[str]:
        """The names at the top of an OLE file, the container of the old office formats."""
        return ole_names(self._path)


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a format.

    Attributes:
        is_in: Says whether a content has it.
        decides: Whether it decides whatever the name says. Signs of text do not: Markdown may begin
            with a tag of HTML, and a text about mails with the headers of one.
    """

    is_in: Callable[[Content], bool]
    decides: bool = True


def starts_with(*beginnings: bytes) -> Sign:
    """Recognise a file by its first bytes; blanks may precede them."""
    return Sign(lambda content: content.head.lstrip(_LEADING).startswith(beginnings))


def has_zip_member(name: str) -> Sign:
    """Recognise a ZIP archive by a member, or by a folder of it if the name ends with `/`."""
    if name.endswith("/"):
        return Sign(lambda content: any(member.startswith(name) for member in content.zip_members))
    return Sign(lambda content: name in content.zip_members)


def has_zip_media_type(media_type: str) -> Sign:
    """Recognise an OpenDocument or EPUB file by the beginning of the media type that it states."""
    return Sign(lambda content: content.zip_media_type.startswith(media_type))


def has_ole_stream(*names: str) -> Sign:
    """Recognise an old office file by one of the streams in it."""
    return Sign(lambda content: not content.ole_names.isdisjoint(names))


def text_matches(pattern: str) -> Sign:
    """Recognise text by a regular expression for its beginning, which is in lower case."""
    compiled = re.compile(pattern)
    return Sign(lambda content: compiled.match(content.text) is not None, decides=False)


def any_of(*signs: Sign) -> Sign:
    """Recognise a file by any of several signs."""
    return Sign(
        lambda content: any(sign.is_in(content) for sign in signs),
        decides=all(sign.decides for sign in signs),
    )
