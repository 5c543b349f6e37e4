"""The cells of a line, if it is the row of a table: how many, and where."""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import partial

_LONGEST_LINE = 2_000
_LONGEST_CELL = 120
_LONGEST_SPACED_CELL = 40  # behind a comma and a blank, as in prose
_MOST_SPACED_WORDS = 5
_PAIR = 2

_PIPE = re.compile(r"(?<!\\)\|")
_GAP = re.compile(r"\s{2,}|\t")
_ALIGNED = re.compile(r"\S+(?: \S+)*")
_QUOTED = re.compile(r'"[^"]*"')
_FIGURES = re.compile(r"[\d.,;\s]*$")
_DECIMAL = re.compile(r"\d[,;]\d")


class Style(StrEnum):
    """What stands between the cells."""

    PIPES = "pipes"
    TABS = "tabs"
    SEMICOLONS = "semicolons"
    COMMAS = "commas"
    SPACED_COMMAS = "spaced commas"
    GAPS = "gaps"


def count_cells(text: str, style: Style) -> int:
    """Return the number of cells of a line, 0 if it is no row of this style."""
    if len(text) > _LONGEST_LINE or not text.strip():
        return 0
    return _COUNTS[style](text)


def _between_pipes(text: str) -> int:
    return len(_PIPE.split(text.strip().strip("|"))) if "|" in text else 0


def _between_tabs(text: str) -> int:
    cells = text.rstrip().split("\t")
    return len(cells) if sum(map(bool, cells)) > 1 else 0


def _separated(text: str, separator: str) -> int:
    plain = _QUOTED.sub('""', text)
    cells = plain.split(separator)
    if f"{separator} " in plain or text.rstrip().endswith(".") or _FIGURES.match(plain):
        return 0
    # two cells may be an amount, such as `Tea 2,40`, or a statement and its end
    is_pair = len(cells) <= _PAIR
    if is_pair and (_DECIMAL.search(plain) or not all(map(str.strip, cells))):
        return 0
    return 0 if max(map(len, cells)) > _LONGEST_CELL else len(cells)


def _separated_like_prose(text: str) -> int:
    cells = _QUOTED.sub('""', text.strip()).split(", ")
    words = max(len(cell.split()) for cell in cells)
    is_prose = words > _MOST_SPACED_WORDS or text.rstrip().endswith((".", "!", "?", ",", ";", ":"))
    return 0 if is_prose or max(map(len, cells)) > _LONGEST_SPACED_CELL else len(cells)


def _apart(text: str) -> int:
    cells = [cell for cell in _GAP.split(text.strip()) if cell]
    is_prose = any(cell.endswith((".", "!", "?")) and " " in cell for cell in cells[:-1])
    return 0 if is_prose or max(map(len, cells)) > _LONGEST_CELL else len(cells)


_COUNTS: dict[Style, Callable[[str], int]] = {
    Style.PIPES: _between_pipes,
    Style.TABS: _between_tabs,
    Style.SEMICOLONS: partial(_separated, separator=";"),
    Style.COMMAS: partial(_separated, separator=","),
    Style.SPACED_COMMAS: _separated_like_prose,
    Style.GAPS: _apart,
}


def stand_below(text: str, header: str) -> bool:
    """Return whether each cell of a line begins or ends where one of another line does."""
    if "\t" in text or "\t" in header:
        return False
    spans = [match.span() for match in _ALIGNED.finditer(header)]
    starts = {start for start, _ in spans}
    ends = {end for _, end in spans}
    return all(match.start() in starts or match.end() in ends for match in _ALIGNED.finditer(text))
