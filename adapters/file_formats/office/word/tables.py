"""Reads the tables of a Word document."""

from collections.abc import Callable, Iterator
from itertools import groupby, takewhile
from typing import Final

from adapters.file_formats.office.blocks import Block, Merged, table
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
    element: Element, blocks: Callable[[Element], Iterator[Block]], left_out: LeftOut
) -> Iterator[Block]:
    """Yield a table, and the blocks of cells that only frame them.

    These are the cells of a table with one column and those of a row with a table in it.

    Args:
        element: The table.
        blocks: Reads the blocks of a cell.
        left_out: Is told what was left out.
    """
    rows = list(_rows(element, left_out))
    is_frame = all(_is_single(row) for row in rows)
    for frames, group in groupby(rows, lambda row: is_frame or _has_table(row)):
        if frames:
            for cell in (cell for row in group for cell in _inner(row, "tc")):
                yield from blocks(cell)
            continue
        together = list(group)
        headers = takewhile(lambda row: is_on(child(row, "trPr", "tblHeader")), together)
        yield table((list(_cells(row, blocks)) for row in together), sum(1 for _ in headers))


def _rows(element: Element, left_out: LeftOut) -> Iterator[Element]:
    for row in _inner(element, "tr"):
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


def _has_table(row: Element) -> bool:
    return any(child(cell, "tbl") is not None for cell in _inner(row, "tc"))


def _is_single(row: Element) -> bool:
    cells = _inner(row, "tc")
    return next(cells, None) is None or next(cells, None) is None


def _cells(row: Element, blocks: Callable[[Element], Iterator[Block]]) -> Iterator[str | Merged]:
    yield from [""] * _span(child(row, "trPr", "gridBefore"))
    for cell in _inner(row, "tc"):
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
