"""What the words of a text are."""

import re

STEM_CHARS = 6
"""Enough of a word to tell it from others, too little to tell its endings apart."""


_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of a text's words, case folded; of Chinese or Japanese its letters."""
    return frozenset([word[:STEM_CHARS] for word in _WORD.findall(text.casefold())])
