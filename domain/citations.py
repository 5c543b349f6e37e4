"""Quotations in an answer and the exact places that they come from."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation: `cited_text` is `text[char_start:char_end]` of its document when verified.

    `answer_start` and `answer_end` bound the sentence of the answer that it supports. All
    offsets are code points, end exclusive. `source_id` counts the answer's sources from 1.
    """

    citation_id: UUID
    source_id: int
    document_id: UUID
    filename: str
    char_start: int
    char_end: int
    cited_text: str
    answer_start: int
    answer_end: int
    verified: bool
    page: int | None = None
