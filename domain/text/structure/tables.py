"""Recognising tables in lines: Markdown, grids, tabs, separated values, aligned columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.text.structure.cells import Style, count_cells, stand_below
from domain.text.structure.lines import Line

_LEAST_COLUMNS = 2
_LEAST_DRAWN_ROWS = 2  # of a table with lines, its header among them
_LEAST_ROWS = 3  # of another one; if it has two columns, one more
_LONGEST_DELIMITER = 2_000
_DELIMITER_ROW = re.compile(r"\s*[|+]?\s*:?[-=]+:?\s*(?:[|+]\s*:?[-=]+:?\s*)*[|+]?\s*$")
_WIDE_STYLES = (Style.TABS, Style.SPACED_COMMAS)
"""With two columns, the first is a card and the second prose."""

_GAP = re.compile(r"\s{2,}|\t")
_SEPARATORS = {
    Style.TABS: "\t",
    Style.SEMICOLONS: ";",
    Style.COMMAS: ",",
    Style.SPACED_COMMAS: ",",
    Style.PIPES: "|",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table in consecutive lines.

    Attributes:
        stop: The number of the line behind it.
        header: The number of its header line; None if it has none.
        header_is_row: Whether the header may as well be a row.
    """

    stop: int
    header: int | None
    header_is_row: bool = False


def is_delimiter(line: Line) -> bool:
    """Return whether a line divides the rows of a Markdown table or a grid."""
    is_drawn = any(mark in line.text for mark in "-=") and any(mark in line.text for mark in "|+")
    return (
        is_drawn and len(line.text) <= _LONGEST_DELIMITER and bool(_DELIMITER_ROW.match(line.text))
    )


def table_at(lines: Sequence[Line], first: int) -> Table | None:
    """Return the table that begins at a line."""
    for style in Style:
        if table := _table(lines, first, style):
            return table
    return None


def continued(lines: Sequence[Line], first: int, header: str) -> int:
    """Return the line behind the rows that begin at a line and continue the table of a header."""
    for style in Style:
        columns = count_cells(header, style)
        if columns >= _LEAST_COLUMNS and (stop := _stop(lines, first, style, header)) > first:
            return stop
    return first


def _table(lines: Sequence[Line], first: int, style: Style) -> Table | None:
    header = lines[first]
    columns = count_cells(header.text, style)
    if columns < _LEAST_COLUMNS or (columns == _LEAST_COLUMNS and style in _WIDE_STYLES):
        return None
    if header.marker and style is not Style.PIPES:
        return None
    stop = _stop(lines, first, style, header.text)
    rows = [line for line in lines[first:stop] if not _is_drawn(line)]
    has_line = stop > first + 1 and _is_drawn(lines[first + 1])
    if len(rows) < (_LEAST_DRAWN_ROWS if has_line else _least_rows(style, columns)):
        return None
    if has_line:
        return Table(stop, first)
    plain = not any(_has_digit(_but_first(line.text, style)) for line in rows[1:])
    # the corner of a wide header may have a number: "BUS 14   Mon-Fri   Saturday"
    is_wide = columns > _LEAST_COLUMNS and not plain
    if _has_digit(_but_first(header.text, style) if is_wide else header.text):
        return Table(stop, None)
    return Table(stop, first, header_is_row=plain)


def _least_rows(style: Style, columns: int) -> int:
    if style is Style.PIPES:
        return _LEAST_DRAWN_ROWS
    return _LEAST_ROWS if columns > _LEAST_COLUMNS else _LEAST_ROWS + 1


def _stop(lines: Sequence[Line], first: int, style: Style, header: str) -> int:
    stop = first
    while stop < len(lines) and _fits(lines[stop], style, header):
        stop += 1
    return stop


def _fits(line: Line, style: Style, header: str) -> bool:
    if line.is_blank:
        return False
    if _is_drawn(line):
        return style in (Style.PIPES, Style.GAPS, Style.TABS)
    found, columns = count_cells(line.text, style), count_cells(header, style)
    if style is Style.PIPES:
        return found > 1 or line.words.startswith("|")
    if style is Style.GAPS:
        is_near = abs(found - columns) <= max(1, columns // 3)
        return found >= _LEAST_COLUMNS and (is_near or stand_below(line.text, header))
    if style is Style.TABS:
        return _LEAST_COLUMNS <= found <= columns
    return found == columns


def _is_drawn(line: Line) -> bool:
    return line.is_rule or is_delimiter(line)


def _but_first(text: str, style: Style) -> str:
    """Return the cells of a line without the first."""
    text = text.strip()
    cells = _GAP.split(text) if style is Style.GAPS else text.split(_SEPARATORS[style])
    return " ".join(cells[1:])


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
