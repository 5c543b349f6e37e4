"""Finding quoted words in a source."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property

from domain.text.characters import UNSPACED_SCRIPTS
from domain.text.figures import FIGURE
from domain.text.markdown import plain_text
from domain.text.normalized_text import NormalizedText

_UNSPACED = re.compile(f"[{UNSPACED_SCRIPTS}]")
_LEADING_ELLIPSIS = re.compile(r"[\s…\[]*(?:\.{2,}[\s…\]]*|(?<=…)[\s\]]*)")
_TRAILING = " \t\n\u00a0….[],;:，。、"
_MOST_TRIES = 1_000


class Wording:
    """Words that are searched for; they are normalised once for all sources.

    Attributes:
        text: The words as they are quoted.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The normalised forms of the words, the most exact first, without duplicates.

        The later ones lack an ellipsis at either end and punctuation at the end, and then Markdown.
        """
        shortened = _shortened(self.text)
        texts = dict.fromkeys((self.text, shortened, _shortened(plain_text(self.text))))
        return tuple(dict.fromkeys(NormalizedText(text).text for text in texts))


class SearchableText:
    """A text in which quoted words are located; it is normalised once for all of them."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _normalized(self) -> NormalizedText:
        return NormalizedText(self._text)

    def locate(self, words: Wording, *, whole_words: bool = False) -> tuple[int, int] | None:
        """Return the (start, end) of quoted words in the text, in code points.

        An exact match is preferred. Otherwise differences are ignored in white space, quotation
        marks and apostrophes, emphasis (`*`, `_`), dashes and hyphens (as in a word divided at a
        line's end), case, ligatures and other compatible forms, invisible characters, an ellipsis
        at either end, and punctuation at the end; and the Markdown of the quoted words. Numbers
        have to agree: -5 is not 5, 10-20 is not 1020, and 5 is not found in 5.3. Of several places,
        the first that cuts no word is returned, or else the first. Takes linear time.

        Args:
            words: The quoted words. Without a letter or a digit they are not found.
            whole_words: Whether a match must not begin or end inside a word. Set it for a quotation
                that does not prove its sentence.

        Returns:
            None if the words are not found.
        """
        if not any(map(str.isalnum, words.text)):
            return None
        exact = _occurrences(words.text, self._text)
        if found := _first(exact, self._text, whole_words=whole_words):
            return found
        source = self._normalized
        for form in words.forms:
            spans = (
                source.span(start, end)
                for start, end in _occurrences(form, source.text)
                if source.is_whole(start, end)
            )
            if found := _first(spans, self._text, whole_words=whole_words):
                return found
        return None


def _shortened(quote: str) -> str:
    leading = _LEADING_ELLIPSIS.match(quote)
    return quote[leading.end() if leading else 0 :].rstrip(_TRAILING)


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
