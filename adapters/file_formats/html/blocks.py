"""The blocks of a page: headings, paragraphs, items of lists, tables and code."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    CODE = "code"


class Link(NamedTuple):
    """The words of a link and its address."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Block:
    r"""A block of a page.

    Attributes:
        text: Its words, with a `\n` where the page has a line break; a table or code as Markdown.
        marker: What stands before it: `# `, `- ` or `1. `; empty before paragraphs.
        indent: The number of blanks before it, because it is inside an item.
        group: The number of the outermost list that it is in; 0 outside lists.
        linked: How many of its characters are in links.
        links: Its links.
        region: The kind of region that it is in, such as "nav"; empty outside regions.
    """

    kind: Kind
    text: str
    marker: str = ""
    indent: int = 0
    group: int = 0
    linked: int = 0
    links: tuple[Link, ...] = ()
    region: str = ""

    @property
    def level(self) -> int:
        """The level of a heading, from 1; 0 if it is none."""
        return len(self.marker) - 1 if self.kind is Kind.HEADING else 0


def as_markdown(blocks: Iterable[Block]) -> str:
    """Return the text of blocks: an empty line between them, but none within a list."""
    pieces: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before:
            together = block.group and block.group == before.group and block.kind is Kind.ITEM
            pieces.append("\n" if together else "\n\n")
        inner = " " * (block.indent + len(block.marker))
        lines = block.text.split("\n")
        pieces.append(" " * block.indent + block.marker + lines[0])
        pieces.extend(f"\n{inner}{line}" if line else "\n" for line in lines[1:])
        before = block
    return "".join(pieces)
