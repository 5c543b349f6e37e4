"""Converts database rows to domain values."""

from collections.abc import Mapping, Sequence

import msgspec
from asyncpg import Record

from domain.answering.parts import AnswerPart
from domain.citations.citation import Citation
from domain.conversation.message import (
    AnswerMetadata,
    FinishReason,
    HistoryMessage,
    Message,
    MessageRole,
    Usage,
)
from domain.conversation.session import ChatSession
from domain.documents.chunks import Chunk
from domain.documents.document import Document, DocumentStatus
from domain.documents.document_filter import DocumentFilter
from domain.documents.marks import Mark
from domain.documents.metadata import NO_LABELS, Labels, Metadata
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.passages import Passage, passage_of
from domain.retrieval.trace import TracedPassage
from domain.text.structure.blocks import Context, Heading, Lead

_SOURCES = msgspec.json.Decoder(tuple[Passage, ...])
_CITATIONS = msgspec.json.Decoder(tuple[Citation, ...])
_CONSIDERED = msgspec.json.Decoder(tuple[TracedPassage, ...])
_DOCUMENT_METADATA = msgspec.json.Decoder(dict[str, str | tuple[str, ...]])
_METADATA = msgspec.json.Decoder(AnswerMetadata)
_CALIBRATION = msgspec.json.Decoder(RelevanceCalibration)
_LABELS = msgspec.json.Decoder(Labels)
_WITHIN = msgspec.json.Decoder(DocumentFilter)
_HISTORY = msgspec.json.Decoder(tuple[HistoryMessage, ...])
_MARKS = msgspec.json.Decoder(tuple[Mark, ...])


def document_from(row: Record) -> Document:
    """Return the document in a row."""
    return Document(
        id=row["id"],
        filename=row["filename"],
        file_size=row["file_size"],
        content_sha256=row["content_sha256"],
        status=DocumentStatus(row["status"]),
        uploaded_at=row["uploaded_at"],
        total_chunks=row["total_chunks"],
        processing_seconds=row["processing_seconds"],
        error_message=row["error_message"],
        error_code=row["error_code"],
        language=row["language"],
        other_names=tuple(row["other_names"]),
        notes=tuple(row["notes"]),
        metadata=metadata_from(row["metadata"]),
        media_type=row["media_type"],
        title=row["title"],
        pages=row["pages"],
        version=row["version"],
        external_id=row["external_id"],
        labels=labels_from(row["labels"]),
        limited_to=tuple(row["limited_to"]),
    )


def history_from(json: str) -> tuple[HistoryMessage, ...]:
    """Return the messages in a column of JSON."""
    return _HISTORY.decode(json)


def labels_from(stored: str | None) -> Labels:
    """Return what clients have said of a document; nothing if its row is still being written."""
    return NO_LABELS if stored is None else _LABELS.decode(stored)


def metadata_from(json: str) -> Metadata:
    """Return the metadata of a document."""
    return _DOCUMENT_METADATA.decode(json)


def passage_from(row: Record) -> Passage:
    """Return the passage in a row."""
    return passage_of(
        chunk_from(row),
        row["document_id"],
        row["filename"],
        similarity=1.0 - row["distance"],
        version=row["version"],
    )


def chunk_from(row: Record) -> Chunk:
    """Return the chunk in a row."""
    return Chunk(
        index=row["chunk_index"],
        content=row["content"],
        char_start=row["char_start"],
        char_end=row["char_end"],
        token_count=row["token_count"],
        context=context_from(row),
        marks=_MARKS.decode(row["marks"]),
    )


def earlier_chunk_from(row: Record) -> Chunk:
    """Return the chunk of an earlier version in a row: what stands above it is not stored."""
    return Chunk(
        index=row["chunk_index"],
        content=row["content"],
        char_start=row["char_start"],
        char_end=row["char_end"],
        token_count=row["token_count"],
    )


def context_from(row: Record) -> Context:
    """Return what stands above the chunk in a row."""
    header = None
    if row["header"] is not None:
        header = Lead(row["header_start"] - row["char_start"], row["header"])
    levels, titles = row["heading_levels"], row["headings"]
    return Context(tuple(map(Heading, levels, titles)), header)


def session_from(row: Record) -> ChatSession:
    """Return the session in a row."""
    return ChatSession(
        id=row["id"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        title=row["title"],
        pinned=row["pinned"],
    )


def more_follows(rows: Sequence[Record], items: Sequence[object]) -> bool:
    """Return whether more was found than a page of long items has."""
    return bool(rows) and rows[0]["found"] > len(items)


def message_from(row: Record) -> Message:
    """Return the message in a row."""
    reason = row["finish_reason"]
    return Message(
        id=row["id"],
        session_id=row["session_id"],
        role=MessageRole(row["role"]),
        content=row["content"],
        created_at=row["created_at"],
        finish_reason=None if reason is None else FinishReason(reason),
        sources=_SOURCES.decode(row["sources"]),
        citations=_CITATIONS.decode(row["citations"]),
        usage=Usage(row["prompt_tokens"], row["completion_tokens"]),
        stream=tuple(row["stream"]),
        metadata=_METADATA.decode(row["outcome"]),
        considered=_CONSIDERED.decode(row["considered"]),
        within=None if row["within"] is None else _WITHIN.decode(row["within"]),
    )


def withheld_message_from(row: Record) -> Message:
    """Return the answer in a row that has no text of it, because it is withheld."""
    reason = row["ended"]
    return Message(
        id=row["message_id"],
        session_id=row["of_session"],
        role=MessageRole(row["spoken_by"]),
        content="",
        created_at=row["begun_at"],
        finish_reason=None if reason is None else FinishReason(reason),
        withheld=True,
    )


def part_from(row: Record) -> AnswerPart:
    """Return the part of an answer in a row."""
    sources, considered, outcome = row["sources"], row["considered"], row["outcome"]
    return AnswerPart(
        answer_id=row["answer_id"],
        number=row["number"],
        content=row["content"],
        stream=tuple(row["stream"]),
        citations=() if row["citations"] is None else _CITATIONS.decode(row["citations"]),
        sources=None if sources is None else _SOURCES.decode(sources),
        considered=None if considered is None else _CONSIDERED.decode(considered),
        metadata=None if outcome is None else _METADATA.decode(outcome),
        last=row["last"],
    )


def parts_to_json(parts: Sequence[AnswerPart]) -> str:
    """Return the parts of answers as an array of objects, named as their columns are."""
    rows = [
        {
            "answer_id": each.answer_id,
            "number": each.number,
            "last": each.last,
            "content": each.content,
            "stream": each.stream,
            "citations": each.citations or None,
            "sources": each.sources,
            "considered": each.considered,
            "outcome": each.metadata,
            "documents": each.document_ids,
        }
        for each in parts
    ]
    return msgspec.json.encode(rows).decode()


def calibration_from(constants: str) -> RelevanceCalibration:
    """Return the calibration in a column. Constants that it lacks are the default model's."""
    return _CALIBRATION.decode(constants)


def to_json(
    values: tuple[Passage, ...]
    | tuple[Citation, ...]
    | tuple[TracedPassage, ...]
    | tuple[Mark, ...]
    | tuple[HistoryMessage, ...]
    | AnswerMetadata
    | Metadata
    | Mapping[str, Mapping[str, bool]]
    | DocumentFilter
    | RelevanceCalibration,
) -> str:
    """Return values as JSON, in the form that rows are read."""
    return msgspec.json.encode(values).decode()
