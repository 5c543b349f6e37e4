"""Port for reading everything that people stored, as of one moment."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol
from uuid import UUID

from domain.conversation.message import Message
from domain.conversation.session import ChatSession
from domain.documents.chunks import Chunk
from domain.documents.document import Document


class LibrarySnapshot(Protocol):
    """What was stored at one moment. Read one part after the other."""

    def documents(self) -> AsyncIterator[tuple[Document, str | None]]:
        """Yield every document with its text, by id; None if it has none."""
        ...

    def chunks(self) -> AsyncIterator[tuple[UUID, Chunk]]:
        """Yield every chunk with the id of its document, in reading order."""
        ...

    def messages(self) -> AsyncIterator[tuple[ChatSession, Message]]:
        """Yield every message with its session, in the order of the conversation."""
        ...


class LibraryExport(Protocol):
    """Reads everything that people stored."""

    def snapshot(self) -> AbstractAsyncContextManager[LibrarySnapshot]:
        """Open a snapshot. Others may read and write meanwhile.

        Raises:
            DatabaseUnavailable: If the database is not reachable, also while it is read.
        """
        ...
