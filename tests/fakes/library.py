"""Documents in memory, behind the same ports as in PostgreSQL."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import hypot
from uuid import UUID

from application.ports.document_catalog import DocumentCatalog
from application.ports.document_store import Claim, DocumentStore
from application.ports.passage_index import PassageIndex
from domain.documents import Chunk, Document, DocumentStatus, EmbeddedChunk, Embedding
from domain.errors import DatabaseUnavailable, DocumentNotFound, DocumentRemoved
from domain.paging import Page, PageRequest
from domain.retrieval import Passage

CLAIM_SECONDS = 30.0
CUT_OFF = (
    "The processing was cut off, and nothing of the document was kept. Send it again to start over."
)


@dataclass
class Entry:
    """One document with all that belongs to it."""

    document: Document
    claim_expires_at: float
    text: str = ""
    chunks: tuple[EmbeddedChunk, ...] = ()


@dataclass
class InMemoryLibrary:
    """What the three ports for documents share.

    Set `available` to False to make every call raise DatabaseUnavailable. `clock` may be replaced
    to let claims run out.
    """

    clock: Callable[[], float] = time.monotonic
    available: bool = True
    entries: dict[UUID, Entry] = field(default_factory=dict)
    removed: set[UUID] = field(default_factory=set)
    revision: int = 0

    def check(self) -> None:
        """Raise DatabaseUnavailable if this library is to be unavailable."""
        if not self.available:
            raise DatabaseUnavailable

    def entry(self, document_id: UUID) -> Entry:
        """Return one entry, or raise DocumentNotFound."""
        self.check()
        if document_id not in self.entries:
            raise DocumentNotFound
        return self.entries[document_id]

    def cut_off(self, entry: Entry) -> bool:
        """Whether a document's processing was given up without a word."""
        processing = entry.document.status is DocumentStatus.PROCESSING
        return processing and entry.claim_expires_at <= self.clock()

    def read(self, entry: Entry) -> Document:
        """Return a document as it reads."""
        if self.cut_off(entry):
            return replace(entry.document, status=DocumentStatus.FAILED, error_message=CUT_OFF)
        return entry.document


class InMemoryDocumentStore(DocumentStore):
    """Writes documents to an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()

    async def claim(self, document: Document) -> Claim:
        library = self.library
        library.check()
        if document.id in library.removed:
            raise DocumentRemoved
        expires_at = library.clock() + CLAIM_SECONDS
        for entry in library.entries.values():
            held = entry.document
            if held.content_sha256 != document.content_sha256:
                continue
            own = held.status is DocumentStatus.PROCESSING and held.id == document.id
            if not own and library.read(entry).status in (
                DocumentStatus.PROCESSING,
                DocumentStatus.PROCESSED,
            ):
                return Claim(held, granted=False)
            entry.document = replace(
                held,
                filename=document.filename,
                status=DocumentStatus.PROCESSING,
                error_message=None,
            )
            entry.claim_expires_at = expires_at
            return Claim(entry.document, granted=True)
        claimed = replace(document, status=DocumentStatus.PROCESSING)
        library.entries[document.id] = Entry(claimed, expires_at)
        return Claim(claimed, granted=True)

    async def add(self, document: Document, text: str, chunks: Sequence[EmbeddedChunk]) -> None:
        library = self.library
        library.check()
        entry = library.entries.get(document.id)
        if entry is None:
            raise DocumentRemoved
        if entry.document.status is DocumentStatus.PROCESSED:
            return
        if len({each.chunk.index for each in chunks}) < len(chunks):
            raise ValueError("two chunks with the same index")
        entry.document, entry.text, entry.chunks = document, text, tuple(chunks)
        library.revision += 1

    async def fail(self, document_id: UUID, error_message: str) -> None:
        self.library.check()
        entry = self.library.entries.get(document_id)
        if entry and entry.document.status is DocumentStatus.PROCESSING:
            entry.document = replace(
                entry.document, status=DocumentStatus.FAILED, error_message=error_message
            )

    async def remove(self, document_id: UUID) -> int:
        document = self.library.entry(document_id).document
        del self.library.entries[document_id]
        if document.status is DocumentStatus.PROCESSING:
            self.library.removed.add(document_id)
        self.library.revision += 1
        return document.total_chunks


class InMemoryDocumentCatalog(DocumentCatalog):
    """Shows the documents of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()

    async def get(self, document_id: UUID) -> Document:
        return self.library.read(self.library.entry(document_id))

    async def list(self, page: PageRequest, status: DocumentStatus | None = None) -> Page[Document]:
        self.library.check()
        documents = [self.library.read(entry) for entry in self.library.entries.values()]
        found = sorted(
            (
                document
                for document in documents
                if (page.after is None or document.id < page.after)
                and (status is None or document.status is status)
            ),
            key=lambda document: document.id,
            reverse=True,
        )
        items = tuple(found[: page.limit])
        return Page(items, items[-1].id if len(found) > page.limit else None)

    async def text(self, document_id: UUID) -> str:
        return self.library.entry(document_id).text

    async def chunks(self, document_id: UUID) -> tuple[Chunk, ...]:
        chunks = [each.chunk for each in self.library.entry(document_id).chunks]
        return tuple(sorted(chunks, key=lambda chunk: chunk.index))


class InMemoryPassageIndex(PassageIndex):
    """Finds the chunks of an InMemoryLibrary by comparing every window."""

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()

    async def nearest(
        self, embedding: Embedding, limit: int, document_ids: Sequence[UUID] | None = None
    ) -> tuple[Passage, ...]:
        self.library.check()
        found = [
            _passage(entry.document, each, embedding)
            for entry in self.library.entries.values()
            if document_ids is None or entry.document.id in document_ids
            for each in entry.chunks
        ]
        found.sort(key=lambda passage: -passage.similarity)
        return tuple(found[:limit])

    async def revision(self) -> int:
        self.library.check()
        return self.library.revision


def _passage(document: Document, each: EmbeddedChunk, embedding: Embedding) -> Passage:
    return Passage(
        document_id=document.id,
        filename=document.filename,
        chunk_index=each.chunk.index,
        content=each.chunk.content,
        char_start=each.chunk.char_start,
        char_end=each.chunk.char_end,
        token_count=each.chunk.token_count,
        similarity=max(_cosine(window, embedding) for window in each.windows),
    )


def _cosine(one: Embedding, other: Embedding) -> float:
    dot = sum(a * b for a, b in zip(one, other, strict=True))
    return float(dot / (hypot(*one) * hypot(*other)))
