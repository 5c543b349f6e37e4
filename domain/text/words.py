"""The words of a text."""

import re

from domain.text.characters import CHINESE_AND_JAPANESE

STEM_CHARS = 6
"""Long enough to tell words apart, and short enough to ignore their endings."""

WORD = re.compile(rf"[{CHINESE_AND_JAPANESE}]|[^\W{CHINESE_AND_JAPANESE}]+")
"""A word. Each Chinese or Japanese character counts as one."""


def stems(text: str) -> frozenset[str]:
    """Return the first STEM_CHARS characters of each word of a text, case folded."""
    return frozenset([word[:STEM_CHARS] for word in WORD.findall(text.casefold())])
