"""The cells of a sheet, as text."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

MOST_CELLS = 1_000_000
"""Cells of a file that are read; they take about half a gigabyte of memory."""

MOST_CHARACTERS = 20_000_000
"""Characters of a file's cells that are read: some thousand pages."""

_MOST_REPEATED = 200_000  # cells that merged ones fill


class Row(NamedTuple):
    """A row that is not empty: its number, from 1, and its (column, text), by column from 1."""

    number: int
    cells: list[tuple[int, str]]


class Remark(NamedTuple):
    """What stands on a sheet but in no cell, such as a comment, and the row it is about, if any."""

    text: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells that are shown as one: the first and last row and column, from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its rows, by their numbers, and the remarks on it. Only the name may be missing."""

    name: str | None
    rows: Sequence[Row]
    remarks: Sequence[Remark] = ()


class Limits:
    """Counts what was read of a file, and says when it is enough."""

    def __init__(self) -> None:
        self._cells = MOST_CELLS
        self._characters = MOST_CHARACTERS
        self.reached = False

    def allow(self, row: Row) -> bool:
        """Count a row. Return False, and do not count it, if it is too much."""
        cells = self._cells - len(row.cells)
        characters = self._characters - sum([len(text) for _, text in row.cells])
        if self.reached or cells < 0 or characters < 0:
            self.reached = True
            return False
        self._cells, self._characters = cells, characters
        return True


def limited(rows: Iterable[Row], limits: Limits) -> list[Row]:
    """Return the rows that are not empty, as far as the limits allow."""
    read: list[Row] = []
    for row in rows:
        if row.cells:
            if not limits.allow(row):
                break
            read.append(row)
    return read


def left_out(limits: Limits, sheets: Sequence[Sheet], names: Sequence[str]) -> list[str]:
    """Return the note on what the limits left out: the end of the last sheet, and those after it.

    Args:
        limits: What was counted.
        sheets: The sheets that were read.
        names: The names of these and of those that follow.
    """
    if not limits.reached:
        return []
    last = sheets[-1]
    row = last.rows[-1].number if last.rows else 0
    where = f" of the sheet {last.name}" if last.name else ""
    others = names[len(sheets) :]
    after = f", and the sheets after it: {', '.join(others)}" if others else ""
    return [
        f"Only the first {MOST_CELLS:,} cells and {MOST_CHARACTERS:,} characters of a file are"
        f" read. Everything below row {row:,}{where} was left out{after}."
    ]


def with_merged(rows: Sequence[Row], merged: Iterable[Merged]) -> list[Row]:
    """Return rows in which the text of merged cells stands in each of their rows.

    What a row is about is then said in it. In a row with other cells, it is repeated over the
    columns that have a cell in the row below, as in a header.
    """
    numbers = [row.number for row in rows]
    filled: dict[int, dict[int, str]] = {}
    left = _MOST_REPEATED
    for each in merged:
        first, stop = bisect_left(numbers, each.top), bisect_left(numbers, each.bottom + 1)
        if first == stop or numbers[first] != each.top:
            continue
        text = dict(rows[first].cells).get(each.left)
        left -= len(rows[first].cells) + stop - first
        if left < 0:
            break
        if text is None:
            continue
        columns = [each.left]
        is_title = len(rows[first].cells) == 1
        if not is_title and stop < len(rows) and numbers[stop] == each.bottom + 1:
            left -= len(rows[stop].cells)
            below = [column for column, _ in rows[stop].cells if each.left <= column <= each.right]
            columns = below if len(below) > 1 else columns
        for row in rows[first:stop]:
            left -= len(columns)
            cells = filled.setdefault(row.number, dict(row.cells))
            cells.update({column: text for column in columns if column not in cells})
    return [
        Row(row.number, sorted(filled[row.number].items())) if row.number in filled else row
        for row in rows
    ]
