"""The formats that are read: the only place that lists them.

To add a format, write its reader and append a line here. The server never imports a reader: the
parser processes do, by its name.
"""

from dataclasses import dataclass

from adapters.file_formats.signs import Sign, has_zip_media_type, has_zip_member, starts_with
from domain.documents.file_format import FileFormat


@dataclass(frozen=True, slots=True)
class RegisteredFormat:
    """A format that is read.

    Attributes:
        format: What people call it, and how its files are named.
        reader: The module of its reader, which has a function `read`.
        sign: How its content is recognised, such as `starts_with(b"%PDF-")` or
            `has_zip_member("word/")`. Without one, it is text that only the file's name tells from
            other text.
    """

    format: FileFormat
    reader: str
    sign: Sign | None = None


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
        FileFormat(
            "Word",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            (".docx", ".docm"),
        ),
        f"{_HERE}.office.word.reader",
        has_zip_member("word/"),
    ),
    RegisteredFormat(
        FileFormat(
            "PowerPoint",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            (".pptx", ".pptm", ".ppsx"),
        ),
        f"{_HERE}.office.powerpoint.reader",
        has_zip_member("ppt/"),
    ),
    RegisteredFormat(
        FileFormat("OpenDocument text", "application/vnd.oasis.opendocument.text", (".odt",)),
        f"{_HERE}.office.opendocument.reader",
        has_zip_media_type("application/vnd.oasis.opendocument.text"),
    ),
    RegisteredFormat(
        FileFormat("RTF", "application/rtf", (".rtf",)),
        f"{_HERE}.office.rtf.reader",
        starts_with(b"{\\rtf"),
    ),
)
