"""The tables in HTML of a Markdown text, read as tables of Markdown."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from adapters.file_formats.markdown_table import header_rows
from adapters.file_formats.plain_text.edits import Edit

_LONGEST = 200_000  # characters of a table
_LEAST_COLUMNS, _MOST_COLUMNS = 2, 200

_INDENT = 200  # characters before a table that are looked at

_PART = re.compile(
    r"<(?P<close>/?)(?P<name>table|caption|colgroup|col|thead|tbody|tfoot|tr|td|th)"
    r"(?P<attributes>\s[^<>]*)?>",
    re.IGNORECASE,
)
_KEPT = frozenset(["caption", "td", "th"])
_MERGED = re.compile(r"\b(?:col|row)span\s*=\s*[\"']?\s*0*(?!1\b)", re.IGNORECASE)
_BREAK = re.compile(r"[^\S\n]*\n\s*")
_BORDER = re.compile(r"(?<!\\)\|")


class _Kept(NamedTuple):
    """What is kept between the tags of a table: a cell, or the caption, which is in no row."""

    start: int
    end: int
    row: int
    is_header: bool = False


def table_edits(text: str, start: int) -> list[Edit]:
    """Return the edits that make a table of Markdown of one in HTML; none if it is not as simple.

    One that lays out other tables, merges cells or has a single column stays as it is.

    Args:
        text: The text.
        start: Where the table starts.
    """
    kept, end = _kept(text, start)
    cells = [each for each in kept if each.row]
    widths = Counter(each.row for each in cells)
    columns = max(widths.values(), default=0)
    if not _LEAST_COLUMNS <= columns <= _MOST_COLUMNS:
        return []
    first = [each for each in cells if each.row == cells[0].row]
    is_headed = all(each.is_header for each in first)
    opening = _before(text, start) + _opening(kept[0], columns, is_headed)
    edits = [Edit(start, kept[0].start, opening)]
    for one, other in pairwise(kept):
        if one.row == other.row:
            between = " | "
        elif not one.row:
            between = "\n\n" + _opening(other, columns, is_headed)
        else:
            is_header = is_headed and one.row == first[0].row
            line = f"{header_rows([''] * columns)[1]}\n" if is_header else ""
            between = f"{_ending(widths[one.row], columns)}\n{line}| "
        edits.append(Edit(one.end, other.start, between))
    ending = _ending(widths[cells[-1].row], columns)
    edits.append(Edit(kept[-1].end, end, ending + _behind(text, end)))
    return [*edits, *(edit for cell in cells for edit in _within(text, cell))]


def _kept(text: str, start: int) -> tuple[list[_Kept], int]:
    """Return what is kept of a table, and where the table ends; nothing if it is not simple."""
    kept: list[_Kept] = []
    row = opened = 0
    name = ""  # of the tag before
    for part in _PART.finditer(text, start, start + _LONGEST):
        words = text[opened : part.start()] if opened else ""
        if name in _KEPT:
            begin = opened + len(words) - len(words.lstrip())
            end = max(begin, opened + len(words.rstrip()))
            kept.append(_Kept(begin, end, row, is_header=name == "th"))
        elif words.strip():
            return [], 0  # they stand outside of cells
        tag = part["name"].lower()
        if tag == "table" and opened:
            return (kept, part.end()) if part["close"] else ([], 0)
        if _MERGED.search(part["attributes"] or ""):
            return [], 0
        if tag == "tr" and not part["close"]:
            row += 1
        is_misplaced = row > 0 if tag == "caption" else not row
        if tag in _KEPT and is_misplaced and not part["close"]:
            return [], 0
        name, opened = "" if part["close"] else tag, part.end()
    return [], 0


def _before(text: str, start: int) -> str:
    """Return the line ends that a table needs before it."""
    above = text[max(0, start - _INDENT) : start].rstrip(" \t")
    return "\n" * max(0, 2 - (len(above) - len(above.rstrip("\n")))) if above else ""


def _behind(text: str, end: int) -> str:
    """Return the line ends that a table needs behind it, so that it does not go on."""
    below = text[end : end + 2]
    return "\n" * max(0, 2 - (len(below) - len(below.lstrip("\n")))) if below else ""


def _opening(first: _Kept, columns: int, is_headed: bool) -> str:
    """Return what stands before a caption or before the first cell."""
    if not first.row:
        return ""
    empty = [] if is_headed else header_rows([""] * columns)
    return "".join(f"{line}\n" for line in empty) + "| "


def _ending(width: int, columns: int) -> str:
    return " |" + "  |" * (columns - width)


def _within(text: str, cell: _Kept) -> Iterator[Edit]:
    """Yield what keeps a cell on the line of its row."""
    for found in _BREAK.finditer(text, cell.start, cell.end):
        yield Edit(*found.span(), " ")
    for found in _BORDER.finditer(text, cell.start, cell.end):
        yield Edit(*found.span(), "\\|")
