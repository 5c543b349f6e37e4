"""How much of a document's true text was read, and in which order."""

import re
import unicodedata
from collections import Counter

from rapidfuzz.distance import Indel

_NO_TEXT = re.compile(
    r"<!--.*?-->|</?[a-zA-Z][^<>]*>|\]\([^()\s]*(?:\([^()]*\)[^()]*)*\)", re.DOTALL
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&nbsp;": " "}
_TOKEN = re.compile(r"[^\W_]+")


def tokens(markdown: str) -> list[str]:
    """Return the words and numbers of a Markdown text, without those of its markup."""
    text = _ESCAPE.sub(r"\1", _NO_TEXT.sub(" ", markdown))
    for entity, character in _ENTITIES.items():
        text = text.replace(entity, character)
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def f1(read: list[str], true: list[str]) -> float:
    """Return the harmonic mean of precision and recall of the tokens, in any order."""
    if not read or not true:
        return float(read == true)
    common = (Counter(read) & Counter(true)).total()
    return 2 * common / (len(read) + len(true))


def order(read: list[str], true: list[str]) -> float:
    """Return the normalised similarity of two sequences of tokens.

    It is 1 minus the insertions and deletions that turn one into the other, divided by the sum of
    their lengths.
    """
    return Indel.normalized_similarity(read, true)
