"""Writes the rows of Markdown tables."""

import re
from collections.abc import Sequence

_PIPE = re.compile(r"(?<!\\)\|")


def table_row(cells: Sequence[str]) -> str:
    """Return the line of a row. Line ends and series of blanks in cells become one blank."""
    between = " | ".join(cells)
    if between.count("|") != len(cells) - 1 or not between.isprintable():
        between = " | ".join(_one_line(cell) for cell in cells)
    return f"| {between} |"


def header_rows(cells: Sequence[str]) -> list[str]:
    """Return the lines of a header: its cells, and the line that divides it from the rows."""
    return [table_row(cells), table_row(["---"] * len(cells))]


def _one_line(cell: str) -> str:
    return _PIPE.sub(r"\|", " ".join(cell.split()))
