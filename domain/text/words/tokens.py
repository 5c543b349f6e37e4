"""Cutting a text into words, by the rules of each script."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from domain.text.characters import CHINESE_AND_JAPANESE, KOREAN, MARKS, THAI_AND_ALIKE
from domain.text.words.folding import folded

WORD_CHARACTERS = rf"\w{MARKS}"
"""Letters, digits, underscores, and the marks that belong to letters, for a character class."""

MAX_CHARS = 255
"""Of a longer word, only so many characters count: a database cannot index all of it."""

TOKEN = re.compile(
    rf"[{CHINESE_AND_JAPANESE}]+|[{KOREAN}]+|[{THAI_AND_ALIKE}]+"
    rf"|[^\W_{CHINESE_AND_JAPANESE}{KOREAN}{THAI_AND_ALIKE}]"
    rf"(?:(?![_{CHINESE_AND_JAPANESE}{KOREAN}{THAI_AND_ALIKE}])[{WORD_CHARACTERS}])*+"
)
WORD = re.compile(rf"[{CHINESE_AND_JAPANESE}]|(?:(?![{CHINESE_AND_JAPANESE}])[{WORD_CHARACTERS}])+")
"""A word to count. Each Chinese or Japanese character counts as one."""

_ASCII_TOKEN = re.compile(r"[A-Za-z0-9]+")
_CLUSTER = re.compile(
    "[\u0e40-\u0e44\u0ec0-\u0ec4]?"  # vowels of Thai and Lao that are written before
    "[\u0e01-\u0e4e\u0e81-\u0edf\u1000-\u109d\u1780-\u17dd]"
    "(?:[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ece]"
    "|\u1039[\u1000-\u1021]|[\u102b-\u1038\u103a-\u103e\u1056-\u1059\u105e-\u1060]"
    "|\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd])*+"
)
_LETTERS_OR_DIGITS = re.compile(r"\d+|[^\W\d_]+")

_MOST_PARTS = 2  # of `E4013`; those of `7f3a9c` mean nothing
_HUMP = re.compile(r"[a-z][A-Z]")
_HUMPS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


@dataclass(frozen=True, slots=True)
class Token:
    """What one run of letters and digits is found by.

    Attributes:
        words: Its words, as they are written, in lower case.
        whole: What it is found by as a whole, if its words are only parts of it.
        beside: Longer words, which a question asks for only where they exist.
        more: Shorter words, which only a text is found by.
    """

    words: tuple[str, ...]
    whole: str | None = None
    beside: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


def token_pattern(text: str) -> re.Pattern[str]:
    """Return the pattern that cuts a prepared text into tokens."""
    return _ASCII_TOKEN if text.isascii() else TOKEN


@lru_cache(1 << 14)
def read_token(text: str) -> Token:
    """Return the words of a token.

    - A word with letters and digits, such as `E4013`, is found as a whole, and by its parts.
    - Chinese and Japanese: each character, and each two that are adjacent.
    - Korean: each two adjacent syllables, and the whole word with its ending.
    - Thai, Lao, Burmese and Khmer: each two adjacent clusters of a consonant and its vowels.
    """
    word = text[:MAX_CHARS].casefold()
    if word.isascii():
        return _alphabetic(text[:MAX_CHARS])
    first = text[0]
    if re.match(f"[{CHINESE_AND_JAPANESE}]", first):
        return Token(tuple(text), beside=_pairs(list(text)))
    if re.match(f"[{KOREAN}]", first):
        pairs = _pairs(list(word))
        return (
            Token(pairs, beside=() if (word,) == pairs else (word,), more=(word[0],))
            if pairs
            else Token((word,))
        )
    if re.match(f"[{THAI_AND_ALIKE}]", first):
        clusters = _CLUSTER.findall(text)
        syllables = tuple([cluster for cluster in clusters if len(cluster) > 1])
        return Token(_pairs(clusters) or (text[:MAX_CHARS],), more=syllables)
    return _alphabetic(text[:MAX_CHARS])


def _alphabetic(text: str) -> Token:
    word = text.casefold()
    humps = _HUMPS.findall(text) if _HUMP.search(text) else []
    if humps:
        return Token((word,), more=tuple([hump.casefold() for hump in humps]))
    if not _is_mixed(word):
        return Token((word,))
    parts = _LETTERS_OR_DIGITS.findall(word)
    return Token(tuple(parts) if len(parts) <= _MOST_PARTS else (), folded(word))


def _is_mixed(word: str) -> bool:
    return not word.isalpha() and not word.isdigit() and any(map(str.isdigit, word))


def _pairs(letters: list[str]) -> tuple[str, ...]:
    return tuple([one + other for one, other in pairwise(letters)])
