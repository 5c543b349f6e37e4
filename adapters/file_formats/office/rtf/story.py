"""Collects the paragraphs and tables of a story of an RTF document."""

import re
from dataclasses import dataclass, field
from typing import Final

from adapters.file_formats.office.blocks import (
    LEVEL,
    Block,
    Heading,
    Item,
    Merged,
    Paragraph,
    Row,
    Table,
)
from adapters.file_formats.office.markdown import one_line

_LABEL = re.compile(r"\(?(?:\w{1,6}\.){0,8}(?:\w{1,6}[.)]|\d{1,6})")
_HEADINGS: Final = 9
_MOST_CELLS: Final = 1_000


@dataclass(slots=True)
class Layout:
    """The properties of a paragraph.

    Attributes:
        level: The level of a heading, from 1; 0 for none.
        is_title: Whether it is the document's title.
        in_table: Whether it stands in a cell.
        item_level: The level of an item of a list, from 0.
        label: What stands before an item; None if it is none.
    """

    level: int = 0
    is_title: bool = False
    in_table: bool = False
    item_level: int = 0
    label: str | None = None


@dataclass(slots=True)
class _Row:
    """The row of a table that is being read, with what its definition says of its cells."""

    cells: list[str] = field(default_factory=list)
    merges: list[Merged | None] = field(default_factory=list)
    merge: Merged | None = None
    is_header: bool = False


class Story:
    """The text of a document, a note or a text box."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.title: str | None = None
        self._pieces: list[str] = []
        self._aside: list[Block] = []
        self._cell: list[Block] = []
        self._rows: list[Row] = []
        self._headers = 0
        self._row = _Row()
        self._deeper = 0

    def write(self, text: str) -> None:
        """Add text to the paragraph."""
        self._pieces.append(text)

    def set_aside(self, blocks: list[Block]) -> None:
        """Add the blocks of a text box, which follow the paragraph."""
        self._aside += blocks

    def end_paragraph(self, layout: Layout) -> None:
        """End the paragraph."""
        text = "".join(self._pieces)
        self._pieces.clear()
        blocks = [self._block(text, layout), *self._aside] if text.strip() else self._aside
        self._aside = []
        if layout.in_table:
            self._cell += blocks
        elif blocks:
            self._end_table()
            self.blocks += blocks

    def end_cell(self, layout: Layout) -> None:
        """End the cell of a table."""
        layout.in_table = True
        self.end_paragraph(layout)
        if len(self._row.cells) < _MOST_CELLS:
            self._row.cells.append(one_line(self._cell))
        self._cell = []

    def begin_row(self) -> None:
        """Begin the definition of a row."""
        self._row.merges, self._row.merge, self._row.is_header = [], None, False

    def define(self, word: str) -> None:
        """Take up a control word of the definition of a row."""
        if word in ("clmrg", "clvmrg"):
            self._row.merge = Merged.LEFT if word == "clmrg" else Merged.ABOVE
        elif word == "trhdr":
            self._row.is_header = True
        elif word == "cellx" and len(self._row.merges) < _MOST_CELLS:
            self._row.merges.append(self._row.merge)
            self._row.merge = None

    def end_row(self) -> None:
        """End the row of a table."""
        row, merges = self._row, self._row.merges
        merges += [None] * (len(row.cells) - len(merges))
        if row.cells:
            pairs = zip(merges, row.cells, strict=False)
            self._rows.append([cell if merge is None or cell else merge for merge, cell in pairs])
            if row.is_header and self._headers == len(self._rows) - 1:
                self._headers += 1
        row.cells = []

    def take(self) -> list[Block]:
        """Return the blocks that were finished since the last time."""
        if not self.blocks:
            return []
        taken, self.blocks = self.blocks, []
        return taken

    def end(self, layout: Layout) -> list[Block]:
        """End the story; return the blocks that were not taken."""
        self.end_paragraph(layout)
        if self._cell:
            self.end_cell(layout)
        self.end_row()
        self._end_table()
        return self.blocks

    def _end_table(self) -> None:
        if self._rows:
            self.blocks.append(Table(self._rows, max(1, self._headers)))
            self._rows, self._headers = [], 0

    def _block(self, text: str, layout: Layout) -> Block:
        if layout.is_title:
            self.title = self.title or " ".join(text.split())
            self._deeper = 1
            return Heading(1, text)
        label = (layout.label or "").strip()
        is_numbered = _LABEL.fullmatch(label) is not None
        if 0 < layout.level <= _HEADINGS:
            return Heading(layout.level + self._deeper, f"{label} {text}" if is_numbered else text)
        if layout.label is not None:
            return Item(text, layout.item_level * LEVEL, label if is_numbered else "")
        return Paragraph(text)
