"""Recognises headings by the outline of the document, or by the size and weight of their font."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from adapters.file_formats.pdf.lines import Line, Page

_LARGER = 1.12  # times the size of the text
_FEW_LETTERS = 200  # that may be larger in a document of any length
_SMALLER = 0.95  # of the size of the text, of bold headings
_MOST_SHARE = 0.15  # of the document's letters, that are larger than its text
_LONGEST = 150  # characters
_MOST_LINES = 4  # of a heading
_MOST_BOLD_LINES = 3
_LONGEST_BOLD = 100
_SAME_LEVEL = 1.05
_LEAST_LETTERS = 3
_LAST_LEVEL = 6
_SIZES = 4  # levels of larger letters
_LEAST_ENTRIES = 3  # of an outline, that are found in the text
_ENTRIES_SHARE = 0.5
_START = re.compile(r"[^\W_]|[\"“«§¿¡]")
_NO_END = re.compile(r"[.,;:]$|(?:\. ?){4}")
_NUMBER = re.compile(r"(?:\d+\.)*\d+\.?|[A-Z]\.|[IVX]+\.")
_WORDS = re.compile(r"[^\W_]+")


class Entry(NamedTuple):
    """An entry of the outline: its level, from 1, its title and the number of its page."""

    level: int
    title: str
    page: int


def levels_of(pages: Sequence[Page], outline: Sequence[Entry], rows: set[int]) -> dict[int, int]:
    """Return the levels of the lines that are headings, by their id().

    Args:
        pages: The pages of the document.
        outline: Its outline; empty without one.
        rows: The id() of each line that stands in a table.
    """
    found = _by_outline(pages, outline)
    if len(found) >= max(_LEAST_ENTRIES, _ENTRIES_SHARE * len(outline)):
        return found
    return _by_font(pages, rows)


def _key(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _by_outline(pages: Sequence[Page], outline: Sequence[Entry]) -> dict[int, int]:
    titles: dict[int, dict[str, int]] = {}
    for entry in outline:
        titles.setdefault(entry.page, {}).setdefault(_key(entry.title), entry.level)
    levels: dict[int, int] = {}
    for page in pages:
        wanted = titles.get(page.number)
        if not wanted:
            continue
        for line, following in zip(page.lines, [*page.lines[1:], None], strict=True):
            level = _wanted(wanted, _key(line.text))
            if level is None and following:
                level = _wanted(wanted, _key(f"{line.text} {following.text}"))
                if level is not None:
                    levels[id(following)] = level
            if level is not None:
                levels[id(line)] = level
    return levels


def _wanted(titles: dict[str, int], key: str) -> int | None:
    """Return the level of a title, and take it out: with its number, or without."""
    if key not in titles:
        number, _, rest = key.partition(" ")
        key = rest if rest in titles and len(number) <= _LEAST_LETTERS else key
    return titles.pop(key, None) if key else None


def _by_font(pages: Sequence[Page], rows: set[int]) -> dict[int, int]:
    letters: Counter[float] = Counter()
    bold: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            size = _rounded(line.size)
            letters[size] += len(line.text)
            if line.is_bold:
                bold[size] += len(line.text)
    if not letters:
        return {}
    body = letters.most_common(1)[0][0]
    most = max(_FEW_LETTERS, _MOST_SHARE * letters.total())
    is_rarely_bold = bold[body] <= _MOST_SHARE * letters.total()
    larger: list[Line] = []
    strong: list[Line] = []
    for page in pages:
        for run in _runs(page.lines, rows):
            size = _rounded(run[0].size)
            if size >= _LARGER * body:
                larger += run if letters[size] <= most and len(run) <= _MOST_LINES else []
            elif is_rarely_bold and size >= _SMALLER * body:
                strong += run if _is_strong(run) else []
    steps = _steps({_rounded(line.size) for line in larger})
    last = min(max(steps.values(), default=0) + 1, _LAST_LEVEL)
    return {id(line): steps[_rounded(line.size)] for line in larger} | {
        id(line): last for line in strong
    }


def _is_strong(run: list[Line]) -> bool:
    is_short = len(run) <= _MOST_BOLD_LINES and len(run[-1].text) <= _LONGEST_BOLD
    return is_short and run[0].is_bold


def _runs(lines: Sequence[Line], rows: set[int]) -> list[list[Line]]:
    """Return the lines that could be headings, those of one style below each other together."""
    runs: list[list[Line]] = []
    before: Line | None = None
    for line in lines:
        is_same = before and (before.size, before.is_bold) == (line.size, line.is_bold)
        if id(line) in rows or not _could_be_heading(line, goes_on=bool(is_same)):
            before = None
            continue
        if is_same:
            runs[-1].append(line)
        else:
            runs.append([line])
        before = line
    return runs


def _could_be_heading(line: Line, *, goes_on: bool) -> bool:
    text = line.text
    begins = _START.match(text) is not None and not text[0].islower()
    return (
        len(text) <= _LONGEST
        and not line.turn
        and (begins or (goes_on and text[0].islower()))
        and text.count("(") == text.count(")")
        and not _NO_END.search(text)
        and sum(map(str.isalpha, text)) >= _LEAST_LETTERS
        and (
            len(line.cells) <= 1
            or _NUMBER.fullmatch(text, 0, line.cells[0].end - line.start) is not None
        )
    )


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _steps(sizes: set[float]) -> dict[float, int]:
    """Return the level of headings of each size. Sizes that hardly differ share one."""
    steps: dict[float, int] = {}
    before, level = 0.0, 0
    for size in sorted(sizes, reverse=True):
        if not before or before > size * _SAME_LEVEL:
            before, level = size, level + 1
        steps[size] = min(level, _SIZES)
    return steps
