"""The lines of a page: their words, and where they stand."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

HYPHEN = "\ufffe"
"""PDFium's mark for a hyphen at the end of a line. The next line follows it without a line end."""

NOTHING = "\x00"
"""A character of a page that is no text. It keeps its place, so that all places stay right."""


class Box(NamedTuple):
    """A rectangle on a page, in points, as a reader sees it who holds its words upright."""

    left: float
    bottom: float
    right: float
    top: float


class Cell(NamedTuple):
    """Words of a line with a gap before and after them.

    Attributes:
        start: Where they start in the text of the page.
        end: Where they end, exclusive.
        left: Where they start on the page, in points.
        right: Where they end on the page.
    """

    start: int
    end: int
    left: float
    right: float

    @property
    def middle(self) -> float:
        """The middle between its ends."""
        return (self.left + self.right) / 2


_FIELD = re.compile(r"[^\W\d_][^:.!?]{1,50}:(?: |$)")
_STRETCHED = 3  # cells that a stretched line may seem to have
_ROW_GAP = 1.7  # ems


@dataclass(slots=True)
class Line:
    """A line of a page.

    Attributes:
        start: Where it starts in the text of its page.
        end: Where it ends, exclusive.
        text: Its text, with one character for each one of the page.
        box: Where it stands.
        size: The size of its first letter, in points.
        is_bold: Whether its first letter is bold.
        turn: By how many quarter turns to the left it is rotated.
        hyphen: The place of the hyphen at its end, which is not in its text; None without one.
        is_broken: Whether PDFium says that its last word goes on in the next line.
        cells: Its words between gaps; none unless the gaps were measured.
    """

    start: int
    end: int
    text: str
    box: Box
    size: float
    is_bold: bool
    turn: int
    hyphen: int | None = None
    is_broken: bool = False
    cells: list[Cell] = field(default_factory=list)

    @property
    def parts(self) -> list[Cell]:
        """Its cells, or all of it as one."""
        return self.cells or [Cell(self.start, self.end, self.box.left, self.box.right)]

    @property
    def is_row(self) -> bool:
        """Whether it has gaps as between the columns of a table, unlike a stretched line."""
        return len(self.cells) > _STRETCHED or any(
            after.left - before.right > _ROW_GAP * self.size
            for before, after in pairwise(self.cells)
        )


def begins_field(text: str) -> bool:
    """Return whether a text begins with a name and a colon, as in a form."""
    return _FIELD.match(text) is not None


@dataclass(slots=True)
class Page:
    """A page.

    Attributes:
        number: Its number, from 1.
        text: Its text as PDFium gives it. All blanks are plain ones.
        places: The index of each character of the text among the characters of the page; None if
            it is the same.
        lines: Its lines, in reading order.
        is_scanned: Whether its words were recognised on a picture, and are no characters of it.
    """

    number: int
    text: str
    places: tuple[int, ...] | None
    lines: list[Line]
    is_scanned: bool = False
