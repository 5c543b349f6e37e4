"""The formats that are read: the only place that lists them.

To add a format, write its reader and append a line here. The server never imports a reader: the
parser processes do, by its name.
"""

from dataclasses import dataclass

from adapters.file_formats.signs import (
    Sign,
    any_of,
    has_zip_media_type,
    has_zip_member,
    text_matches,
)
from domain.documents.file_format import FileFormat


@dataclass(frozen=True, slots=True)
class RegisteredFormat:
    """A format that is read.

    Attributes:
        format: What people call it, and how its files are named.
        reader: The module of its reader, which has a function `read`.
        sign: How its content is recognised, such as `starts_with(b"%PDF-")`. Without one, it is
            text that only the name of the file tells from other text.
    """

    format: FileFormat
    reader: str
    sign: Sign | None = None


_HEADER = r"[a-z][a-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*"  # of a mail
_HERE = "adapters.file_formats"

FORMATS: tuple[RegisteredFormat, ...] = (
    RegisteredFormat(
        FileFormat("plain text", "text/plain", (".txt", ".text")),
        f"{_HERE}.plain_text.text_reader",
    ),
    RegisteredFormat(
        FileFormat("Markdown", "text/markdown", (".md", ".markdown")),
        f"{_HERE}.plain_text.markdown_reader",
    ),
    RegisteredFormat(
        FileFormat("saved page", "multipart/related", (".mhtml", ".mht")),
        f"{_HERE}.mail.archive_reader",
        text_matches(rf"(?:{_HEADER})*(?:snapshot-content-location: |from: <saved by )"),
    ),
    RegisteredFormat(
        FileFormat("mail", "message/rfc822", (".eml",)),
        f"{_HERE}.mail.reader",
        text_matches(
            rf"(?:from \S[^\n]*\n)?(?:{_HEADER}){{0,99}}?"
            r"(?:from|received|return-path|mime-version): "
        ),
    ),
    RegisteredFormat(
        FileFormat("HTML", "text/html", (".html", ".htm", ".xhtml")),
        f"{_HERE}.html.reader",
        text_matches(
            r"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}<(?:!doctype html|html|head|body)\b"
        ),
    ),
    RegisteredFormat(
        FileFormat("EPUB", "application/epub+zip", (".epub",)),
        f"{_HERE}.epub.reader",
        any_of(
            has_zip_media_type("application/epub+zip"), has_zip_member("META-INF/container.xml")
        ),
    ),
)

READER_MODULES = ("adapters.file_formats.read_file", *(entry.reader for entry in FORMATS))
"""What a parser process needs."""
