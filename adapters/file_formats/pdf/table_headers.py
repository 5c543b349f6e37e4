"""Finds the header of a table of figures: the words above its columns."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from adapters.file_formats.pdf.lines import Cell, Line

_MOST_LINES = 24
_SAME_HEIGHT = 0.45  # of a letter's size
_TALLEST_GAP = 2.5  # heights of a letter, between two lines
_ALIGNED = 6.0  # points
_CENTRED = 0.15  # of the distance of two columns
_OVERHANG = 40.0  # points, of words to the right of the last column
_WIDER = 1.3  # times the columns that words stand above
_WIDEST = 150.0  # points, of words above a single column
_MOST_LABELS = 4
_LONGEST = 60  # characters, of words above one column


class Column(NamedTuple):
    """Where the figures of a column start and end on the page."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        """The middle between its ends."""
        return (self.left + self.right) / 2


class Header(NamedTuple):
    """A header.

    Attributes:
        first: The number of its first line.
        body: The number of the first line below it.
        cells: Its words above the labels and above each column, from top to bottom.
    """

    first: int
    body: int
    cells: list[list[Cell]]


class _Level(NamedTuple):
    """Words at one height, and the numbers of their lines."""

    middle: float
    cells: list[Cell]
    numbers: list[int]


def header_above(
    lines: Sequence[Line], least: int, first: int, columns: Sequence[Column]
) -> Header | None:
    """Return the header of a table; None unless there are words above each of its columns.

    Args:
        lines: The lines of the page.
        least: The number of the first line that may belong to it.
        first: The number of the first row.
        columns: The columns of figures, from left to right.
    """
    body = _first_label(lines, least, first, columns)
    header: list[list[Cell]] = [[] for _ in range(len(columns) + 1)]
    below = list(columns)
    used: set[int] = set()
    for level in _levels(lines, least, body, columns):
        found = _assigned(level.cells, columns, below)
        if found is None:
            break
        for number, cell in found:
            header[number].insert(0, cell)
            if number and sum(cell is other for _, other in found) == 1:
                below[number - 1] = Column(cell.left, cell.right)
        used.update(level.numbers)
    start = body
    while start - 1 in used:
        start -= 1
    if not all(header[1:]) or any(number < start for number in used):
        return None
    return Header(start, body, header)


def _first_label(lines: Sequence[Line], least: int, first: int, columns: Sequence[Column]) -> int:
    """Return the number of the first of the lines above a row that are labels without figures."""
    number = first
    while number > max(least, first - _MOST_LABELS):
        line, below = lines[number - 1], lines[number]
        is_near = 0 <= line.box.bottom - below.box.bottom < _TALLEST_GAP * line.size
        is_label = line.box.right < columns[0].left and line.box.left < lines[first].box.right
        if not (is_near and is_label and line.turn == below.turn):
            break
        number -= 1
    return number


def _levels(
    lines: Sequence[Line], least: int, first: int, columns: Sequence[Column]
) -> list[_Level]:
    """Return the words over the columns, by their height, the lowest first."""
    levels: list[_Level] = []
    top = lines[first].box.top
    for number in range(first - 1, max(least, first - _MOST_LINES) - 1, -1):
        line = lines[number]
        is_far = line.box.bottom - top > _TALLEST_GAP * line.size
        if is_far or line.turn != lines[first].turn or line.box.top < lines[first].box.bottom:
            break
        right = line.parts[-1].right
        if right < columns[0].left or right > columns[-1].right + _OVERHANG:
            break
        top = max(top, line.box.top)
        middle = (line.box.top + line.box.bottom) / 2
        for level in levels:
            if abs(level.middle - middle) < _SAME_HEIGHT * line.size:
                level.cells.extend(line.parts)
                level.numbers.append(number)
                break
        else:
            levels.append(_Level(middle, list(line.parts), [number]))
    return sorted(levels)


def _assigned(
    cells: list[Cell], columns: Sequence[Column], below: Sequence[Column]
) -> list[tuple[int, Cell]] | None:
    """Return words of one height with the numbers of their columns; None if one is above none.

    Column 0 is that of the labels.

    Args:
        cells: The words.
        columns: The columns of figures.
        below: Of each column, what stands below the words: words of the header, or its figures.
    """
    words = sorted(cells, key=lambda cell: cell.left)
    if any(cell.end - cell.start > _LONGEST for cell in words):
        return None
    labels = [cell for cell in words if cell.right < columns[0].left] if len(words) > 1 else []
    words = words[len(labels) :]
    groups = (
        _even_groups(words, columns)
        or _even_groups(words, below)
        or [_below(cell, columns, below) for cell in words]
    )
    if not words or not all(groups):
        return None
    if not all(map(partial(_fits, columns), words, groups)):
        return None
    numbers = [number for group in groups for number in group]
    if numbers != sorted(set(numbers)):
        return None
    above = [
        (number + 1, cell) for cell, group in zip(words, groups, strict=True) for number in group
    ]
    return [*((0, cell) for cell in labels), *above]


def _fits(columns: Sequence[Column], cell: Cell, group: Sequence[int]) -> bool:
    """Return whether words are no wider than the columns below them, as a caption may be."""
    if len(columns) == 1:
        return cell.right - cell.left <= _WIDEST
    pitch = (columns[-1].middle - columns[0].middle) / (len(columns) - 1)
    return cell.right - cell.left <= _WIDER * pitch * len(group)


def _even_groups(words: list[Cell], below: Sequence[Column]) -> list[Sequence[int]]:
    """Return the columns below words that all span as many; none if their middles differ."""
    size, rest = divmod(len(below), len(words)) if words else (0, 1)
    if rest or not size:
        return []
    groups: list[Sequence[int]] = [
        range(start, start + size) for start in range(0, len(below), size)
    ]
    for cell, group in zip(words, groups, strict=True):
        left, right = below[group[0]].left, below[group[-1]].right
        reach = (cell.right - cell.left + right - left) / 2 + _ALIGNED
        if size > 1:
            reach = max(_ALIGNED, _CENTRED * (right - left) / size)
        if abs((left + right) / 2 - cell.middle) > reach:
            return []
    return groups


def _below(cell: Cell, columns: Sequence[Column], below: Sequence[Column]) -> Sequence[int]:
    """Return the numbers of the columns below words: the one below them, or those they span."""
    ends = range(len(columns))
    for number, column in enumerate(below):
        if (
            abs(column.middle - cell.middle) < _ALIGNED
            or abs(column.right - cell.right) < _ALIGNED / 2
            or abs(column.left - cell.left) < _ALIGNED / 2
        ):
            return [number]
    spans = [
        (abs((below[first].left + below[last].right) / 2 - cell.middle), first, last)
        for first in ends
        for last in ends[first + 1 :]
    ]
    if not spans:
        return []
    distance, first, last = min(spans)
    pitch = (below[last].right - below[first].left) / (last - first + 1)
    return range(first, last + 1) if distance < _CENTRED * pitch else []
