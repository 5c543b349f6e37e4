"""Reads separated values: .csv and .tsv."""

from collections.abc import Iterator

from adapters.file_formats.plain_text.decoding import decode
from adapters.file_formats.reader import SourceFile
from adapters.file_formats.separated_values.dialect import delimiter_of
from adapters.file_formats.separated_values.records import Records
from adapters.file_formats.spreadsheets.sheet import Limits, Row, Sheet, left_out, limited
from adapters.file_formats.spreadsheets.writing import write_sheets
from domain.documents.document import ExtractedText
from domain.errors import FileEmpty


def read(file: SourceFile) -> ExtractedText:
    """Return the records as the rows of a table; a row's number is that of its record."""
    decoded = decode(file.path.read_bytes())
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise FileEmpty
    limits = Limits()
    records = Records(text, delimiter_of(text, file.filename))
    rows = limited(_rows(records), limits)
    if not rows:
        raise FileEmpty("The file has delimiters and no values, so nothing was stored.")
    sheet = Sheet(None, rows)
    written, parts = write_sheets([sheet], has_header=True)
    notes = (*decoded.notes, *_unclosed(records), *left_out(limits, [sheet], ()))
    return ExtractedText(written, notes, parts=parts)


def _rows(records: Records) -> Iterator[Row]:
    for number, record in enumerate(records, 1):
        cells = [(column, value.strip()) for column, value in enumerate(record.values, 1)]
        yield Row(number, [cell for cell in cells if cell[1]])


def _unclosed(records: Records) -> list[str]:
    if records.unclosed is None:
        return []
    return [
        f"A quotation mark in line {records.unclosed:,} is not closed: from there on, each line was"
        " read as a row."
    ]
