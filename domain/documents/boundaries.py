"""Where a reader would divide a text: paragraphs, lines, sentences and words."""

import re
from collections.abc import Callable, Iterator
from zlib import crc32

from domain.text.sentence_ends import sentence_ends

_PARAGRAPH = re.compile(r"()\n(?:[^\S\n]*\n)+")
_LINE = re.compile(r"()\n")
_WORD = re.compile(r"(?:[、，；：]|(?=\s))()\s*")
_BLANK = re.compile(r"\s*")
# the characters before and behind the range that is searched, which tell what a full stop means
_LOOKBACK, _LOOKAHEAD = 200, 40
_AROUND = 64  # characters on each side of a position

# Finds the places in a range of a text where a chunk may end: the earliest cut, and the preferred
# one, after the white space.
Boundaries = Callable[[str, int, int], Iterator[tuple[int, int]]]


def _matches(pattern: re.Pattern[str]) -> Boundaries:
    """Return boundaries that a pattern finds; its empty group marks the earliest cut."""

    def boundaries(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
        for match in pattern.finditer(text, max(0, low - 1), high + 1):
            yield match.start(1), match.end()

    return boundaries


def _sentences(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    for end in sentence_ends(text, max(0, low - _LOOKBACK), min(len(text), high + _LOOKAHEAD)):
        if end > high:
            return
        blank = _BLANK.match(text, end, high + 1)
        yield end, blank.end() if blank else end


BOUNDARIES = (_matches(_PARAGRAPH), _matches(_LINE), _sentences, _matches(_WORD))
"""Where a chunk may end, strongest first. A token that straddles a boundary hides it."""


def fingerprint(text: str, position: int) -> int:
    """Return a number that the characters around a position determine, as good as random."""
    around = text[max(0, position - _AROUND) : position + _AROUND]
    return crc32(around.encode("utf-8", "surrogatepass"))
