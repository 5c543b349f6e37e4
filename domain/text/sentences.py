"""The sentences of a text, and of one of its paragraphs."""

import re
from collections.abc import Iterator
from itertools import pairwise

from domain.text.characters import BULLETS, CLOSERS, QUESTION_MARKS, in_class
from domain.text.sentence_ends import sentence_ends

# A line that starts a block: a heading, a list item, a table row, a quotation, a fence.
_OPENS_BLOCK = re.compile(
    rf"\s*(?:#{{1,6}}\s|[{in_class(BULLETS)}]\s|\(?\d{{1,3}}[.)]\s|\(?[A-Za-z]\)\s|[|>]|```|~~~)"
)
# A line that the next line does not continue: a heading, a table row, a fence, a line of dashes.
_CLOSES_BLOCK = re.compile(r"\s*(?:#{1,6}\s|\||```|~~~|[-=_*]{3,}\s*$)")
_UNMARKED_HEADING_CHARS = 60
_ASKS = re.compile(rf"[{in_class(QUESTION_MARKS)}][{in_class(CLOSERS)}]*$")
_MOST_CLOSERS = 12  # behind a question mark


def is_question(sentence: str) -> bool:
    """Return whether a sentence ends with a question mark, quotation marks and the like aside."""
    return bool(_ASKS.search(sentence[-_MOST_CLOSERS:]))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return each sentence's (start, end) in code points, end exclusive, in reading order.

    Headings, list items and table rows are sentences of their own. Spans do not overlap, and do
    not begin or end with white space. Every other character lies in a span.
    """
    return [span for start, end in _blocks(text) for span in paragraph_sentences(text, start, end)]


def paragraph_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of `text[start:end]`, read as one paragraph: line breaks are blanks.

    The (start, end) are in code points of the whole text, end exclusive, without white space
    around the sentences.
    """
    cuts = [start, *sentence_ends(text, start, end), end]
    trimmed = (_trimmed(text, *span) for span in pairwise(cuts))
    return [(first, last) for first, last in trimmed if first < last]


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
