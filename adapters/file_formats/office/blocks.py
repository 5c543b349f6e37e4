"""The blocks of a document, which the readers of office files make and one module writes."""

from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias


class Merged(Enum):
    """A cell of a table that belongs to the one beside it or above it."""

    LEFT = "left"
    ABOVE = "above"


Row: TypeAlias = list[str | Merged]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the outermost level is 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    r"""A paragraph. A line end that its author wrote is `\n`."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list.

    Attributes:
        text: Its text.
        indent: How far it stands from the margin, in twentieths of a point: an item that stands
            farther from it than the one before is an item of that one.
        label: Its number as it is shown, such as `2.` or `a)`; empty for a bullet.
    """

    text: str
    indent: int = 0
    label: str = ""


LEVEL: Final = 360
"""The indent of an item within another one, where the file does not say how far it stands."""


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of code. Several blocks in a row are one listing."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table.

    Attributes:
        rows: The cells of its rows.
        headers: How many rows at the top are its header.
    """

    rows: list[Row]
    headers: int = 1


Block: TypeAlias = Heading | Paragraph | Item | Code | Table
