"""An export of what the fakes store."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from application.ports.library_export import LibraryExport, LibrarySnapshot
from domain.conversation.message import Message
from domain.conversation.session import ChatSession
from domain.documents.chunks import Chunk
from domain.documents.document import Document
from tests.fakes.chats import InMemoryChats
from tests.fakes.library import InMemoryLibrary


@dataclass(frozen=True)
class CopiedSnapshot(LibrarySnapshot):
    """Lists that were made when the snapshot was opened."""

    all_documents: list[tuple[Document, str | None]]
    all_chunks: list[tuple[UUID, Chunk]]
    all_messages: list[tuple[ChatSession, Message]]

    async def documents(self) -> AsyncIterator[tuple[Document, str | None]]:
        for each in self.all_documents:
            yield each

    async def chunks(self) -> AsyncIterator[tuple[UUID, Chunk]]:
        for each in self.all_chunks:
            yield each

    async def messages(self) -> AsyncIterator[tuple[ChatSession, Message]]:
        for each in self.all_messages:
            yield each


class InMemoryLibraryExport(LibraryExport):
    """Copies an InMemoryLibrary and InMemoryChats."""

    def __init__(self, library: InMemoryLibrary, chats: InMemoryChats) -> None:
        self.library = library
        self.chats = chats

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[CopiedSnapshot]:
        self.library.check()
        entries = [entry for _, entry in sorted(self.library.readable.items())]
        yield CopiedSnapshot(
            [(self.library.read(each), each.text or None) for each in entries],
            [(each.document.id, chunk.chunk) for each in entries for chunk in each.chunks],
            [
                (self.chats.sessions[message.session_id], message)
                for session_id in sorted(self.chats.sessions)
                for message in self.chats.of(session_id)
            ],
        )
