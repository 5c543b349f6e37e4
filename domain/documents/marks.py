"""Marks: where in a text its pages, slides, sheets, rows, parts of a mail and sections begin."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from domain.documents.parts import Part, PartKind, Run
from domain.documents.place import Place
from domain.text.structure.blocks import Block
from domain.text.structure.contexts import TITLES

_LONGEST_NAME = 200  # characters of the name of a sheet, which each of its chunks has


class MarkKind(StrEnum):
    """What begins at a mark."""

    PAGE = "page"
    SLIDE = "slide"
    SHEET = "sheet"
    MAIL_PART = "part"
    ROW = "row"  # of a sheet
    SECTION = "section"


class Mark(NamedTuple):
    """Where something begins in a text. It ends at the next mark of its kind.

    Attributes:
        start: Where it begins in the document's text, in code points.
        number: Its number, from 1. That of a section is its depth: only this many headings less
            one, the outermost, still stand above it. Rows are counted on from line to line, so only
            one that breaks the count has a mark.
        name: The name of a sheet, empty if it has none, or of a part of a mail; the heading of a
            section, empty if the section ends without another heading.
    """

    start: int
    kind: MarkKind
    number: int
    name: str = ""


class Marks:
    """The marks of one text."""

    def __init__(self, text: str, blocks: Sequence[Block], parts: Sequence[Part]) -> None:
        """Read the marks.

        Args:
            text: The text.
            blocks: Its structure.
            parts: The parts of its file, in reading order.
        """
        self._text = text
        self._parts = parts
        self._sections = list(_sections(blocks))

    def within(self, start: int, end: int, header: int | None = None) -> tuple[Mark, ...]:
        """Return the marks that tell the place of all that stands in a part of the text.

        Besides the marks in the part, these are the marks of the page and the like that it begins
        in. The headings above it are known from its context.

        Args:
            start: The start of the part.
            end: Its end, exclusive.
            header: Where the header of the table stands that the part continues.
        """
        sections = self._sections[_first(self._sections, start) : _first(self._sections, end)]
        before = [] if header is None else self._of_parts(header, header + 1)
        marks = [*before, *self._of_parts(start, end), *sections]
        return tuple(sorted(dict.fromkeys(marks), key=_start))

    def _of_parts(self, start: int, end: int) -> Iterator[Mark]:
        """Yield the marks of the parts that a span of the text lies in."""
        first = bisect_right(self._parts, start, key=_start) - 1
        for part in self._parts[max(0, first) : _first(self._parts, end)]:
            # a file that is one sheet, such as CSV, has no name for it
            unnamed = "" if part.kind is PartKind.SHEET else str(part.number)
            name = (part.name or unnamed)[:_LONGEST_NAME]
            yield Mark(part.start, MarkKind(part.kind), part.number, name)
            if part.kind is PartKind.SHEET:
                yield from self._rows(part, start, end)

    def _rows(self, sheet: Part, start: int, end: int) -> Iterator[Mark]:
        """Yield the marks of the rows of a sheet that a span of the text has."""
        row = bisect_right(sheet.runs, start - sheet.start, key=_start) - 1
        last: Mark | None = None
        for run in sheet.runs[max(0, row) : _first(sheet.runs, end - sheet.start)]:
            mark = Mark(max(start, sheet.start + run.start), MarkKind.ROW, run.source)
            lines = self._text.count("\n", last.start, mark.start) if last else 0
            if last is None or last.number + lines != mark.number:
                last = mark
                yield mark


def placed(
    place: Place, position: int, titles: tuple[str, ...], marks: Sequence[Mark], before: str
) -> Place:
    """Return a place with the page and the like of a position.

    Args:
        place: The place.
        position: A position in a part of the document's text, or in the header of the table that
            the part continues.
        titles: The headings above the part, outermost first.
        marks: The marks of the part, by their start.
        before: The text of the part up to the position.
    """
    last: dict[MarkKind, Mark] = {}
    for mark in marks:
        if mark.start > position:
            break
        last[mark.kind] = mark
        if mark.kind is MarkKind.SHEET:
            last.pop(MarkKind.ROW, None)
        elif mark.kind is MarkKind.SECTION:
            titles = titles[: mark.number - 1] + ((mark.name,) if mark.name else ())
    page, slide, sheet = map(last.get, (MarkKind.PAGE, MarkKind.SLIDE, MarkKind.SHEET))
    row, part = map(last.get, (MarkKind.ROW, MarkKind.MAIL_PART))
    return replace(
        place,
        page=page.number if page else None,
        slide=slide.number if slide else None,
        sheet=(sheet.name or None) if sheet else None,
        row=row.number + _lines(before, position - row.start) if row else None,
        part=part.name if part else None,
        section=titles,
    )


def _lines(text: str, characters: int) -> int:
    """Return how many lines end among the last characters of a text."""
    return text.count("\n", max(0, len(text) - characters))


def _start(item: Mark | Part | Run) -> int:
    return item.start


def _first(items: Sequence[Mark] | Sequence[Part] | Sequence[Run], position: int) -> int:
    """Return the number of the first item that begins at a position or behind it."""
    return bisect_left(items, position, key=_start)


def _sections(blocks: Sequence[Block]) -> Iterator[Mark]:
    depth = 0
    for block in blocks:
        if block.kind in TITLES:
            title = block.section[-1].title
            yield Mark(block.start, MarkKind.SECTION, len(block.section), title)
        elif len(block.section) < depth:
            yield Mark(block.start, MarkKind.SECTION, len(block.section) + 1)
        depth = len(block.section)
