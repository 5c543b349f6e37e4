"""Recognising tables in lines: Markdown, tabs, separated values, aligned columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.text.structure.lines import Line

_LEAST_ROWS = 3  # of a table without lines
_LONGEST_LINE = 2_000
_LONGEST_CELL = 120

_DELIMITER_ROW = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:[|+]\s*:?-{1,}:?\s*)*[|+]?\s*$")
_PIPE = re.compile(r"(?<!\\)\|")
_GAP = re.compile(r"\s{2,}|\t")
_QUOTED = re.compile(r'"[^"]*"')


class Style(StrEnum):
    """What stands between the cells."""

    PIPES = "pipes"
    TABS = "tabs"
    SEMICOLONS = "semicolons"
    COMMAS = "commas"
    GAPS = "gaps"


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
    """Return whether a line divides a Markdown table's header from its rows."""
    return "-" in line.text and ("|" in line.text or "+" in line.text) and _is_dashes(line.text)


def _is_dashes(text: str) -> bool:
    return len(text) <= _LONGEST_LINE and bool(_DELIMITER_ROW.match(text))


def table_at(lines: Sequence[Line], first: int) -> Table | None:
    """Return the table that begins at a line."""
    for style in Style:
        if table := _table(lines, first, style):
            return table
    return None


def continued(lines: Sequence[Line], first: int, header: str) -> int:
    """Return the line behind the rows that begin at a line and continue the table of a header."""
    for style in Style:
        columns = _columns(header, style)
        if columns < 2:
            continue
        stop = first
        while stop < len(lines) and _fits(lines[stop], style, columns):
            stop += 1
        if stop > first:
            return stop
    return first


def _table(lines: Sequence[Line], first: int, style: Style) -> Table | None:
    columns = _columns(lines[first].text, style)
    if columns < 2 or (columns < 3 and style in (Style.COMMAS, Style.SEMICOLONS)):
        return None
    stop = first
    while stop < len(lines) and _fits(lines[stop], style, columns):
        stop += 1
    rows = stop - first
    if style is Style.PIPES:
        if rows < 2:
            return None
        has_header = is_delimiter(lines[first + 1])
        return Table(stop, first if has_header else None)
    if rows < (_LEAST_ROWS if columns > 2 or style is Style.TABS else _LEAST_ROWS + 1):
        return None
    if columns == 2 and style is Style.TABS:
        return None  # a card
    if _has_digit(lines[first].text):
        return Table(stop, None)
    plain = not any(_has_digit(line.text) for line in lines[first + 1 : stop])
    return Table(stop, first, header_is_row=plain)


def _fits(line: Line, style: Style, columns: int) -> bool:
    if line.is_blank or len(line.text) > _LONGEST_LINE:
        return False
    if style is Style.PIPES:
        return "|" in line.text and (_columns(line.text, style) > 1 or _is_dashes(line.text))
    found = _columns(line.text, style)
    if style is Style.GAPS:
        return found >= 2 and abs(found - columns) <= max(1, columns // 3)
    return found == columns


def _columns(text: str, style: Style) -> int:
    """Return the number of cells of a line, 0 if it is no row of this style."""
    if len(text) > _LONGEST_LINE or not text.strip():
        return 0
    match style:
        case Style.PIPES:
            return len([cell for cell in _PIPE.split(text.strip().strip("|")) if cell.strip()])
        case Style.TABS:
            return len(text.strip().split("\t")) if "\t" in text.strip() else 0
        case Style.SEMICOLONS:
            return _separated(text, ";")
        case Style.COMMAS:
            return 0 if ", " in _QUOTED.sub("", text) else _separated(text, ",")
        case Style.GAPS:
            cells = [cell for cell in _GAP.split(text.strip()) if cell]
            is_prose = any(cell.endswith((".", "!", "?")) and " " in cell for cell in cells[:-1])
            return 0 if is_prose or max(map(len, cells)) > _LONGEST_CELL else len(cells)


def _separated(text: str, separator: str) -> int:
    cells = _QUOTED.sub('""', text).split(separator)
    if text.rstrip().endswith(".") or max(map(len, cells)) > _LONGEST_CELL:
        return 0
    return len(cells)


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
