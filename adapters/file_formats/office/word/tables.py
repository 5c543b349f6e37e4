"""Reads the tables of a Word document."""

from collections.abc import Callable, Iterator
from typing import Final

from adapters.file_formats.office.blocks import Block, Merged, Row, Table
from adapters.file_formats.office.markdown import one_line
from adapters.file_formats.office.word.inline import LeftOut
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    is_on,
    local_name,
    number,
)

_MOST_COLUMNS: Final = 64  # that one cell may span; Word has 63


def table_of(
    table: Element, blocks: Callable[[Element], Iterator[Block]], left_out: LeftOut
) -> Iterator[Block]:
    """Yield a table, or the blocks of its cells if it has one column and only frames them.

    Args:
        table: The table.
        blocks: Reads the blocks of a cell.
        left_out: Is told what was left out.
    """
    rows = [list(_inner(row, "tc")) for row in _rows(table, left_out)]
    if all(len(row) <= 1 for row in rows):
        for row in rows:
            for cell in row:
                yield from blocks(cell)
        return
    read: list[Row] = []
    headers = 0
    for row, element in zip(rows, _rows(table, left_out), strict=True):
        read.append(list(_cells(element, row, blocks)))
        if headers == len(read) - 1 and is_on(child(element, "trPr", "tblHeader")):
            headers += 1
    yield Table(read, max(1, headers))


def _rows(table: Element, left_out: LeftOut) -> Iterator[Element]:
    for row in _inner(table, "tr"):
        if child(row, "trPr", "del") is None:
            yield row
        else:
            left_out.deletions = True


def _inner(element: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, also those in content controls."""
    for each in element:
        found = local_name(each)
        if found == name:
            yield each
        elif found in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _inner(each, name)


def _cells(
    row: Element, cells: list[Element], blocks: Callable[[Element], Iterator[Block]]
) -> Iterator[str | Merged]:
    yield from [""] * _span(child(row, "trPr", "gridBefore"))
    for cell in cells:
        properties = child(cell, "tcPr")
        span = max(1, _span(child(properties, "gridSpan")))
        if _continues(child(properties, "hMerge")):
            yield Merged.LEFT
        elif _continues(child(properties, "vMerge")):
            yield from [Merged.ABOVE] * span
        else:
            is_deleted = child(properties, "cellDel") is not None
            yield "" if is_deleted else one_line(blocks(cell))
            yield from [Merged.LEFT] * (span - 1)


def _continues(merge: Element | None) -> bool:
    return merge is not None and attribute(merge, "val") != "restart"


def _span(element: Element | None) -> int:
    return min(_MOST_COLUMNS, max(0, number(element, "val")))
