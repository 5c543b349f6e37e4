"""Where the sentences of one paragraph end.

What a stop means depends on the sentence up to it and on the first word behind it, never on what
follows that word: a text that is still being written is divided as the whole of it will be.
"""

import re
from collections.abc import Iterator

from domain.text.characters import (
    BLANKS,
    CHINESE_AND_JAPANESE,
    CLOSERS,
    STOPS,
    UNSPACED_STOPS,
    in_class,
)
from domain.text.full_stops import NEAR, ends_sentence, is_ordinary

_RUN = re.compile(f"[{in_class(STOPS)}{UNSPACED_STOPS}]+")
_TAIL = re.compile(
    # French has a blank before its closing mark
    rf"((?:[{in_class(BLANKS)}]»(?![^\W_]))?[{in_class(CLOSERS)}]*)"
    # references, such as [3], [4, 7], [a] and ²
    r"(?: ?\[(?:\d{1,3}(?:[,–-] ?\d{1,3})*|[a-z])\](?!\())*[¹²³⁰-⁹]*"
)
_DANDAS = "।॥"
_HAN_OR_KANA = re.compile(f"[{CHINESE_AND_JAPANESE}]")
_AFTER = re.compile(r"[\s\"'“”‘’«»‹›„‚(\[*_¿¡–—-]*(\S{0,24})")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_CAMEL_CASE = re.compile(r"[a-z]{1,2}[A-Z]")
_NEVER_FIRST = ".,;:!?…)]}"
_NEVER_FIRST_IN_JAPANESE = "とをがのはもにでや、，,；;：:）)」』"
_LIST_NUMBER = re.compile(r"\s*\(?(\d{1,2})[.)]+\s")
_NUMBER = re.compile(r"\s(\d{1,2})$")
_BRACKETS = {
    ")": "(",
    "]": "[",
    "）": "（",
}
_TITLE_OPENER, _TITLE_CLOSER = "《", "》"
_FAR = 500  # where the beginning of a remark or a title is not looked for
_LONG = 6  # letters of a word that hardly is an abbreviation unless it is listed
_LEADER = 4  # dots between an entry and its page


def sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the end of each sentence of `text[start:end]` that a stop ends, closing marks included.

    The span is read as one paragraph: its line breaks are blanks.
    """
    cut = start
    first = _first_letter(text, cut, end)
    has_titles = text.find(_TITLE_OPENER, start, end) >= 0
    read = start
    lower_case = True  # so far: then a stop ends a sentence although no capital follows
    for run in _RUN.finditer(text, start, end):
        stop, stops = run.start(), run[0]
        if stop < first:  # "..." alone is no sentence
            continue
        tail = _TAIL.match(text, run.end(), end)
        behind, closers = (tail.end(), tail[1]) if tail else (run.end(), "")
        unspaced = stops[-1] in UNSPACED_STOPS or stops[0] in UNSPACED_STOPS
        if not unspaced and behind < end and not text[behind].isspace():
            unspaced = _needs_no_space(text, stop, stops, text[behind])
            if not unspaced:
                continue
        if (closers or has_titles) and _is_inside(text, max(first, stop - _FAR), stop, closers):
            continue
        if unspaced:
            goes_on = closers and behind < end and text[behind] in _NEVER_FIRST_IN_JAPANESE
            ends = not goes_on
        else:
            if lower_case:
                lower_case = not _has_capital(text[read:stop])
                read = stop
            after = _AFTER.match(text, behind, end)
            before = text[max(cut, stop - NEAR) : stop]
            ends = _ends(before, stops, closers, after[1] if after else "", lower_case=lower_case)
        if ends:
            cut = _before_list_number(text, cut, stop) or behind
            yield cut
            first = _first_letter(text, cut, end)


def _needs_no_space(text: str, stop: int, stops: str, following: str) -> bool:
    """Return whether a stop ends a sentence before this character, as in Chinese and Hindi."""
    if stops in _DANDAS:
        return following.isalpha()
    around = text[stop - 1], following
    return "…" not in stops and all(map(_HAN_OR_KANA.match, around))


def _is_inside(text: str, start: int, stop: int, closers: str) -> bool:
    """Return whether a stop belongs to a remark in brackets, or a title, inside the sentence."""
    for closer in closers:
        if closer in _BRACKETS:
            return text.rfind(_BRACKETS[closer], start, stop) >= 0
    return text.rfind(_TITLE_OPENER, start, stop) > text.rfind(_TITLE_CLOSER, start, stop)


def _ends(before: str, stop: str, closers: str, following: str, *, lower_case: bool) -> bool:
    if following:
        if following[0] in _NEVER_FIRST:
            return False
        if following[0].islower() and not _CAMEL_CASE.match(following):
            return not closers and _ends_in_lower_case(before, stop, lower_case=lower_case)
    if stop == ".":
        return ends_sentence(before, following)
    return not (len(stop) >= _LEADER and following[:1].isdigit())


def _ends_in_lower_case(before: str, stop: str, *, lower_case: bool) -> bool:
    """Return whether a stop ends a sentence although the next begins with a small letter."""
    if stop == ".":
        return is_ordinary(before, 2 if lower_case else _LONG)
    return lower_case and stop in "!?"


def _before_list_number(text: str, cut: int, stop: int) -> int | None:
    """Return where `2` begins in `1. First item 2. Second item`, a list within a line."""
    if not text[stop - 1].isdigit():
        return None
    first, number = _LIST_NUMBER.match(text, cut, stop), _NUMBER.search(text, stop - 3, stop)
    if first and number and int(number[1]) == int(first[1]) + 1:
        return number.start(1)
    return None


def _first_letter(text: str, start: int, end: int) -> int:
    found = _LETTER_OR_DIGIT.search(text, start, end)
    return found.start() if found else end


def _has_capital(text: str) -> bool:
    return text != text.lower()
