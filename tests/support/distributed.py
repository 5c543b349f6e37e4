"""A library with a distributed index beside its database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

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
from domain.documents.chunks import Embedding
from domain.documents.document_filter import DocumentFilter
from domain.retrieval.passages import Candidates, SearchMode
from tests.contracts.stores import Library, library_in
from tests.fakes.distributed_index import InMemoryDistributedIndex

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


def distributed(database: Database, engine: Engine, exact_chunks: int = 10_000) -> Distributed:
    """Return the library in a database, with an index in an engine."""
    finder, entries, places = engine
    register, outbox = PostgresIndexRegister(database), PostgresIndexOutbox(database)
    source = PostgresIndexSource(database)
    feed = FeedIndex(register, outbox, source, places, entries)
    compare = CompareIndex(register, source, entries, _no_pause)
    rebuild = RebuildIndex(register, feed, compare, entries, PostgresWorkspaces(database))
    index = DistributedPassageIndex(database, finder, exact_chunks=exact_chunks)
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
