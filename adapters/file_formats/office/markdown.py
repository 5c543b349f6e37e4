"""Writes blocks as Markdown."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from adapters.file_formats.office.blocks import (
    Block,
    Code,
    Heading,
    Item,
    Merged,
    Table,
)
from adapters.file_formats.office.characters import readable

_DEEPEST_HEADING: Final = 6
_LONGEST_HEADING: Final = 250  # what is longer is a paragraph in large letters
_LONGEST_REPEATED: Final = 100  # of the text of a merged cell
_MOST_REPEATED: Final = 3  # columns of a merged cell
_DEEPEST_ITEM: Final = 8
_MOST_PADDED: Final = 100  # cells, up to which rows are made equally long
_INDENT: Final = 4  # blanks
_SAME_INDENT: Final = 120  # twentieths of a point: items as near stand in line
_NUMBER = re.compile(r"\d{1,9}[.)]")
_FENCE = re.compile(r"^\s*(`{3,})", re.MULTILINE)
_BLANKS = re.compile(r"[^\S\n]+")
_WIDE_BLANKS = re.compile(r"[ \u00a0]{2,}|\u00a0")


def markdown(blocks: Iterable[Block]) -> str:
    """Return blocks as Markdown, with an empty line between those that are no items of a list."""
    written = []
    for kind, group in groupby(blocks, type):
        if kind is Item:
            text = _list(each for each in group if isinstance(each, Item))
        elif kind is Code:
            text = _listing(each.text for each in group if isinstance(each, Code))
        else:
            text = "\n\n".join(filter(None, map(_written, group)))
        if text:
            written.append(text)
    return "\n\n".join(written)


def one_line(blocks: Iterable[Block]) -> str:
    """Return blocks as one line, as they stand in the cell of a table."""
    return " ".join(filter(None, (_flat(block) for block in blocks)))


def plain(text: str) -> str:
    """Return a text without blanks around its lines and without empty lines in it.

    Blanks that only move words to the right become one.
    """
    text = readable(text)
    if "\n" not in text:
        return _WIDE_BLANKS.sub(" ", text).strip()
    lines = (_WIDE_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def _written(block: Block) -> str:
    if isinstance(block, Table):
        return _table(block)
    text = plain(block.text)
    if isinstance(block, Heading):
        title = _in_one_line(text)
        if title and len(title) <= _LONGEST_HEADING:
            return f"{'#' * max(1, min(block.level, _DEEPEST_HEADING))} {title}"
    return text


def _flat(block: Block) -> str:
    if isinstance(block, Table):
        cells = (cell for row in block.rows for cell in row if not isinstance(cell, Merged))
        return " ".join(filter(None, map(_in_one_line, cells)))
    text = _in_one_line(block.text)
    if isinstance(block, Item) and text:
        return f"{block.label or '-'} {text}"
    return text


def _in_one_line(text: str) -> str:
    return " ".join(readable(text).split())


def _list(items: Iterable[Item]) -> str:
    """Return the items of a list, each indented by the items that it stands in."""
    lines: list[str] = []
    outer: list[int] = []
    for item in items:
        text = plain(item.text)
        if not text:
            continue
        while outer and outer[-1] > item.indent - _SAME_INDENT:
            outer.pop()
        depth = min(len(outer), _DEEPEST_ITEM)
        outer.append(item.indent)
        mark = item.label if _NUMBER.fullmatch(item.label) else f"- {item.label}".rstrip()
        margin = " " * (_INDENT * depth)
        hanging = "\n" + margin + " " * (len(mark) + 1)
        lines.append(f"{margin}{mark} {text.replace(chr(10), hanging)}")
    return "\n".join(lines)


def _listing(texts: Iterable[str]) -> str:
    code = "\n".join(readable(text).rstrip() for text in texts).strip("\n")
    if not code:
        return ""
    fence = "`" * max([3, *(len(marks) + 1 for marks in _FENCE.findall(code))])
    return f"{fence}\n{code}\n{fence}"


def _table(table: Table) -> str:
    """Return a table; one of a single column, which only frames text, is paragraphs."""
    rows = [row for row in _filled(table) if any(row)]
    width = max(map(_width, rows), default=0)
    if width <= 1:
        return "\n\n".join(row[0] for row in rows if row[0])
    headers = min(max(1, table.headers), len(rows))
    lines = [
        _line(_joined(rows[:headers], width), width),
        _line(["---"] * width, width),
        *(_line(row, width) for row in rows[headers:]),
    ]
    return "\n".join(lines)


def _width(row: list[str]) -> int:
    """Return the number of a row's cells up to the last one with text."""
    return next((n for n in range(len(row), 0, -1) if row[n - 1]), 0)


def _filled(table: Table) -> Iterator[list[str]]:
    """Yield rows with the text of merged cells in each of their places, if it is short.

    So each row can be read alone. Below the header, what goes over many columns stands once, and so
    does a row that is one cell.
    """
    above: list[str] = []
    for number, row in enumerate(table.rows):
        filled: list[str] = []
        most = len(row) if number < table.headers else _MOST_REPEATED
        if all(cell is Merged.LEFT or not cell for cell in row[1:]):
            most = 1
        times = 1
        for place, cell in enumerate(row):
            times = times + 1 if cell is Merged.LEFT else 1
            if not isinstance(cell, Merged):
                filled.append(_in_one_line(cell))
                continue
            if cell is Merged.LEFT:
                text = filled[-1] if filled and times <= most else ""
            else:
                text = above[place] if place < len(above) else ""
            filled.append(text if len(text) <= _LONGEST_REPEATED else "")
        yield filled
        above = filled


def _joined(rows: list[list[str]], width: int) -> list[str]:
    """Return the rows of a header as one: each column's labels from top to bottom."""
    columns = ([row[n] if n < len(row) else "" for row in rows] for n in range(width))
    return [" ".join(dict.fromkeys(filter(None, labels))) for labels in columns]


def _line(cells: list[str], width: int) -> str:
    texts = [cell.replace("|", "\\|") for cell in cells[:width]]
    missing = min(width, _MOST_PADDED) - len(texts)
    return "| " + " | ".join(texts + [""] * missing) + " |"
