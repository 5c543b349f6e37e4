"""The formats that are read: the only place that lists them.

To add a format, write its reader and append a line here. The server never imports a reader: the
parser processes do, by its name.
"""

from dataclasses import dataclass

from adapters.file_formats.signs import (
    Sign,
    any_of,
    has_ole_stream,
    has_zip_media_type,
    has_zip_member,
    starts_with,
    text_matches,
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
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
_HEADER = r"[a-z][a-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*"  # of a mail

# If several signs fit, the first one decides.
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
        FileFormat("PDF", "application/pdf", (".pdf",)),
        f"{_HERE}.pdf.pdf_reader",
        starts_with(b"%PDF-"),
    ),
    RegisteredFormat(
        FileFormat("Word", f"{_OFFICE}.wordprocessingml.document", (".docx", ".docm")),
        f"{_HERE}.office.word.reader",
        has_zip_member("word/"),
    ),
    RegisteredFormat(
        FileFormat(
            "PowerPoint", f"{_OFFICE}.presentationml.presentation", (".pptx", ".pptm", ".ppsx")
        ),
        f"{_HERE}.office.powerpoint.reader",
        has_zip_member("ppt/"),
    ),
    RegisteredFormat(
        FileFormat(
            "Excel binary workbook",
            "application/vnd.ms-excel.sheet.binary.macroenabled.12",
            (".xlsb",),
        ),
        f"{_HERE}.spreadsheets.calamine_reader",
        has_zip_member("xl/workbook.bin"),
    ),
    RegisteredFormat(
        FileFormat("Excel", f"{_OFFICE}.spreadsheetml.sheet", (".xlsx", ".xlsm", ".xltx", ".xltm")),
        f"{_HERE}.spreadsheets.xlsx_reader",
        has_zip_member("xl/"),
    ),
    RegisteredFormat(
        FileFormat("Excel 97-2003", "application/vnd.ms-excel", (".xls",)),
        f"{_HERE}.spreadsheets.calamine_reader",
        has_ole_stream("Workbook", "Book"),
    ),
    RegisteredFormat(
        FileFormat("OpenDocument text", f"{_OPEN_DOCUMENT}.text", (".odt",)),
        f"{_HERE}.office.opendocument.reader",
        has_zip_media_type(f"{_OPEN_DOCUMENT}.text"),
    ),
    RegisteredFormat(
        FileFormat("OpenDocument spreadsheet", f"{_OPEN_DOCUMENT}.spreadsheet", (".ods", ".ots")),
        f"{_HERE}.spreadsheets.ods_reader",
        has_zip_media_type(f"{_OPEN_DOCUMENT}.spreadsheet"),
    ),
    RegisteredFormat(
        FileFormat("RTF", "application/rtf", (".rtf",)),
        f"{_HERE}.office.rtf.reader",
        starts_with(b"{\\rtf"),
    ),
    RegisteredFormat(
        FileFormat("EPUB", "application/epub+zip", (".epub",)),
        f"{_HERE}.epub.reader",
        any_of(
            has_zip_media_type("application/epub+zip"), has_zip_member("META-INF/container.xml")
        ),
    ),
    RegisteredFormat(
        FileFormat("saved web page", "multipart/related", (".mhtml", ".mht")),
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
