"""Workbooks that tests make and read."""

from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from adapters.file_formats.reader import SourceFile
from adapters.file_formats.spreadsheets.xlsx_reader import read
from domain.documents.document import ExtractedText


def read_book(book: Workbook, folder: Path) -> ExtractedText:
    """Return what is read of a workbook."""
    content = BytesIO()
    book.save(content)
    return read_bytes(content.getvalue(), folder)


def read_bytes(content: bytes, folder: Path) -> ExtractedText:
    """Return what is read of the bytes of a workbook."""
    path = folder / "book.xlsx"
    path.write_bytes(content)
    return read(SourceFile(path, "book.xlsx"))


def rows_by_number(extracted: ExtractedText, part: int = 0) -> dict[int, str]:
    """Return the text of each row of a sheet by its number."""
    sheet = extracted.parts[part]
    return {
        run.source: extracted.text[sheet.start + run.start :][: run.length] for run in sheet.runs
    }
