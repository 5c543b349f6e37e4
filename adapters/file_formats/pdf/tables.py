"""Recognises tables of figures among the lines of a page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from adapters.file_formats.pdf.lines import Cell, Line, Page
from adapters.file_formats.pdf.table_headers import Column, header_above

_SIGN = re.compile(r"[$€£¥]|[A-Z]{2,3}\$")
_TAIL = re.compile(r"[)%*]{1,3}|\([a-z]\)|pts?\.?")
_FIGURE = re.compile(
    r"(?:[$€£¥]\s?)?[(+−–—~<>-]?\s?(?:[$€£¥]\s?)?\d[\d.,’' ]*\s?(?:[)%xX]|pts?\.?){0,3}\s?"
    r"(?:\(\w\)|\*+)?|(?:[$€£¥]\s?)?[—–-]{1,3}\s?[)%]{0,2}|[nN]/?[aAmM]\.?"
)
_UNIT = re.compile(r"\s?(?:years?|months?|days?|bps|million|billion)$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LABELS_IN_A_ROW = 3  # lines without figures, inside a table
_TALLEST_GAP = 3.2  # heights of a letter, between two rows
_WRAPPED = 0.9  # of the distance of two rows, between two lines of one
_LEAST_ROWS = 2
_MOST_COLUMNS = 40
_LEAST_FIGURES = 4
_SLACK = 2.0  # points

Row = list[list[Cell]]
"""A row: for its label and for each of its columns the cells of the page, in reading order."""


@dataclass(slots=True)
class Table:
    """A table.

    Attributes:
        first: The number of its first line, that of its header.
        last: The number of its last line.
        rows: Its rows, the header first.
    """

    first: int
    last: int
    rows: list[Row]


def tables_of(page: Page) -> list[Table]:
    """Return the tables of figures with a header that is sure, in order."""
    tables: list[Table] = []
    number = least = 0
    while number < len(page.lines):
        figures = list(_figures_below(page, number))
        rows = list(filter(None, figures))
        if len(rows) < _LEAST_ROWS or sum(map(len, rows)) < _LEAST_FIGURES:
            number += 1
            continue
        if table := _table(page, least, number, figures):
            tables.append(table)
        number += len(figures)
        least = number
    return tables


def is_figure(words: str) -> bool:
    """Return whether words are an amount, with its currency or its unit, or a dash for none."""
    return _FIGURE.fullmatch(_UNIT.sub("", words)) is not None


def joined_cells(page: Page, line: Line) -> list[Cell]:
    """Return the cells of a line, with a currency or a bracket joined to its figure."""
    cells: list[Cell] = []
    for cell in line.cells:
        if cells:
            before = cells[-1]
            is_sign = _SIGN.fullmatch(page.text, before.start, before.end)
            is_tail = _TAIL.fullmatch(page.text, cell.start, cell.end)
            if is_sign or (is_tail and page.text[before.end - 1].isdigit()):
                cells[-1] = Cell(before.start, cell.end, before.left, cell.right)
                continue
        cells.append(cell)
    return cells


def _figures(page: Page, line: Line) -> list[Cell]:
    """Return the last cells of a line as far as they are figures."""
    if not line.cells:
        return []
    cells = joined_cells(page, line)
    first = len(cells)
    while first and is_figure(page.text[cells[first - 1].start : cells[first - 1].end]):
        first -= 1
    return cells[first:]


def _figures_below(page: Page, first: int) -> Iterator[list[Cell]]:
    """Return the figures of each line of a table that starts on a line, up to its last row."""
    edge, widest = 0.0, 0
    labels: list[list[Cell]] = []
    for number in range(first, len(page.lines)):
        line, before = page.lines[number], page.lines[max(first, number - 1)]
        if line.turn != before.turn or line.box.bottom > before.box.top:
            return
        if before.box.bottom - line.box.top > _TALLEST_GAP * line.size:
            return
        figures = _figures(page, line)
        if figures and all(_YEAR.fullmatch(page.text, each.start, each.end) for each in figures):
            return  # the header of the next table
        if figures:
            widest = widest or len(figures)
            left = figures[-widest:][0].left  # one more may be the end of a label
            edge = min(edge, left) if edge else left
            widest = max(widest, len(figures))
            yield from labels
            yield figures
            labels = []
        elif not edge or len(labels) == _LABELS_IN_A_ROW or line.box.right > edge + _SLACK:
            return
        else:
            labels.append([])


def _columns(rows: Sequence[list[Cell]]) -> list[Column]:
    """Return the columns of figures: those above each other share one."""
    columns: list[Column] = []
    for cell in sorted((cell for row in rows for cell in row), key=lambda cell: cell.left):
        if columns and cell.left < columns[-1].right - 1:
            columns[-1] = Column(columns[-1].left, max(columns[-1].right, cell.right))
        else:
            columns.append(Column(cell.left, cell.right))
    return columns


def _table(page: Page, least: int, first: int, figures: list[list[Cell]]) -> Table | None:
    columns = _columns(figures)
    if (
        len(columns) > 1
        and sum(row[:1] != [] and row[0].left < columns[0].right for row in figures) == 1
    ):
        figures = [row[1:] if len(row) == len(columns) else row for row in figures]
        columns = columns[1:]  # it ended a label
    if max(map(len, figures)) > len(columns) or len(columns) > _MOST_COLUMNS:
        return None  # two columns were taken for one, or these are no columns
    header = header_above(page.lines, least, first, columns)
    if header is None:
        return None
    rows: list[Row] = [header.cells]
    leading: list[list[Cell]] = [[] for _ in range(header.body, first)]
    pitch = _pitch(page.lines[first : first + len(figures)], figures)
    for number, cells in enumerate(leading + figures, header.body):
        line = page.lines[number]
        label = joined_cells(page, line)[: -len(cells)] if cells else line.parts
        row: Row = [label, *([] for _ in columns)]
        for cell in cells:
            row[1 + _column(cell, columns)].append(cell)
        above = page.lines[number - 1].box.bottom - line.box.bottom
        if len(rows) > 1 and _completes(line.text, row, rows[-1], is_near=above < pitch):
            rows[-1] = [before + cell for before, cell in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
    return Table(header.first, first + len(figures) - 1, rows)


def _pitch(lines: Sequence[Line], figures: Sequence[list[Cell]]) -> float:
    """Return the distance below which two lines are one row, by the distances of full rows."""
    distances = [
        lines[number - 1].box.bottom - lines[number].box.bottom
        for number in range(1, len(lines))
        if figures[number] and figures[number - 1]
    ]
    return _WRAPPED * median(distances) if distances else 0.0


def _column(cell: Cell, columns: Sequence[Column]) -> int:
    return next(n for n, column in enumerate(columns) if cell.left < column.right)


def _completes(text: str, row: Row, above: Row, *, is_near: bool) -> bool:
    """Return whether a row completes the one above: a label of two lines, or its figures."""
    has_figures, had_figures = any(row[1:]), any(above[1:])
    if has_figures and had_figures:
        return False
    return not row[0] or text[0].islower() or is_near
