"""The formats that are read: the only place that lists them.

To add a format, write its reader and append a line here. The server never imports a reader: the
parser processes do, by its name.
"""

from dataclasses import dataclass

from adapters.file_formats.signs import (
    Sign,
    has_ole_stream,
    has_zip_media_type,
    has_zip_member,
)
from adapters.file_formats.source_code.languages import LANGUAGE_OF, SETTINGS
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
        FileFormat("plain text", "text/plain", (".txt", ".text", ".log")),
        f"{_HERE}.plain_text.text_reader",
    ),
    RegisteredFormat(
        FileFormat("Markdown", "text/markdown", (".md", ".markdown")),
        f"{_HERE}.plain_text.markdown_reader",
    ),
    RegisteredFormat(
        FileFormat(
            "binary Excel", "application/vnd.ms-excel.sheet.binary.macroenabled.12", (".xlsb",)
        ),
        f"{_HERE}.spreadsheets.calamine_reader",
        has_zip_member("xl/workbook.bin"),
    ),
    RegisteredFormat(
        FileFormat(
            "Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            (".xlsx", ".xlsm", ".xltx", ".xltm"),
        ),
        f"{_HERE}.spreadsheets.xlsx_reader",
        has_zip_member("xl/"),
    ),
    RegisteredFormat(
        FileFormat("old Excel", "application/vnd.ms-excel", (".xls",)),
        f"{_HERE}.spreadsheets.calamine_reader",
        has_ole_stream("Workbook", "Book"),
    ),
    RegisteredFormat(
        FileFormat(
            "OpenDocument spreadsheet",
            "application/vnd.oasis.opendocument.spreadsheet",
            (".ods", ".ots"),
        ),
        f"{_HERE}.spreadsheets.ods_reader",
        has_zip_media_type("application/vnd.oasis.opendocument.spreadsheet"),
    ),
    RegisteredFormat(
        FileFormat("CSV", "text/csv", (".csv", ".tsv", ".tab")),
        f"{_HERE}.separated_values.reader",
    ),
    RegisteredFormat(
        FileFormat("JSON", "application/json", (".json", ".jsonl", ".ndjson", ".geojson")),
        f"{_HERE}.json_text.reader",
    ),
    RegisteredFormat(
        FileFormat("Jupyter notebook", "application/x-ipynb+json", (".ipynb",)),
        f"{_HERE}.notebook.reader",
    ),
    RegisteredFormat(
        FileFormat("source code", "text/x-source-code", (*LANGUAGE_OF, *SETTINGS)),
        f"{_HERE}.source_code.reader",
    ),
)

READER_MODULES = ("adapters.file_formats.read_file", *(entry.reader for entry in FORMATS))
"""What a parser process needs."""
