"""Makes a page of the words that were recognised on its picture."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from adapters.file_formats.pdf.columns import fields_apart, in_reading_order
from adapters.file_formats.pdf.lines import Box, Cell, Line, Page

_SAME_ROW = 0.5  # of the lower of two boxes, that they share in height
_USUAL = 0.35  # share of the usual height, by which letters of one size may differ
_LETTER = 0.75  # of the height of a box, the size of its letters


class Words(NamedTuple):
    """Words that were recognised, and where they stand, in points from the bottom left."""

    text: str
    box: Box


def scanned_page(number: int, words: Sequence[Words]) -> Page:
    """Return a page of recognised words: those at one height are a line."""
    usual = median(each.box.top - each.box.bottom for each in words) if words else 0.0
    text = ""
    lines: list[Line] = []
    for row in _rows(words):
        cells: list[Cell] = []
        start = len(text)
        for each in row:
            if cells:
                text += " "
            cells.append(Cell(len(text), len(text) + len(each.text), each.box.left, each.box.right))
            text += each.text
        box = Box(
            row[0].box.left,
            min(each.box.bottom for each in row),
            max(each.box.right for each in row),
            max(each.box.top for each in row),
        )
        height = median(each.box.top - each.box.bottom for each in row)
        size = _LETTER * (usual if abs(height - usual) < _USUAL * usual else height)
        line = Line(start, len(text), text[start:], box, size, is_bold=False, turn=0, cells=cells)
        if line.text[-1] == "-" and line.text[-2:-1].isalpha():
            line.hyphen, line.end, line.text = line.end - 1, line.end - 1, line.text[:-1]
        lines.append(line)
        text += "\n"
    return Page(number, text, None, fields_apart(in_reading_order(lines)), is_scanned=True)


def _rows(words: Sequence[Words]) -> list[list[Words]]:
    """Return words at one height together, from left to right, the highest first."""
    rows: list[list[Words]] = []
    for each in sorted(words, key=lambda each: -each.box.top):
        box, last = each.box, rows[-1][0].box if rows else None
        if last:
            shared = min(last.top, box.top) - max(last.bottom, box.bottom)
            if shared > _SAME_ROW * min(last.top - last.bottom, box.top - box.bottom):
                rows[-1].append(each)
                continue
        rows.append([each])
    return [sorted(row, key=lambda each: each.box.left) for row in rows]
