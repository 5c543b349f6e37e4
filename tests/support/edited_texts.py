"""Edits of long texts, and how many chunks are new after them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.documents.chunks import Chunk
from domain.documents.embedding import embedded_text

_WORD = re.compile(r"\b[A-Za-z]{4,}\b")
_LINES = 8  # of a paragraph in a text without blank lines
_CHARACTERS = 700  # of a paragraph in one long line
_SENTENCE = "Nobody had expected that this would happen in that year. "


class Shape(StrEnum):
    """How a text is laid out."""

    PARAGRAPHS = "paragraphs"
    LINES = "lines only"
    LINE = "one long line"

    def of(self, text: str) -> str:
        """Return a text in this shape."""
        if self is Shape.LINE:
            return " ".join(text.split())
        return re.sub(r"\n\s*\n", "\n", text) if self is Shape.LINES else text


@dataclass(frozen=True, slots=True)
class Edit:
    """A span of a text, and what takes its place."""

    what: str
    start: int
    end: int
    new: str

    def of(self, text: str) -> str:
        """Return the text after the edit."""
        return text[: self.start] + self.new + text[self.end :]


def edits(text: str, paragraph: str, places: int) -> Iterator[Edit]:
    """Yield the edits of one word, sentence and paragraph at so many places of a text.

    Args:
        text: The text.
        paragraph: The paragraph that is put in.
        places: The number of places.
    """
    for number in range(places):
        place = len(text) * (2 * number + 1) // (2 * places)
        word = _WORD.search(text, place)
        if word is None:
            return
        yield Edit("word changed", word.start(), word.end(), "zephyr")
        start, end = _paragraph(text, place)
        yield Edit("sentence more", start, start, _SENTENCE)
        yield Edit("paragraph deleted", start, end, "")
        separator = "\n\n" if "\n\n" in text else "\n" if "\n" in text else " "
        yield Edit("paragraph put in", start, start, paragraph + separator)


def new_share(before: Sequence[Chunk], after: Sequence[Chunk]) -> float:
    """Return the share of chunks that have to be embedded after an edit."""
    known = set(map(embedded_text, before))
    return sum(embedded_text(chunk) not in known for chunk in after) / len(after)


def _paragraph(text: str, place: int) -> tuple[int, int]:
    """Return where the first paragraph after a place starts and ends, separator included."""
    if "\n\n" in text:
        start = text.index("\n\n", place) + 2
        return start, text.index("\n\n", start) + 2
    if "\n" in text:
        start = end = text.index("\n", place) + 1
        for _ in range(_LINES):
            end = text.index("\n", end) + 1
        return start, end
    start = text.index(" ", text.index(". ", place)) + 1
    return start, text.index(". ", start + _CHARACTERS) + 2
