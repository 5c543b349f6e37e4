"""The wire types of what an answer rests on: its sources, citations and markers."""

from collections.abc import Container
from typing import Self
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from domain.citations.citation import Citation, SentenceSpan
from domain.citations.markers import Marker
from domain.retrieval.passages import Passage
from entrypoints.api.places import PlaceView, place_fields


class SourceView(PlaceView, kw_only=True):
    """A passage that an answer may use. The marker `[source_id]` in the answer refers to it.

    `gone` is true in a history if the document has been deleted since, and missing otherwise; the
    passage is stored with the answer.
    """

    source_id: int
    chunk_index: int
    similarity: float
    content: str
    gone: bool | UnsetType = UNSET

    @classmethod
    def of(cls, source_id: int, passage: Passage, gone: Container[UUID] = ()) -> "SourceView":
        """Return the wire type of a passage. `gone` contains the deleted documents."""
        return SourceView(
            **place_fields(passage.place),
            source_id=source_id,
            chunk_index=passage.chunk_index,
            similarity=round(passage.similarity, 4),
            content=passage.content,
            gone=True if passage.place.document_id in gone else UNSET,
        )


class CitationView(PlaceView, kw_only=True):
    """A citation. If `verified`, `cited_text` is exactly this span of the document's text.

    It supports the sentence from `answer_start` to `answer_end`. `marker_start` and `marker_end`
    delimit its marker `[source_id]` in the answer, and are null without a marker. `gone` says
    whether the document has been deleted since; the citation is stored with the answer.
    """

    citation_id: UUID
    source_id: int
    cited_text: str
    answer_start: int
    answer_end: int
    marker_start: int | None
    marker_end: int | None
    verified: bool
    gone: bool

    @classmethod
    def of(cls, citation: Citation, gone: Container[UUID] = ()) -> Self:
        """Return the wire type of a citation. `gone` contains the deleted documents."""
        return cls(
            **place_fields(citation.place),
            citation_id=citation.citation_id,
            source_id=citation.source_id,
            cited_text=citation.cited_text,
            answer_start=citation.answer_start,
            answer_end=citation.answer_end,
            marker_start=citation.marker_start,
            marker_end=citation.marker_end,
            verified=citation.verified,
            gone=citation.place.document_id in gone,
        )


class SentenceView(Struct):
    """A sentence of an answer. Its offsets are code points, end exclusive."""

    start: int
    end: int

    @classmethod
    def of(cls, sentence: SentenceSpan) -> "SentenceView":
        """Return the wire type of a sentence."""
        return cls(sentence.start, sentence.end)


class MarkerView(Struct):
    """A marker `[source_id]` in an answer. Its offsets are code points, end exclusive."""

    start: int
    end: int
    source_id: int

    @classmethod
    def of(cls, marker: Marker) -> "MarkerView":
        """Return the wire type of a marker."""
        return cls(marker.start, marker.end, marker.source)
