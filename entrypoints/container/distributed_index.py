"""Provides the distributed index of passages, if the settings name one."""

from collections.abc import AsyncIterator

from dishka import Provider, Scope, provide

from adapters.milvus.client import Milvus, require_pymilvus
from adapters.milvus.collections import MilvusIndexPlaces
from adapters.milvus.index_entries import MilvusIndexEntries
from adapters.milvus.passage_finder import MilvusPassageFinder
from adapters.postgres.database import Database
from adapters.postgres.distributed_passage_index import DistributedPassageIndex
from adapters.postgres.index_outbox import PostgresIndexOutbox
from adapters.postgres.index_register import PostgresIndexRegister
from adapters.postgres.index_source import PostgresIndexSource
from adapters.postgres.passage_index import PostgresPassageIndex
from adapters.postgres.replicated_passage_index import ReplicatedPassageIndex
from application.indexing.compare_index import CompareIndex
from application.indexing.feed_index import FeedIndex
from application.indexing.keep_index import KeepIndex
from application.indexing.rebuild_index import RebuildIndex
from application.ports.index_entries import IndexEntries
from application.ports.index_outbox import IndexOutbox
from application.ports.index_places import IndexPlaces
from application.ports.index_register import IndexRegister
from application.ports.index_source import IndexSource
from application.ports.passage_index import PassageIndex
from domain.errors import Misconfigured
from entrypoints.settings import Settings


class DistributedIndex(Provider):
    """Provides the distributed index of passages, if the settings name one."""

    scope = Scope.APP

    places = provide(MilvusIndexPlaces, provides=IndexPlaces)
    entries = provide(MilvusIndexEntries, provides=IndexEntries)
    outbox = provide(PostgresIndexOutbox, provides=IndexOutbox)
    register = provide(PostgresIndexRegister, provides=IndexRegister)
    source = provide(PostgresIndexSource, provides=IndexSource)
    feed_index = provide(FeedIndex)
    rebuild_index = provide(RebuildIndex)

    @provide
    async def chosen(self, settings: Settings) -> AsyncIterator[Milvus | None]:
        """Milvus, if the settings name one. It connects when it is first asked."""
        if not settings.milvus_uri:
            yield None
            return
        require_pymilvus()
        milvus = Milvus(settings.milvus_uri, settings.milvus_token)
        yield milvus
        await milvus.close()

    @provide
    def milvus(self, chosen: Milvus | None) -> Milvus:
        """Milvus, for what cannot do without."""
        if chosen is None:
            raise Misconfigured(
                "There is no distributed index: QUOTH_MILVUS_URI is not set. Nothing was changed."
            )
        return chosen

    @provide
    def replicated(self, settings: Settings, database: Database) -> ReplicatedPassageIndex | None:
        """The index in a replica of the database, if the settings name one."""
        if not settings.database_replica_url:
            return None
        replica = Database(
            settings.database_pool_size, statement_timeout=settings.database_timeout_seconds
        )
        return ReplicatedPassageIndex(database, replica, settings.database_replica_url)

    @provide
    def passage_index(
        self, database: Database, chosen: Milvus | None, replicated: ReplicatedPassageIndex | None
    ) -> PassageIndex:
        """The index for vector and text search: the database's, a replica's, or one beside it."""
        if chosen is not None:
            return DistributedPassageIndex(database, MilvusPassageFinder(chosen))
        return replicated or PostgresPassageIndex(database)

    @provide
    def compare_index(
        self, register: IndexRegister, source: IndexSource, entries: IndexEntries
    ) -> CompareIndex:
        """Compares the index with the library."""
        return CompareIndex(register, source, entries)

    @provide
    def keep_index(
        self,
        chosen: Milvus | None,
        register: IndexRegister,
        outbox: IndexOutbox,
        source: IndexSource,
    ) -> KeepIndex | None:
        """Writes what changes into the index, if there is one."""
        if chosen is None:
            return None
        places, entries = MilvusIndexPlaces(chosen), MilvusIndexEntries(chosen)
        return KeepIndex(FeedIndex(register, outbox, source, places, entries))
