"""Writes code in Markdown."""

import re

_LEAST = 3
_FENCE = re.compile(r"^\s{0,3}(?:[>*+-]\s+)?(`{3,})", re.MULTILINE)


def fenced(code: str, language: str = "") -> str:
    """Return code between fences, longer than those in it."""
    longest = max((len(found[1]) for found in _FENCE.finditer(code)), default=_LEAST - 1)
    fence = "`" * max(_LEAST, longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"
