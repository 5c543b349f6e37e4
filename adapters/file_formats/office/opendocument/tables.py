"""Reads the tables of OpenDocument files."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

from adapters.file_formats.office.blocks import Block, Merged, Row, table
from adapters.file_formats.office.markdown import one_line
from adapters.file_formats.office.xml_elements import (
    Element,
    child,
    children,
    local_name,
    number,
)

_GROUPS: Final = ("table-header-rows", "table-rows", "table-row-group")
_MOST_REPEATED: Final = 100


def table_of(element: Element, blocks: Callable[[Element], Iterator[Block]]) -> Iterator[Block]:
    """Yield a table, and the blocks of cells that only frame them.

    These are the cells of a table with one column and those of a row with a table in it.

    Args:
        element: The table.
        blocks: Reads the blocks of a cell.
    """
    rows = list(_rows(element))
    is_frame = all(_is_single(row) for row, _ in rows)
    for frames, group in groupby(rows, lambda row: is_frame or _has_table(row[0])):
        if frames:
            for cell in (cell for row, _ in group for cell in children(row, "table-cell")):
                yield from blocks(cell)
            continue
        together = list(group)
        headers = sum(is_header for _, is_header in together)
        yield table((_cells(row, blocks) for row, _ in together), headers)


def _rows(element: Element, *, is_header: bool = False) -> Iterator[tuple[Element, bool]]:
    for each in element:
        name = local_name(each)
        if name == "table-row":
            yield each, is_header
        elif name in _GROUPS:
            yield from _rows(each, is_header=is_header or name == "table-header-rows")


def _has_table(row: Element) -> bool:
    return any(child(cell, "table") is not None for cell in children(row, "table-cell"))


def _is_single(row: Element) -> bool:
    cells = children(row, "table-cell", "covered-table-cell")
    return sum(number(cell, "number-columns-repeated", 1) for cell in cells) <= 1


def _cells(row: Element, blocks: Callable[[Element], Iterator[Block]]) -> Row:
    cells: Row = []
    covered = 0
    for cell in children(row, "table-cell", "covered-table-cell"):
        repeated = max(1, min(_MOST_REPEATED, number(cell, "number-columns-repeated", 1)))
        if local_name(cell) == "table-cell":
            text = one_line(blocks(cell))
            cells += [text] * repeated
            covered = number(cell, "number-columns-spanned", 1) - 1
            continue
        for _ in range(repeated):
            cells.append(Merged.LEFT if covered > 0 else Merged.ABOVE)
            covered -= 1
    return cells
