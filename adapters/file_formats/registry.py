"""The formats that are read: the only place that lists them.

To add a format, write its reader and append a line here. The server never imports a reader: the
parser processes do, by its name.
"""

from dataclasses import dataclass

from adapters.file_formats.signs import Sign
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
)

READER_MODULES = ("adapters.file_formats.read_file", *(entry.reader for entry in FORMATS))
"""What a parser process needs."""
