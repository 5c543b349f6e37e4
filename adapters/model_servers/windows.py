"""Divides texts into windows that a model can read, without its tokenizer."""

from collections.abc import Sequence

from application.ports.tokenizer import Tokenizer
from domain.documents.chunks import TokenSpans

SHARE = 0.7
"""How much of what a model reads a window fills. Tokenizers differ, mostly by less than that."""
OVERLAP = 16
"""Tokens that neighbouring windows share: a phrase at an edge is whole in the next window."""


async def windows_of(
    texts: Sequence[str], tokenizer: Tokenizer, max_tokens: int
) -> list[list[str]]:
    """Return the different windows of each text, in order. Together they contain all of it."""
    size = max(8, int(max_tokens * SHARE))
    overlap = min(OVERLAP, size // 4)
    return [
        # a short text is one window, whatever its tokens are
        [text.strip()]
        if len(text.encode()) <= size
        else _cut(text, await tokenizer.token_spans(text), size, overlap)
        for text in texts
    ]


def halves(text: str) -> tuple[str, str]:
    """Return a text in two parts, if possible at a blank in the middle."""
    middle = len(text) // 2
    at = text.rfind(" ", middle // 2, middle) + 1 or middle
    return text[:at], text[at:]


def _cut(text: str, spans: TokenSpans, size: int, overlap: int) -> list[str]:
    starts = range(0, max(1, len(spans) - overlap), size - overlap)
    cuts = (spans[start : start + size] for start in starts)
    windows = [text[some[0][0] : some[-1][1]].strip() for some in cuts if some]
    return list(dict.fromkeys(windows)) or [""]
