"""Puts columns of prose in reading order where a file draws them line by line, side by side."""

from collections.abc import Iterator, Sequence
from statistics import median

from adapters.file_formats.pdf.lines import Box, Cell, Line, begins_field

_LEAST_FIELDS = 2
_MOST_ROWS = 200
_LEAST_ROWS = 4  # with words in both columns
_MOST_COLUMNS = 4
_LEAST_GUTTER = 0.8  # ems
_TALLEST_GAP = 2.5  # ems, from line to line
_LEAST_LETTERS = 16  # of the middle line of a column of prose
_LEAST_SIDE = 6  # letters of a line on each side
_LEAST_WORDS = 3
_LEAST_SHARE = 0.65  # of letters among all characters
_FULL = 0.7  # of the width of its column, that the middle line has at least


def in_reading_order(lines: list[Line]) -> list[Line]:
    """Return lines with those apart that PDFium joined across columns, column by column."""
    if sum(len(line.cells) > 1 for line in lines) < _LEAST_ROWS:
        return lines
    ordered: list[Line] = []
    number = 0
    while number < len(lines):
        rows, gutter = max(
            (_extent(lines, number, gap) for gap in _gaps(lines[number])),
            key=lambda found: found[0],
            default=(0, 0.0),
        )
        block = lines[number : number + rows] if rows >= _LEAST_ROWS else []
        left = list(_side(block, gutter, is_left=True))
        right = list(_side(block, gutter, is_left=False)) if _is_prose(left) else []
        if _is_prose(right):
            ordered += [*left, *in_reading_order(right)]
            number += rows
        else:
            ordered.append(lines[number])
            number += 1
    return ordered


def _gaps(line: Line) -> Iterator[tuple[float, float]]:
    """Return the gaps of a line at which columns of prose may be apart."""
    cells = line.cells
    if not 1 < len(cells) <= _MOST_COLUMNS or len(line.text) < _LEAST_LETTERS * len(cells):
        return
    if min(cells[0].end - cells[0].start, cells[-1].end - cells[-1].start) < _LEAST_SIDE:
        return
    for before, after in zip(line.cells, line.cells[1:], strict=False):
        yield before.right, after.left


def _extent(lines: Sequence[Line], first: int, gap: tuple[float, float]) -> tuple[int, float]:
    """Return how many lines from the first one leave a gap free, and the middle of what is free."""
    left, right = gap
    rows = 0
    before = lines[first]
    for line in lines[first : first + _MOST_ROWS]:
        distance = before.box.bottom - line.box.bottom
        if line.turn or distance < 0 or distance > _TALLEST_GAP * line.size:
            break
        for cell in line.parts:
            if cell.middle < (left + right) / 2:
                left = max(left, cell.right)
            else:
                right = min(right, cell.left)
        if right - left < _LEAST_GUTTER * line.size:
            break
        before, gap = line, (left, right)
        rows += 1
    return rows, sum(gap) / 2


def fields_apart(lines: list[Line]) -> list[Line]:
    """Return lines with each field on a line of its own where a form has several side by side."""
    apart: list[Line] = []
    for line in lines:
        if line.text.count(":") < _LEAST_FIELDS:
            apart.append(line)
            continue
        starts = [
            number
            for number, cell in enumerate(line.cells)
            if begins_field(line.text[cell.start - line.start : cell.end - line.start])
        ]
        if len(starts) < _LEAST_FIELDS or starts[0] != 0:
            apart.append(line)
            continue
        ends = [*starts[1:], len(line.cells)]
        apart += [
            _part(line, line.cells[start:end]) for start, end in zip(starts, ends, strict=True)
        ]
    return apart


def values_in_place(lines: list[Line], first: int) -> list[Line]:
    """Return lines with the values of form fields behind what stands before them on the page.

    Args:
        lines: The lines, those of values last.
        first: Where the text of the values starts.
    """
    placed = [line for line in lines if line.start < first]
    for value in lines[len(placed) :]:
        middle = (value.box.bottom + value.box.top) / 2
        beside = [
            number
            for number, line in enumerate(placed)
            if line.box.bottom - line.size / 2 < middle < line.box.top + line.size / 2
            and line.box.left <= value.box.left
        ]
        above = [number for number, line in enumerate(placed) if line.box.bottom > middle]
        nearest = max(beside, key=lambda number: placed[number].box.left, default=None)
        at = nearest if nearest is not None else max(above, default=-1)
        if at >= 0:
            # it is no heading, however large its letters are
            value.size, value.is_bold = placed[at].size, False
        placed.insert(at + 1, value)
    return placed


def _side(lines: Sequence[Line], gutter: float, *, is_left: bool) -> Iterator[Line]:
    """Return the parts of lines on one side of a gutter."""
    for line in lines:
        cells = [cell for cell in line.parts if (cell.middle < gutter) == is_left]
        if cells:
            yield line if len(cells) == len(line.parts) else _part(line, cells)


def _part(line: Line, cells: list[Cell]) -> Line:
    start, end = cells[0].start, cells[-1].end
    text = line.text[start - line.start : end - line.start]
    box = Box(cells[0].left, line.box.bottom, cells[-1].right, line.box.top)
    part = Line(start, end, text, box, line.size, line.is_bold, line.turn, cells=cells)
    if end == line.end:
        part.hyphen, part.is_broken = line.hyphen, line.is_broken
    elif text[-1] == "-" and text[-2:-1].isalpha():
        part.hyphen, part.end, part.text = end - 1, end - 1, text[:-1]
    return part


def _is_prose(lines: Sequence[Line]) -> bool:
    """Return whether lines are those of a column of prose: long, of words, and mostly full."""
    if len(lines) < _LEAST_ROWS:
        return False
    letters = sum(sum(map(str.isalpha, line.text)) for line in lines)
    if letters < _LEAST_SHARE * sum(len(line.text) for line in lines):
        return False
    widths = [line.box.right - line.box.left for line in lines]
    return (
        median(len(line.text) for line in lines) >= _LEAST_LETTERS
        and median(line.text.count(" ") + 1 for line in lines) >= _LEAST_WORDS
        and median(widths) >= _FULL * max(widths)
    )
