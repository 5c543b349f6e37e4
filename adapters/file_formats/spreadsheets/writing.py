"""Writes sheets as Markdown, with the row of each line."""

import re
from collections.abc import Iterable, Sequence

from adapters.file_formats.markdown_table import header_rows, table_row
from adapters.file_formats.spreadsheets.areas import Area, areas_of, is_number
from adapters.file_formats.spreadsheets.sheet import Row, Sheet
from domain.documents.parts import Part, PartKind, Run
from domain.text.characters import CLOSERS, STOPS, UNSPACED_STOPS, in_class

_PAIR = 2
_LONGEST_ITEM = 200  # characters; longer lines of one column are paragraphs
_LONGEST_END = 12
_SENTENCE = re.compile(rf"[{in_class(STOPS)}{UNSPACED_STOPS}][{in_class(CLOSERS)}]*$")


def write_sheets(
    sheets: Iterable[Sheet], *, has_header: bool = False
) -> tuple[str, tuple[Part, ...]]:
    """Return the text of sheets and its parts, one for each sheet.

    Args:
        sheets: The sheets. One with a name gets a heading.
        has_header: Whether a first line of words is a header in any case.
    """
    texts: list[str] = []
    parts: list[Part] = []
    start = 0
    for number, sheet in enumerate(sheets, 1):
        lines = _Lines()
        if sheet.name:
            lines.add(f"## {' '.join(sheet.name.split())}")
        for area in areas_of(sheet.rows, has_header=has_header):
            _write_area(lines, area)
        for remark in sheet.remarks:
            lines.part()
            for line in remark.text.split("\n"):
                lines.add(line, remark.row)
        text = "\n".join([*lines.texts, ""])
        parts.append(Part(PartKind.SHEET, start, number, sheet.name, tuple(lines.runs)))
        texts.append(text)
        start += len(text) + 1
    return "\n".join(texts), tuple(parts)


class _Lines:
    """The lines of a sheet so far, and where each of its rows stands in them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.runs: list[Run] = []
        self._length = 0

    def add(self, line: str, row: int | None = None) -> None:
        """Add a line, which a row of the sheet has."""
        if row is not None and line:
            self.runs.append(Run(self._length, len(line), row))
        self.texts.append(line)
        self._length += len(line) + 1

    def part(self) -> None:
        """Begin a paragraph, a list or a table."""
        if self.texts and self.texts[-1]:
            self.add("")


def _write_area(lines: _Lines, area: Area) -> None:
    for row in area.above:
        lines.part()
        lines.add(_plain(row), row.number)
    if not (area.header or area.continues) and _is_plain(area):
        _write_column(lines, area.rows)
        return
    if not area.continues:
        lines.part()
        header, line = header_rows(area.header or [""] * len(area.columns))
        lines.add(header, area.header_row if area.header else None)
        lines.add(line)
    for row in area.rows:
        lines.add(table_row(_cells(row, area.columns)), row.number)


def _is_plain(area: Area) -> bool:
    """Return whether an area without a header is no table: it has one line, or one cell a line."""
    return len(area.rows) == 1 or all(len(row.cells) == 1 for row in area.rows)


def _cells(row: Row, columns: Sequence[int]) -> list[str]:
    cells = dict(row.cells)
    return [cells.get(column, "") for column in columns]


def _write_column(lines: _Lines, rows: Sequence[Row]) -> None:
    """Write the lines of one column: a list under its header, or paragraphs."""
    texts = [_plain(row) for row in rows]
    is_list = len(texts) > 1 and not any(map(_is_paragraph, texts))
    is_item = False
    for row, text in zip(rows, texts, strict=True):
        was_item, is_item = is_item, is_list and (row is not rows[0] or is_number(text))
        if not was_item:
            lines.part()
        lines.add(f"- {text}" if is_item else text, row.number)


def _is_paragraph(text: str) -> bool:
    return len(text) > _LONGEST_ITEM or _SENTENCE.search(text[-_LONGEST_END:]) is not None


def _plain(row: Row) -> str:
    """Return a row outside tables as a line: `key: value` if it has two cells."""
    texts = [" ".join(text.split()) for _, text in row.cells]
    if len(texts) == _PAIR and not texts[0].endswith(":") and not is_number(texts[0]):
        return ": ".join(texts)
    return " ".join(texts)
