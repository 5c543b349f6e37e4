"""Reads the old and the binary workbooks of Excel: .xls and .xlsb."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from adapters.file_formats.reader import SourceFile
from adapters.file_formats.spreadsheets.number_formats import general
from adapters.file_formats.spreadsheets.reading import extracted
from adapters.file_formats.spreadsheets.sheet import (
    Limits,
    Merged,
    Row,
    Sheet,
    left_out,
    limited,
    with_merged,
)
from adapters.file_formats.spreadsheets.used_ranges import check_used_ranges
from domain.documents.document import ExtractedText
from domain.errors import DocumentPasswordRequired, FileDamaged

_Value: TypeAlias = float | str | bool | time | date | datetime | timedelta

_DAY: Final = 86_400  # seconds


def read(file: SourceFile) -> ExtractedText:
    """Return the visible sheets of a workbook, with the values of their cells."""
    check_used_ranges(file.path)
    try:
        return _read(CalamineWorkbook.from_path(file.path))
    except PasswordError as exc:
        raise DocumentPasswordRequired from exc
    except CalamineError as exc:
        raise FileDamaged from exc
    except BaseException as exc:
        if type(exc).__name__ == "PanicException":  # of the library, which is not written in Python
            raise FileDamaged from exc
        raise


def _read(book: CalamineWorkbook) -> ExtractedText:
    limits = Limits()
    sheets: list[Sheet] = []
    listed = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    visible = [each.name for each in listed if each.visible == SheetVisibleEnum.Visible]
    for name in visible:
        if limits.reached:
            break
        sheet = book.get_sheet_by_name(name)
        rows = limited(_rows(sheet), limits)
        merged = (
            Merged(top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        )
        sheets.append(Sheet(name, with_merged(rows, merged)))
    hidden = [each.name for each in listed if each.name not in visible]
    return extracted(sheets, notes=left_out(limits, sheets, visible), hidden=hidden)


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    _, left = sheet.start or (0, 0)
    for number, values in enumerate(sheet.iter_rows(), 1):
        texts = (
            (column, _text(value)) for column, value in enumerate(values, left + 1) if value != ""
        )
        yield Row(number, [(column, text) for column, text in texts if text])


def _text(value: _Value) -> str:
    """Return a value as a sheet shows it without a format: dates as ISO 8601 writes them."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return general(float(value))
    if isinstance(value, datetime):
        shown = value.isoformat(" ", "seconds")
        return shown.removesuffix(" 00:00:00").removesuffix(":00")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, date | time):
        return value.isoformat()
    return value.strip()
