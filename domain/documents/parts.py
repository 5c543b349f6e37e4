"""The parts that a file has: pages, slides, sheets, the parts of a mail."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class PartKind(StrEnum):
    """What a part of a file is."""

    PAGE = "page"
    SLIDE = "slide"
    SHEET = "sheet"
    MAIL_PART = "part"


class Run(NamedTuple):
    """Characters of the text that stand one after the other in the file.

    Attributes:
        start: Where the run starts in the text, in code points, from the start of its part.
        length: Its length in code points.
        source: Where it stands in the part: on a page, the index of its first character among the
            page's characters; in a sheet, the number of its row, from 1.
    """

    start: int
    length: int
    source: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file. It ends where the next one starts, or with the text.

    Attributes:
        start: Where it starts in the text, in code points.
        number: Its number among the parts of its kind, from 1.
        name: What the file calls it, such as the name of a sheet; None without a name.
        runs: Where its text stands in the file, in reading order. Text in no run, such as the marks
            of a table, does not stand there. Slides and parts of mails have none.
    """

    kind: PartKind
    start: int
    number: int
    name: str | None = None
    runs: tuple[Run, ...] = ()
