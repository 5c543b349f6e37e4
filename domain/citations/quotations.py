"""Quotations in a sentence, and their places in a source."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.text.characters import UNSPACED_SCRIPTS
from domain.text.figures import FIGURE
from domain.text.normalized_text import NormalizedText

_LONGEST = 1_000
_FEWEST_WORDS = 3
_FEWEST_CHARACTERS = 12

_QUOTED = re.compile(
    # not after a digit, where it means inches or minutes
    rf'(?<!\d)"([^"]{{1,{_LONGEST}}})"'
    rf"|“([^“”]{{1,{_LONGEST}}})”|„([^„“”]{{1,{_LONGEST}}})[“”]"
    rf"|«([^«»]{{1,{_LONGEST}}})»|»([^«»]{{1,{_LONGEST}}})«"
    rf"|「([^「」]{{1,{_LONGEST}}})」|『([^『』]{{1,{_LONGEST}}})』"
    # an apostrophe has letters on both sides
    rf"|(?<!\w)['‘]((?:[^'‘’]|(?<=\w)['’](?=\w)){{{_FEWEST_CHARACTERS},{_LONGEST}}})['’](?!\w)"
)
_UNSPACED = re.compile(f"[{UNSPACED_SCRIPTS}]")
# two characters of a script without blanks count as one word
_WORD = re.compile(rf"[{UNSPACED_SCRIPTS}]{{1,2}}|[^\W_{UNSPACED_SCRIPTS}]+")

_LEADING_ELLIPSIS = re.compile(r"[\s…\[]*(?:\.{2,}[\s…\]]*|(?<=…)[\s\]]*)")
_TRAILING = " \t\n\u00a0….[],;:，。、"
_MOST_TRIES = 1_000


@dataclass(frozen=True, slots=True)
class Quotation:
    """The text between quotation marks at `start` to `end` of a sentence, marks excluded.

    Attributes:
        proves: Whether finding it in a source proves the sentence: it has at least three words and
            twelve characters. A shorter one (a name, a term) has to be found as whole words and
            proves nothing.
    """

    start: int
    end: int
    text: str
    proves: bool


def quotations(sentence: str) -> list[Quotation]:
    """Return the quotations of a sentence, in order.

    In single quotation marks, only text that is long enough to prove the sentence counts.
    """
    found = []
    for match in _QUOTED.finditer(sentence):
        start, end = match.span(match.lastindex or 0)
        text = sentence[start:end]
        proves = len(_WORD.findall(text)) >= _FEWEST_WORDS and _width(text) >= _FEWEST_CHARACTERS
        if text.strip() and (proves or sentence[match.start()] not in "'‘"):
            found.append(Quotation(start, end, text, proves))
    return found


def _width(text: str) -> int:
    """Return a length in alphabetic letters. A character of an unspaced script counts as three."""
    return len(text) + 2 * len(_UNSPACED.findall(text))


def locate(quote: str, text: str, *, whole_words: bool = False) -> tuple[int, int] | None:
    """Return the (start, end) of quoted words in a text, in code points of the text.

    An exact match is preferred. Otherwise differences are ignored in white space, quotation marks
    and apostrophes, emphasis (`*`, `_`), dashes and hyphens (as in a word divided at a line's end),
    case, ligatures and other compatible forms, invisible characters, an ellipsis at either end,
    and punctuation at the end. Numbers have to agree: -5 is not 5, 10-20 is not 1020, and 5 is not
    found in 5.3. Of several places, the first that cuts no word is returned, or else the first.
    Takes linear time.

    Args:
        quote: The quoted words. Without a letter or a digit they are not found.
        text: The text to search.
        whole_words: Whether a match must not begin or end inside a word. Set it for a quotation
            that does not prove its sentence.

    Returns:
        None if the words are not found.
    """
    if not any(map(str.isalnum, quote)):
        return None
    if exact := _first(_occurrences(quote, text), text, whole_words=whole_words):
        return exact
    source = NormalizedText(text)
    leading = _LEADING_ELLIPSIS.match(quote)
    shortened = quote[leading.end() if leading else 0 :].rstrip(_TRAILING)
    for needle in dict.fromkeys((NormalizedText(quote).text, NormalizedText(shortened).text)):
        spans = (
            source.span(start, end)
            for start, end in _occurrences(needle, source.text)
            if source.is_whole(start, end)
        )
        if found := _first(spans, text, whole_words=whole_words):
            return found
    return None


def _occurrences(needle: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the occurrences of a needle, up to a limit: each costs the needle's length."""
    start = -1
    for _ in range(_MOST_TRIES if needle else 0):
        start = text.find(needle, start + 1)
        if start < 0:
            return
        yield start, start + len(needle)


def _first(
    spans: Iterable[tuple[int, int]], text: str, *, whole_words: bool
) -> tuple[int, int] | None:
    """Return the first span that cuts no word, or else the first that cuts no number."""
    second = None
    for span in spans:
        if any(_cuts_figure(text, place) for place in span):
            continue
        if not any(_cuts_word(text, place) for place in span):
            return span
        second = second or span
    return None if whole_words else second


def _cuts_word(text: str, place: int) -> bool:
    """Return whether a position lies inside a word, or between a letter and its accent."""
    before, after = text[max(0, place - 1) : place], text[place : place + 1]
    if unicodedata.category(after or " ").startswith("M"):
        return True
    return before.isalnum() and after.isalnum() and not _UNSPACED.search(before + after)


def _cuts_figure(text: str, place: int) -> bool:
    """Return whether a position lies inside a number, or between a number and its sign."""
    return any(
        match.start() < place < match.end()
        for match in FIGURE.finditer(text, max(0, place - 2), place + 2)
    )
