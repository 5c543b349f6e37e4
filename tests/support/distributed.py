"""A library with a distributed index beside its database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import pytest

from adapters.milvus.client import Milvus
from adapters.milvus.collections import MilvusIndexPlaces
from adapters.milvus.index_entries import MilvusIndexEntries
from adapters.milvus.passage_finder import MilvusPassageFinder
from adapters.postgres.database import Database
from adapters.postgres.distributed_passage_index import DistributedPassageIndex
from adapters.postgres.index_outbox import PostgresIndexOutbox
from adapters.postgres.index_register import PostgresIndexRegister
from adapters.postgres.index_source import PostgresIndexSource
from adapters.postgres.workspaces import PostgresWorkspaces
from application.indexing.compare_index import CompareIndex
from application.indexing.feed_index import FeedIndex
from application.indexing.rebuild_index import RebuildIndex
from application.ports.index_entries import IndexEntries
from application.ports.index_places import IndexPlaces
from application.ports.passage_finder import PassageFinder
from application.ports.passage_index import PassageIndex
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.documents.chunks import EmbeddedChunk, Embedding
from domain.documents.document_filter import DocumentFilter
from domain.retrieval.passages import Candidates, SearchMode
from tests.contracts.stores import Library, library_in
from tests.fakes.distributed_index import InMemoryDistributedIndex
from tests.support.documents import embedded, unit

DEFAULT = DEFAULT_WORKSPACE.workspace_id
TEXTS = (
    "The pump of the heron leaks at the seal.",
    "A seal keeps the water in the pump, and the pump in the water.",
    "Valves and seals are listed in the table of parts.",
    "The heron waits for the fish. The fish waits for the night.",
)

Engine: TypeAlias = tuple[PassageFinder, IndexEntries, IndexPlaces]


def engine_in(milvus: Milvus) -> Engine:
    """Return the ports over a Milvus."""
    return MilvusPassageFinder(milvus), MilvusIndexEntries(milvus), MilvusIndexPlaces(milvus)


def engine_of(index: InMemoryDistributedIndex) -> Engine:
    """Return the ports over an index in memory."""
    return index, index, index


@dataclass(frozen=True)
class Distributed:
    """A library whose passages are in a distributed index as well.

    The library's own index searches there, without bringing it up to date.
    """

    library: Library
    register: PostgresIndexRegister
    outbox: PostgresIndexOutbox
    source: PostgresIndexSource
    feed: FeedIndex
    compare: CompareIndex
    rebuild: RebuildIndex


async def _no_pause(_: float) -> None:
    return None


def distributed(
    database: Database, engine: Engine, exact_chunks: int = 10_000, patience: float = 60.0
) -> Distributed:
    """Return the library in a database, with an index in an engine, which may be slow."""
    finder, entries, places = engine
    register, outbox = PostgresIndexRegister(database), PostgresIndexOutbox(database)
    source = PostgresIndexSource(database)
    feed = FeedIndex(register, outbox, source, places, entries)
    compare = CompareIndex(register, source, entries, _no_pause)
    rebuild = RebuildIndex(register, feed, compare, entries, PostgresWorkspaces(database))
    index = DistributedPassageIndex(database, finder, exact_chunks=exact_chunks, patience=patience)
    library = replace(library_in(database), index=index)
    return Distributed(library, register, outbox, source, feed, compare, rebuild)


class FedIndex(PassageIndex):
    """Brings the distributed index up to date before each search."""

    def __init__(self, index: PassageIndex, feed: FeedIndex) -> None:
        self._index = index
        self._feed = feed

    async def candidates(
        self,
        text: str,
        embedding: Embedding,
        limit: int,
        mode: SearchMode = SearchMode.HYBRID,
        within: DocumentFilter | None = None,
        phrases: Sequence[str] = (),
        model: str | None = None,
    ) -> Candidates:
        """Write what is due, then search."""
        await self._feed.execute()
        return await self._index.candidates(text, embedding, limit, mode, within, phrases, model)

    async def revision(self) -> int:
        """Return the revision of the library."""
        return await self._index.revision()


def some_chunks(*texts: str, first: int = 0) -> list[EmbeddedChunk]:
    """Return chunks of some texts, each near an axis of its own."""
    return [
        embedded(index, text, unit((first + index) % 8), unit((first + index + 3) % 8, 0.6))
        for index, text in enumerate(texts)
    ]


def contents(found: Candidates) -> set[str]:
    """Return the texts that were found."""
    return {each.passage.content for each in found.items}


async def fill(library: Library, texts: Sequence[str] = TEXTS) -> None:
    """Add a document for each text."""
    for number, text in enumerate(texts):
        await library.add(f"{number}", *some_chunks(text, first=number))


async def is_equal(whole: Distributed) -> bool:
    """Return whether the index has what the library has, and nothing waits."""
    compared = await whole.compare.execute(DEFAULT)
    assert compared.waiting == 0
    assert (compared.in_library == compared.in_index) or not compared.is_equal
    assert (compared.library_checksum == compared.index_checksum) is compared.is_equal
    return compared.is_equal


@pytest.fixture
def engine() -> InMemoryDistributedIndex:
    """An engine in memory."""
    return InMemoryDistributedIndex()


@pytest.fixture
def whole(database: Database, engine: InMemoryDistributedIndex) -> Distributed:
    """An empty library with an index in that engine."""
    return distributed(database, engine_of(engine))
