"""What is exported: the wire types of the API, each with what it belongs to."""

from collections.abc import Container
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from domain.conversation.message import Message
from domain.conversation.session import ChatSession
from domain.documents.chunks import Chunk
from domain.documents.document import Document
from entrypoints.api.document_schemas import ChunkView, DocumentView
from entrypoints.api.schemas import MessageView


class DocumentRecord(DocumentView, kw_only=True):
    """A document with its text; null if it has none."""

    text: str | None

    @classmethod
    def made_of(cls, document: Document, text: str | None) -> "DocumentRecord":
        """Return the record of a document."""
        return cls(**asdict(DocumentView.of(document)), text=text)


class ChunkRecord(ChunkView, kw_only=True):
    """A chunk of a document, with the headings above it and the header of its table."""

    document_id: UUID
    headings: list[str]
    header: str | None

    @classmethod
    def made_of(cls, document_id: UUID, chunk: Chunk) -> "ChunkRecord":
        """Return the record of a chunk."""
        header = chunk.context.header
        return cls(
            **asdict(ChunkView.of(chunk)),
            document_id=document_id,
            headings=list(chunk.context.titles),
            header=header.text if header else None,
        )


class MessageRecord(MessageView, kw_only=True):
    """A message of a conversation."""

    session_id: UUID
    session_title: str | None
    session_created_at: datetime

    @classmethod
    def made_of(
        cls, session: ChatSession, message: Message, gone: Container[UUID]
    ) -> "MessageRecord":
        """Return the record of a message. `gone` contains the deleted documents."""
        return cls(
            **asdict(MessageView.of(message, gone)),
            session_id=session.id,
            session_title=session.title,
            session_created_at=session.created_at,
        )


KINDS: dict[str, type[Struct]] = {
    "documents": DocumentRecord,
    "chunks": ChunkRecord,
    "conversations": MessageRecord,
}
"""The records of each file, in the order in which they are written."""
