"""Recognises running headers and footers: lines that stand at the same place on many pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from adapters.file_formats.pdf.lines import Line, Page

_DIGITS = re.compile(r"\d+|\b[ivxlc]{1,7}$")
_COUNTED = re.compile(r"(?<![\d.,:/-])[1-9]\d{0,5}(?![.,:/-]?\d)")  # no part of a date or an amount
_MOST_COUNTED = 4  # numbers of a line
_PAGE_NUMBER = re.compile(r"(?:[^\W\d_]{1,12}\.? )?[-–—]? ?# ?[-–—]?(?: ?(?:[^\W\d_]{1,5}|/) ?#)?")
_PAGE_OF = re.compile(r"(?:[^\W\d_]{1,12} )?# ?(?:[^\W\d_]{1,5}|/) ?#")
_ROMAN = re.compile(r"[ivxlc]{1,7}|[IVXLC]{1,7}")
_LINES = 5  # from the top and from the bottom of a page
_PLACE = 6.0  # points, between the same line on two pages
_LEAST_PAGES = 3
_LEAST_SHARE = 1 / 12
_LEAST_SHARE_AT_EDGE = 1 / 4
_AT_BOTH_ENDS = -2  # the height of `page 1 of 4`
_NUMBERED = -3  # the height of an outermost line with the number of its page
_NUMBER = "\0"
_ANYWHERE = -1  # the height of the outermost line
_FURTHEST = 1e6  # points
_LONGEST = 160

Key = tuple[bool, str, int]
"""Whether a line stands near the bottom, its words without the page's number, and its height."""


def remove_running_lines(pages: Sequence[Page]) -> bool:
    """Remove running headers, footers and page numbers from pages; return whether there are any."""
    ends = [list(_ends(page)) for page in pages]
    counts = Counter(key for lines in ends for key in {key for _, _, keys in lines for key in keys})
    found = False
    for page, lines in zip(pages, ends, strict=True):
        running: list[Line] = []
        for is_end in (False, True):
            for line, at_end, keys in lines:
                if at_end != is_end:
                    continue
                if not _is_running(line, keys, counts, len(pages)):
                    break
                running.append(line)
        if running:
            found = True
            page.lines = [line for line in page.lines if not any(line is each for each in running)]
    return found


def _ends(page: Page) -> Iterator[tuple[Line, bool, list[Key]]]:
    """Return the lines at the top of a page, from the top, and at its bottom, from the bottom.

    Each has its keys: the same line on another page has one of them too.
    """
    upright = sorted((line for line in page.lines if not line.turn), key=lambda line: -line.box.top)
    for at_end, lines in (False, upright[:_LINES]), (True, upright[: -_LINES - 1 : -1]):
        for number, line in enumerate(lines):
            keys = list(_keys(line, number, page.number, at_end=at_end))
            if not number and str(page.number) in line.text:
                numbered = re.sub(rf"\b{page.number}\b", _NUMBER, line.text)
                if _NUMBER in numbered:
                    keys.append((at_end, numbered, _NUMBERED))
            yield line, at_end, keys


def _keys(line: Line, number: int, page: int, *, at_end: bool) -> Iterator[Key]:
    if len(line.text) > _LONGEST:
        return
    bottom = max(-_FURTHEST, min(_FURTHEST, line.box.bottom))  # a damaged file may say anything
    place = int(bottom / _PLACE)
    for words in _readings(line.text, page):
        yield at_end, words, place
        yield at_end, words, place + 1
        if not number:
            yield at_end, words, _ANYWHERE
    words = _words(line)
    if _PAGE_NUMBER.fullmatch(words):
        yield at_end, words, place
        yield at_end, words, place + 1
    if _PAGE_OF.fullmatch(words):
        yield False, words, _AT_BOTH_ENDS


def _readings(text: str, page: int) -> Iterator[str]:
    """Yield what a line says on every page: its text, and it with a number that counts the pages.

    Lines that differ in other numbers are no running lines: the pages of a form have the same words
    at the same places, too.
    """
    yield text
    for counted in islice(_COUNTED.finditer(text), _MOST_COUNTED):
        offset = int(counted[0]) - page
        yield f"{text[: counted.start()]}{_NUMBER}{offset}{text[counted.end() :]}"


def _words(line: Line) -> str:
    text = _DIGITS.sub("#", line.text)
    return "#" if _ROMAN.fullmatch(text) else text


def _is_running(line: Line, keys: list[Key], counts: Counter[Key], pages: int) -> bool:
    for key in keys:
        share = _LEAST_SHARE_AT_EDGE if key[-1] == _ANYWHERE else _LEAST_SHARE
        if counts[key] >= max(_LEAST_PAGES, pages * share):
            return True
        if counts[key] > 1 and key[-1] == _NUMBERED:
            return True
        if counts[key] > 1 and _PAGE_NUMBER.fullmatch(_words(line)):
            return True
    return False
