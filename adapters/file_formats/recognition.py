"""Recognises the format of a file by its content; its name is a hint.

1. A sign that decides, such as `%PDF-`, is believed whatever the name says.
2. Other text formats are told apart by the name, and without a known ending by their signs.
3. What has no sign, but the name of a format, is damaged if it is not text: its reader says so.
"""

from dataclasses import dataclass

from adapters.file_formats.other_formats import OTHER_FORMATS
from adapters.file_formats.registry import FORMATS, RegisteredFormat
from adapters.file_formats.signs import Content, has_ole_stream
from domain.documents.filenames import display_name, suffix_of
from domain.errors import DocumentPasswordRequired, FileDamaged, FileEmpty, UnsupportedFileType

_ENCRYPTED_OFFICE = has_ole_stream("EncryptedPackage")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The format of a file.

    Attributes:
        entry: The format.
        note: A sentence for people if the name says something else; None if it does not.
    """

    entry: RegisteredFormat
    note: str | None = None


def recognise(content: Content, filename: str) -> Recognised:
    """Return the format of a file.

    Raises:
        UnsupportedFileType: If it is of none that is read; the message names what was found.
        FileEmpty: If the file has no bytes.
        FileDamaged: If it is a part of an archive.
        DocumentPasswordRequired: If it is an encrypted office file.
    """
    if not content.head:
        raise FileEmpty("The file has no bytes, so nothing was stored.")
    if _ENCRYPTED_OFFICE.is_in(content):
        raise DocumentPasswordRequired
    name = display_name(filename).lower()
    named = _named(name)
    if entry := _signed(content, decides=True):
        return _recognised(entry, named, name)
    named_as_text = named is not None and (named.sign is None or not named.sign.decides)
    _refuse_others(content, is_text=named_as_text)
    if named is not None and (named_as_text or not content.looks_like_text):
        return Recognised(named)
    if not content.looks_like_text:
        raise _unsupported("The file is of no known format.")
    if entry := _signed(content, decides=False):
        return _recognised(entry, named, name)
    if named is not None:
        raise _unsupported(f"The file is named like {named.format.name}, but its content is text.")
    if suffix := suffix_of(name):
        raise _unsupported(
            f"Files that end in {suffix} are not read: name a file of plain text .txt."
        )
    return Recognised(FORMATS[0])


def formats_read() -> str:
    """Return the names of all formats, as a list in a sentence."""
    *names, last = [entry.format.name for entry in FORMATS]
    return f"{', '.join(names)} and {last}"


def _signed(content: Content, *, decides: bool) -> RegisteredFormat | None:
    """Return the first format whose sign is in the content, among those that decide or not."""
    signed = (
        entry
        for entry in FORMATS
        if entry.sign and entry.sign.decides is decides and entry.sign.is_in(content)
    )
    return next(signed, None)


def _refuse_others(content: Content, *, is_text: bool) -> None:
    """Raise an error if the content is of a format that is not read.

    If its name says that it is text, only the signs that decide are believed.
    """
    for found, sign in OTHER_FORMATS:
        if (sign.decides or not is_text) and sign.is_in(content):
            raise _unsupported(f"The file is {found}.")
    if content.head.startswith(b"PK\x03\x04"):
        raise FileDamaged(
            "The file is a part of a ZIP archive or of an office file: its end is missing. Nothing"
            " was stored: send the whole file again."
        )


def _named(name: str) -> RegisteredFormat | None:
    """Return the format whose ending a name in lower case has."""
    named = (entry for entry in FORMATS if name.endswith(entry.format.suffixes))
    return next(named, None)


def _recognised(entry: RegisteredFormat, named: RegisteredFormat | None, name: str) -> Recognised:
    suffix = suffix_of(name)
    if entry is named or not suffix:
        return Recognised(entry)
    return Recognised(
        entry, f"The name ends in {suffix}; the content is {entry.format.name} and was read so."
    )


def _unsupported(found: str) -> UnsupportedFileType:
    return UnsupportedFileType(f"{found} Quoth reads {formats_read()} files. Nothing was stored.")
