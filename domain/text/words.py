"""What the words of a text are."""

import re

from domain.text.characters import CHINESE_AND_JAPANESE

STEM_CHARS = 6
"""Enough of a word to tell it from others, too little to tell its endings apart."""

WORD = re.compile(rf"[{CHINESE_AND_JAPANESE}]|[^\W{CHINESE_AND_JAPANESE}]+")
"""A word; each Chinese or Japanese character is one."""


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of a text's words, case folded."""
    return frozenset([word[:STEM_CHARS] for word in WORD.findall(text.casefold())])
