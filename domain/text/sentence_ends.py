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
    rf"(?P<closers>(?:[{in_class(BLANKS)}]»(?![^\W_]))?[{in_class(CLOSERS)}]*)"
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
_BRACKETS = {")": "(", "]": "[", "）": "（", "》": "《"}
_LONGEST_REMARK = 500
_LONG = 6  # letters of a word that hardly is an abbreviation unless it is listed
_LEADER = 4  # dots between an entry and its page


def sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the end of each sentence of `text[start:end]` that a stop ends, closing marks included.

    The span is read as one paragraph: its line breaks are blanks.
    """
    cut = start
    first = _first_letter(text, cut, end)
    read = start
    lower_case = True  # so far: then a stop ends a sentence although no capital follows
    for run in _RUN.finditer(text, start, end):
        stop = run.start()
        if stop < first:  # "..." alone is no sentence
            continue
        tail = _TAIL.match(text, run.end(), end)
        behind = tail.end() if tail else run.end()
        closers = tail["closers"] if tail else ""
        unspaced = _is_unspaced(text, run, behind, end)
        if not (unspaced or behind == end or text[behind].isspace()):
            continue
        if _is_inside(text, max(first, stop - _LONGEST_REMARK), stop, closers):
            continue
        after = _AFTER.match(text, behind, end)
        following = after[1] if after else ""
        if unspaced:
            ends = not (closers and following[:1] and following[0] in _NEVER_FIRST_IN_JAPANESE)
        else:
            if lower_case:
                lower_case = not _has_capital(text[read:stop])
                read = stop
            before = text[max(cut, stop - NEAR) : stop]
            ends = _ends(before, run[0], closers, following, lower_case=lower_case)
        if ends:
            cut = _before_list_number(text, cut, stop) or behind
            yield cut
            first = _first_letter(text, cut, end)


def _is_unspaced(text: str, run: re.Match[str], behind: int, end: int) -> bool:
    """Return whether a stop needs no white space after it, as in Chinese, Japanese and Hindi."""
    stop = run[0]
    if stop[0] in UNSPACED_STOPS or stop[-1] in UNSPACED_STOPS:
        return True
    following = text[behind : min(behind + 1, end)]
    if stop in _DANDAS:
        return following.isalpha()
    around = text[run.start() - 1 : run.start()], following
    return all(map(_HAN_OR_KANA.match, around)) and "…" not in stop


def _is_inside(text: str, start: int, stop: int, closers: str) -> bool:
    """Return whether a stop belongs to a remark in brackets, or a title, inside the sentence."""
    for closer in closers:
        if closer in _BRACKETS:
            return text.rfind(_BRACKETS[closer], start, stop) >= 0
    return text.rfind("《", start, stop) > text.rfind("》", start, stop)


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
    first, number = (
        _LIST_NUMBER.match(text, cut, stop),
        _NUMBER.search(text, max(cut, stop - 3), stop),
    )
    if first and number and int(number[1]) == int(first[1]) + 1:
        return number.start(1)
    return None


def _first_letter(text: str, start: int, end: int) -> int:
    found = _LETTER_OR_DIGIT.search(text, start, end)
    return found.start() if found else end


def _has_capital(text: str) -> bool:
    return text != text.lower()
