"""A light stem, for where the language of a text is not known.

PostgreSQL stems the words that a search goes by, with the rules of each document's language. Here
one rule serves all languages: a word loses its commonest endings, and all but its beginning.
"""

import re
from functools import lru_cache

from domain.text.words.folding import folded

STEM_CHARS = 6
"""Long enough to tell words apart, and short enough to ignore their endings."""

_PLURAL = re.compile(r"(.{2,}[^us])s")
_DOUBLED = re.compile(r"(.{2,}([b-df-hj-np-tv-z]))\2")
_ARTICLE = re.compile(r"(?:[وبفك]?ال|لل)(?=\w{3})")


def _ending(endings: str, least: int) -> re.Pattern[str]:
    """Return a pattern of a word with one of these endings behind at least so many letters."""
    longest_first = sorted(endings.split(), key=lambda ending: (-len(ending), ending))
    return re.compile(rf"(.{{{least},}}?)(?:{'|'.join(longest_first)})")


_LATIN = 2  # of the patterns
# of these patterns, the first that a word matches
_ENDINGS = (
    _ending("ation ung unge ungen heid heiden ing edly ed er ern en em ern ly ar arna or orna lar"
            " ler ow om ach ami ej ego emu cao coe", 4),
    _ending("ie a e i o y", 3),
    _ending("ами ями ого его ому ему ыми ими иях ией ов ев ей ах ях ам ям ом ем ой ый ий ая яя ое"
            " ее ые ие ую юю ию ия а я о е ы и у ю ь й і ї", 3),
    _ending("ους ων ες οσ ος ας ης οι ου α η ο ι υ σ", 3),
    _ending("ات ون ين ان ها هم ه ي", 3),
    _ending("ियों ियां ाओं ों ें े ी ा ो", 2),
)  # fmt: skip


@lru_cache(1 << 14)
def light_stem(word: str) -> str:
    """Return the light stem of a word: `valve` and `valves` have one, `Haus` and `Häuser` too."""
    # nothing is left of a word that is signs alone, such as an Arabic tatweel
    word = folded(word) or word.casefold()
    if word.isdigit():
        return word
    if "ا" <= word[:1] <= "ي":
        word = _ARTICLE.sub("", word, count=1)
    if plural := _PLURAL.fullmatch(word):
        word = plural[1]
    for pattern in _ENDINGS[:_LATIN] if word.isascii() else _ENDINGS:
        if ending := pattern.fullmatch(word):
            word = ending[1]
            break
    if doubled := _DOUBLED.fullmatch(word):
        word = doubled[1]
    return word[:STEM_CHARS]
