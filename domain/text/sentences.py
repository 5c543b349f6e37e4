"""Finding the sentences of a text."""

import re
from collections.abc import Iterator

from domain.text.characters import BULLETS, in_class
from domain.text.sentence_ends import sentence_ends

# A line that starts a block: a heading, a list item, a table row, a quotation, a fence.
_OPENS_BLOCK = re.compile(
    rf"\s*(?:#{{1,6}}\s|[{in_class(BULLETS)}]\s|\(?\d{{1,3}}[.)]\s|\(?[A-Za-z]\)\s|[|>]|```|~~~)"
)
# A line that the next line does not continue: a heading, a table row, a fence, a line of dashes.
_CLOSES_BLOCK = re.compile(r"\s*(?:#{1,6}\s|\||```|~~~|[-=_*]{3,}\s*$)")
_MARKER = re.compile(rf"\s*(?:#{{1,6}}|[{in_class(BULLETS)}>]|\(?\d{{1,3}}[.)]|\(?[A-Za-z]\))\s+")
_UNMARKED_HEADING_CHARS = 60


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return each sentence's (start, end) in code points, end exclusive, in reading order.

    Headings, list items and table rows are sentences of their own. Spans do not overlap, and do
    not begin or end with white space. Every other character lies in a span.
    """
    spans = []
    for start, end in _blocks(text):
        cut = start
        marker = _MARKER.match(text, start, end)
        for sentence_end in sentence_ends(text, marker.end() if marker else start, end):
            spans.append((cut, sentence_end))
            cut = sentence_end
        spans.append((cut, end))
    trimmed = (_trimmed(text, start, end) for start, end in spans)
    return [(start, end) for start, end in trimmed if start < end]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each paragraph, heading and list item. No sentence spans two."""
    lines = text.split("\n")
    start = position = 0
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        end = position + len(line)
        ends_block = (
            not line.strip()
            or not following.strip()
            or _OPENS_BLOCK.match(following)
            or _CLOSES_BLOCK.match(line)
            or _CLOSES_BLOCK.match(following)
            or (start == position and _is_unmarked_heading(line, following))
        )
        position = end + 1
        if ends_block:
            yield start, end
            start = position


def _is_unmarked_heading(line: str, following: str) -> bool:
    """Return whether a line is a heading, not the first line of a hard-wrapped paragraph.

    A heading is short, has no punctuation at its end, and is followed by a longer line.
    """
    line, following = line.strip(), following.strip()
    return (
        len(line) <= _UNMARKED_HEADING_CHARS
        and 2 * len(line) <= len(following)
        and not line.endswith((".", "!", "?", ",", ";", "-", "…"))
        and not following[:1].islower()
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    span = text[start:end]
    return start + len(span) - len(span.lstrip()), start + len(span.rstrip())
