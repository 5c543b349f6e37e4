"""Where the words of a text stand on the pages of its file."""

from typing import NamedTuple

from domain.documents.parts import Part


class SourceRange(NamedTuple):
    """Characters of a page, by their indexes on it, end exclusive."""

    start: int
    end: int


class Rectangle(NamedTuple):
    """A rectangle on a page, in points of 1/72 inch from the bottom left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float


class Highlight(NamedTuple):
    """Where words stand: the number of the page, from 1, and a rectangle for each line of them."""

    page: int
    rectangles: tuple[Rectangle, ...]


def source_ranges(part: Part, start: int, end: int) -> list[SourceRange]:
    """Return where the characters `start` to `end` of a text stand in a part of its file.

    Characters that stand nowhere in it, such as the marks of a table, are left out.
    """
    ranges: list[SourceRange] = []
    for run in part.runs:
        first = max(start - part.start, run.start)
        last = min(end - part.start, run.start + run.length)
        if first >= last:
            continue
        found = SourceRange(run.source + first - run.start, run.source + last - run.start)
        if ranges and ranges[-1].end == found.start:
            found = SourceRange(ranges.pop().start, found.end)
        ranges.append(found)
    return ranges
