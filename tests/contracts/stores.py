"""Backends of the store contracts: the fakes, embedded PostgreSQL and a PostgreSQL container."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from adapters.postgres.answer_leases import PostgresAnswerLeases
from adapters.postgres.answer_parts import PostgresAnswerParts
from adapters.postgres.collection_catalog import PostgresCollectionCatalog
from adapters.postgres.collection_members import PostgresCollectionMembers
from adapters.postgres.collection_store import PostgresCollectionStore
from adapters.postgres.database import Database
from adapters.postgres.document_catalog import PostgresDocumentCatalog
from adapters.postgres.document_claims import PostgresDocumentClaims
from adapters.postgres.document_jobs import PostgresDocumentJobs
from adapters.postgres.document_metadata import PostgresDocumentMetadata
from adapters.postgres.document_originals import PostgresDocumentOriginals
from adapters.postgres.document_parts import PostgresDocumentParts
from adapters.postgres.document_removals import PostgresDocumentRemovals
from adapters.postgres.document_store import PostgresDocumentStore
from adapters.postgres.document_texts import PostgresDocumentTexts
from adapters.postgres.document_versions import PostgresDocumentVersions
from adapters.postgres.embedding_builds import PostgresEmbeddingBuilds
from adapters.postgres.embedding_models import PostgresEmbeddingModels
from adapters.postgres.feedback_store import PostgresFeedbackStore
from adapters.postgres.file_batches import PostgresFileBatches
from adapters.postgres.idempotency_keys import PostgresIdempotencyKeys
from adapters.postgres.job_board import PostgresJobBoard
from adapters.postgres.linked_exchanges import PostgresLinkedExchanges
from adapters.postgres.message_store import PostgresMessageStore
from adapters.postgres.passage_index import PostgresPassageIndex
from adapters.postgres.queue_length import PostgresQueueLength
from adapters.postgres.reading_limits import PostgresReadingLimits
from adapters.postgres.session_catalog import PostgresSessionCatalog
from adapters.postgres.session_store import PostgresSessionStore
from adapters.postgres.stored_contents import PostgresStoredContents
from adapters.postgres.stored_embeddings import PostgresStoredEmbeddings
from application.identifiers import new_id
from application.ports.answer_leases import AnswerLeases
from application.ports.answer_parts import AnswerParts
from application.ports.collection_catalog import CollectionCatalog
from application.ports.collection_members import CollectionMembers
from application.ports.collection_store import CollectionStore
from application.ports.document_catalog import DocumentCatalog
from application.ports.document_claims import Claim, DocumentClaims
from application.ports.document_jobs import DocumentJobs
from application.ports.document_metadata import DocumentMetadata
from application.ports.document_originals import DocumentOriginals
from application.ports.document_parts import DocumentParts
from application.ports.document_removals import DocumentRemovals
from application.ports.document_store import DocumentStore
from application.ports.document_texts import DocumentTexts
from application.ports.document_versions import DocumentVersions
from application.ports.embedding_builds import EmbeddingBuilds
from application.ports.embedding_models import EmbeddingModels
from application.ports.feedback_store import FeedbackStore
from application.ports.file_batches import FileBatches
from application.ports.idempotency_keys import IdempotencyKeys
from application.ports.job_board import JobBoard
from application.ports.linked_exchanges import LinkedExchanges
from application.ports.message_store import MessageStore
from application.ports.passage_index import PassageIndex
from application.ports.queue_length import QueueLength
from application.ports.reading_limits import ReadingLimits
from application.ports.session_catalog import SessionCatalog
from application.ports.session_store import SessionStore
from application.ports.stored_contents import StoredContents
from application.ports.stored_embeddings import StoredEmbeddings
from domain.answering.parts import AnswerPart
from domain.conversation.message import Message, MessageRole
from domain.conversation.session import ChatSession
from domain.documents.chunks import Chunk, EmbeddedChunk, Embedding
from domain.documents.document import Document
from domain.documents.document_filter import DocumentFilter
from domain.idempotency import IdempotencyKey
from domain.paging import PageRequest
from domain.retrieval.passages import Candidate, Passage, SearchMode
from tests.fakes.answers import PART_SECONDS, InMemoryAnswerLeases, InMemoryAnswerParts
from tests.fakes.chats import (
    KEY_SECONDS,
    InMemoryChats,
    InMemoryIdempotencyKeys,
    InMemoryLinkedExchanges,
    InMemoryMessageStore,
    InMemorySessionCatalog,
    InMemorySessionStore,
)
from tests.fakes.collections import (
    InMemoryCollectionCatalog,
    InMemoryCollectionMembers,
    InMemoryCollectionStore,
    InMemoryDocumentRemovals,
)
from tests.fakes.document_metadata import InMemoryDocumentMetadata
from tests.fakes.embedding_models import InMemoryEmbeddingBuilds, InMemoryEmbeddingModels
from tests.fakes.feedback import InMemoryFeedbackStore
from tests.fakes.file_batches import InMemoryFileBatches
from tests.fakes.job_board import InMemoryJobBoard, InMemoryQueueLength
from tests.fakes.jobs import InMemoryDocumentClaims, InMemoryDocumentJobs
from tests.fakes.library import (
    InMemoryDocumentCatalog,
    InMemoryDocumentStore,
    InMemoryDocumentTexts,
    InMemoryLibrary,
    InMemoryPassageIndex,
)
from tests.fakes.originals import InMemoryDocumentOriginals, InMemoryDocumentParts
from tests.fakes.reading_limits import InMemoryReadingLimits
from tests.fakes.stored_contents import InMemoryStoredContents
from tests.fakes.stored_embeddings import InMemoryStoredEmbeddings
from tests.fakes.versions import InMemoryDocumentVersions
from tests.support.databases import DatabaseServer
from tests.support.documents import a_document, processed, unit
from tests.support.uploads import a_file

VERSIONS_KEPT = 3
KINDS = [
    "memory",
    "embedded",
    pytest.param("container", marks=pytest.mark.docker),
    pytest.param("pooled", marks=pytest.mark.at_length),
]
Expire = Callable[[UUID], Awaitable[None]]


@dataclass(frozen=True)
class Library:
    """The document ports over one state.

    `expire_claim` ends a claim early.
    """

    claims: DocumentClaims
    jobs: DocumentJobs
    board: JobBoard
    queue: QueueLength
    store: DocumentStore
    catalog: DocumentCatalog
    texts: DocumentTexts
    index: PassageIndex
    expire_claim: Expire
    originals: DocumentOriginals
    parts: DocumentParts
    models: EmbeddingModels
    builds: EmbeddingBuilds
    embeddings: StoredEmbeddings
    contents: StoredContents
    versions: DocumentVersions
    collections: CollectionStore
    collection_catalog: CollectionCatalog
    removals: DocumentRemovals
    members: CollectionMembers
    limits: ReadingLimits
    batches: FileBatches
    metadata: DocumentMetadata

    async def original(self, document_id: UUID, version: int | None = None) -> bytes | None:
        """Return the stored bytes of a document, or None if there are none."""
        pieces = [piece async for piece in self.originals.read(document_id, version=version)]
        return b"".join(pieces) if pieces else None

    async def nearest(
        self, embedding: Embedding, limit: int, within: DocumentFilter | None = None
    ) -> list[Passage]:
        """Return the passages of a search by meaning alone, nearest first."""
        found = await self.index.candidates("", embedding, limit, SearchMode.VECTOR, within)
        ranked = {each.vector_rank: each.passage for each in found.items}
        return [ranked[rank] for rank in range(1, len(found.items) + 1)]

    async def by_words(
        self, text: str, limit: int = 10, within: DocumentFilter | None = None
    ) -> list[Candidate]:
        """Return the candidates of a search by words alone, best first."""
        found = await self.index.candidates(text, unit(0), limit, SearchMode.TEXT, within)
        ranked = {each.text_rank: each for each in found.items if each.text_rank}
        return [ranked[rank] for rank in range(1, len(ranked) + 1)]

    async def chunks(self, document_id: UUID) -> tuple[Chunk, ...]:
        """Return all chunks of a document."""
        return (await self.catalog.chunks(document_id, PageRequest(limit=1000))).items

    async def add(self, text: str, *chunks: EmbeddedChunk, **changes: Any) -> Document:
        """Add a document, named after its text unless `changes` has a filename."""
        document = replace(a_document(text, filename=f"{text}.txt"), **changes)
        claim = await self.claims.claim(document, a_file(text.encode()))
        done = processed(document, chunks)
        await self.store.add(claim, done, text, chunks)
        return done

    async def claim(self, text: str, filename: str = "notes.txt") -> Claim:
        """Claim a new document with this text."""
        return await self.claims.claim(a_document(text, filename), a_file(text.encode()))


@dataclass(frozen=True)
class Chats:
    """The ports for conversations over one state, and functions that expire leases and keys."""

    sessions: SessionStore
    catalog: SessionCatalog
    messages: MessageStore
    keys: IdempotencyKeys
    exchanges: LinkedExchanges
    parts: AnswerParts
    leases: AnswerLeases
    feedback: FeedbackStore
    expire_lease: Expire
    expire_key: Callable[[IdempotencyKey], Awaitable[None]]
    age_parts: Callable[[], Awaitable[None]]

    async def open_session(self) -> ChatSession:
        """Store a new session and return it."""
        now = datetime.now(UTC)
        session = ChatSession(new_id(), now, now)
        await self.sessions.create(session)
        return session

    async def write(self, answer: Message, number: int = 0) -> None:
        """Append all that an answer has, as one part of it."""
        part = AnswerPart(
            answer.id,
            number,
            answer.content,
            answer.stream,
            answer.citations,
            answer.sources,
            answer.considered,
            answer.metadata,
        )
        await self.parts.append([part])

    async def shown(self, session_id: UUID) -> ChatSession:
        """Return a session without its messages."""
        return (await self.catalog.read(session_id, PageRequest(1)))[0]

    async def read(self, session_id: UUID) -> tuple[Message, ...]:
        """Return all messages of a session that has few."""
        _, page = await self.catalog.read(session_id, PageRequest(200))
        assert page.next_cursor is None
        return page.items


def exchange(session_id: UUID, question: str = "What is it?") -> tuple[Message, Message]:
    """Return a question and its empty answer."""
    now = datetime.now(UTC)
    return (
        Message(new_id(), session_id, MessageRole.USER, question, now),
        Message(new_id(), session_id, MessageRole.ASSISTANT, "", now),
    )


def library_in_memory(state: InMemoryLibrary) -> Library:
    """Return the library in memory."""

    async def expire_claim(document_id: UUID) -> None:
        job = state.entries[document_id].job
        assert job is not None
        job.expires_at = state.clock()

    return Library(
        InMemoryDocumentClaims(state),
        InMemoryDocumentJobs(state),
        InMemoryJobBoard(state),
        InMemoryQueueLength(state),
        InMemoryDocumentStore(state, VERSIONS_KEPT),
        InMemoryDocumentCatalog(state),
        InMemoryDocumentTexts(state),
        InMemoryPassageIndex(state),
        expire_claim,
        InMemoryDocumentOriginals(state),
        InMemoryDocumentParts(state),
        InMemoryEmbeddingModels(state),
        InMemoryEmbeddingBuilds(state),
        InMemoryStoredEmbeddings(state),
        InMemoryStoredContents(state),
        InMemoryDocumentVersions(state),
        InMemoryCollectionStore(state),
        InMemoryCollectionCatalog(state),
        InMemoryDocumentRemovals(state),
        InMemoryCollectionMembers(state),
        InMemoryReadingLimits(state),
        InMemoryFileBatches(state),
        InMemoryDocumentMetadata(state),
    )


def library_in(database: Database, **limits: int) -> Library:
    """Return the library in a database; `limits` are those of its passage index."""

    async def expire_claim(document_id: UUID) -> None:
        async with database.connection() as connection:
            await connection.execute(
                "UPDATE document_jobs SET lease_expires_at = now() WHERE document_id = $1",
                document_id,
            )

    return Library(
        PostgresDocumentClaims(database),
        PostgresDocumentJobs(database),
        PostgresJobBoard(database),
        PostgresQueueLength(database),
        PostgresDocumentStore(database, VERSIONS_KEPT),
        PostgresDocumentCatalog(database),
        PostgresDocumentTexts(database),
        PostgresPassageIndex(database, **limits),
        expire_claim,
        PostgresDocumentOriginals(database),
        PostgresDocumentParts(database),
        PostgresEmbeddingModels(database),
        PostgresEmbeddingBuilds(database),
        PostgresStoredEmbeddings(database),
        PostgresStoredContents(database),
        PostgresDocumentVersions(database),
        PostgresCollectionStore(database),
        PostgresCollectionCatalog(database),
        PostgresDocumentRemovals(database),
        PostgresCollectionMembers(database),
        PostgresReadingLimits(database),
        PostgresFileBatches(database),
        PostgresDocumentMetadata(database),
    )


def chats_in_memory(state: InMemoryChats) -> Chats:
    """Return the conversations in memory."""

    async def expire_lease(message_id: UUID) -> None:
        state.leases[message_id] = state.clock()

    async def expire_key(key: IdempotencyKey) -> None:
        place = (key.operation, key.value)
        state.keys[place] = replace(state.keys[place], at=state.clock() - KEY_SECONDS - 1)

    async def age_parts() -> None:
        for stored in state.parts.values():
            for number, (part, at) in stored.items():
                stored[number] = (part, at - PART_SECONDS)

    return Chats(
        InMemorySessionStore(state),
        InMemorySessionCatalog(state),
        InMemoryMessageStore(state),
        InMemoryIdempotencyKeys(state),
        InMemoryLinkedExchanges(state),
        InMemoryAnswerParts(state),
        InMemoryAnswerLeases(state),
        InMemoryFeedbackStore(state),
        expire_lease,
        expire_key,
        age_parts,
    )


def chats_in(database: Database) -> Chats:
    """Return the conversations in a database."""

    async def expire_lease(message_id: UUID) -> None:
        async with database.connection() as connection:
            await connection.execute(
                "UPDATE chat_messages SET lease_expires_at = now() WHERE id = $1", message_id
            )

    async def expire_key(key: IdempotencyKey) -> None:
        async with database.connection() as connection:
            await connection.execute(
                "UPDATE idempotency_keys SET taken_at = now() - interval '24 hours 1 second'"
                " WHERE key = $1",
                key.value,
            )

    async def age_parts() -> None:
        async with database.connection() as connection:
            await connection.execute(
                "UPDATE answer_parts SET written_at = written_at - interval '10 minutes'"
            )

    return Chats(
        PostgresSessionStore(database),
        PostgresSessionCatalog(database),
        PostgresMessageStore(database),
        PostgresIdempotencyKeys(database),
        PostgresLinkedExchanges(database),
        PostgresAnswerParts(database),
        PostgresAnswerLeases(database),
        PostgresFeedbackStore(database),
        expire_lease,
        expire_key,
        age_parts,
    )


@dataclass(frozen=True)
class Shelf:
    """The ports for documents and for conversations over one state."""

    library: Library
    chats: Chats


@pytest.fixture(params=KINDS)
async def shelf(request: pytest.FixtureRequest) -> AsyncIterator[Shelf]:
    """An empty library and no conversation."""
    if request.param == "memory":
        state = InMemoryLibrary()
        held = InMemoryChats(
            may_read=state.may_read,
            sees_collection=state.sees_collection,
            has_limits=state.has_limits,
        )
        chats = chats_in_memory(held)
        yield Shelf(library_in_memory(state), chats)
    else:
        async with server_of(request).database() as database:
            yield Shelf(library_in(database), chats_in(database))


def server_of(request: pytest.FixtureRequest) -> DatabaseServer:
    """Return the server of the backend that a fixture is asked for."""
    server: DatabaseServer = request.getfixturevalue(f"{request.param}_server")
    return server


@pytest.fixture(params=KINDS)
async def library(request: pytest.FixtureRequest) -> AsyncIterator[Library]:
    """An empty library, for vectors of 8 dimensions."""
    if request.param == "memory":
        yield library_in_memory(InMemoryLibrary())
    else:
        async with server_of(request).database() as database:
            yield library_in(database)


@pytest.fixture(params=KINDS)
async def chats(request: pytest.FixtureRequest) -> AsyncIterator[Chats]:
    """The chat stores, without a conversation."""
    if request.param == "memory":
        yield chats_in_memory(InMemoryChats())
    else:
        async with server_of(request).database() as database:
            yield chats_in(database)
