"""Whether a text has a phrase, word for word."""

import re
from collections.abc import Collection, Sequence

from domain.text.characters import (
    DASHES,
    EMPHASIS,
    INVISIBLES,
    QUOTATION_MARKS,
    STOPS,
    UNSPACED_SCRIPTS,
    UNSPACED_STOPS,
)
from domain.text.words.folding import folded, prepared

_UNSPACED = re.compile(f"[{UNSPACED_SCRIPTS}]")
_SIMPLER = str.maketrans(
    dict.fromkeys(QUOTATION_MARKS + EMPHASIS + INVISIBLES, "") | dict.fromkeys(DASHES, "-")
)
_ENDS = STOPS + UNSPACED_STOPS + ",;:、，；： "


def is_unspaced(character: str) -> bool:
    """Return whether a character is of a script that needs no blanks between words."""
    return _UNSPACED.match(character) is not None


def phrases_in(text: str, phrases: Collection[str]) -> tuple[str, ...]:
    """Return the phrases that a text has, in their order.

    A phrase is there if its words stand there in this order, whole and without others between them.
    Case, accents, white space, emphasis and the kinds of quotation marks and dashes do not matter,
    nor does a stop at its end.
    """
    if not phrases:
        return ()
    simple = _simple(text)
    return tuple(phrase for phrase in phrases if _has(simple, _simple(phrase).strip(_ENDS)))


def has_any(texts: Sequence[str], phrases: Collection[str]) -> bool:
    """Return whether one of the texts has one of the phrases."""
    return any(phrases_in(text, phrases) for text in texts)


def _has(text: str, phrase: str) -> bool:
    start = text.find(phrase) if phrase else -1
    while start >= 0:
        end = start + len(phrase)
        if _is_edge(text[start - 1 : start], phrase[0]) and _is_edge(
            phrase[-1], text[end : end + 1]
        ):
            return True
        start = text.find(phrase, start + 1)
    return False


def _is_edge(one: str, other: str) -> bool:
    """Return whether a word can end between two characters."""
    return not (one.isalnum() and other.isalnum()) or is_unspaced(one) or is_unspaced(other)


def _simple(text: str) -> str:
    return " ".join(folded(prepared(text.translate(_SIMPLER))).split())
