"""The blocks of a document, which the readers of office files make and one module writes."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from domain.errors import FileTooComplex


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
    r"""A paragraph. A line end that its author wrote is `\n`.

    Attributes:
        text: Its text.
        is_bold: Whether all of it is bold, as a heading without a style is.
    """

    text: str
    is_bold: bool = False


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


_MOST_CELLS: Final = 1_000_000


def table(rows: Iterable[Row], headers: int) -> Table:
    """Return a table of rows, the first of which are its header.

    Raises:
        FileTooComplex: If it has more than a million cells.
    """
    kept: list[Row] = []
    cells = 0
    for row in rows:
        cells += len(row)
        if cells > _MOST_CELLS:
            raise FileTooComplex(
                f"A table of the file has more than {_MOST_CELLS:,} cells, so nothing was stored."
                " Save it as a spreadsheet or divide it."
            )
        kept.append(row)
    return Table(kept, max(1, headers))


Block: TypeAlias = Heading | Paragraph | Item | Code | Table
