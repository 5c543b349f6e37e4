"""Builds the vectors of another model in PostgreSQL, beside those that are searched."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import numpy as np
from pgvector import HalfVector

from adapters.postgres.database import Connection, Database
from adapters.postgres.embedding_models import model_from
from adapters.postgres.errors import unknown_when_lost
from adapters.postgres.migrator import check_dimension
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import chunk_from
from adapters.postgres.server_role import grant_rights
from adapters.postgres.word_fold import LONG_TIMEOUT
from application.ports.embedding_builds import (
    EmbeddingBuild,
    EmbeddingBuilds,
    LibraryVectors,
    MissingChunk,
    Position,
    VectorsBeside,
)
from application.ports.embedding_models import StoredModel
from domain.documents.chunks import Embedding
from domain.errors import BuildRefused, DatabaseUnavailable

# A lock that excludes searches is given up before it makes them wait for longer, and before
# PostgreSQL looks for a deadlock.
EXCLUSIVE_LOCK_TIMEOUT = "500ms"
ATTEMPTS_TO_DROP = 10
ATTEMPT_SECONDS = 1.0

FIRST: Position = (UUID(int=0), -1)

# as the migrations make chunk_embeddings
CREATE_BESIDE = """
CREATE TABLE chunk_embeddings_beside (
    document_id  uuid NOT NULL,
    chunk_index  integer NOT NULL,
    window_index integer NOT NULL CHECK (window_index >= 0),
    workspace_id uuid NOT NULL,
    embedding    halfvec({dimension}) NOT NULL,
    CONSTRAINT chunk_embeddings_beside_pkey PRIMARY KEY (document_id, chunk_index, window_index),
    CONSTRAINT chunk_embeddings_beside_chunk FOREIGN KEY (document_id, chunk_index)
        REFERENCES document_chunks ON DELETE CASCADE
);
CREATE INDEX chunk_embeddings_beside_nearest ON chunk_embeddings_beside
    USING hnsw (embedding halfvec_cosine_ops) WITH (ef_construction = 128);
CREATE INDEX chunk_embeddings_beside_by_workspace ON chunk_embeddings_beside (workspace_id);
SELECT keep_apart('chunk_embeddings_beside');
"""

DROP_BESIDE = "DROP TABLE chunk_embeddings_beside"

EXCHANGE_TABLES = """
LOCK TABLE chunk_embeddings, chunk_embeddings_beside IN ACCESS EXCLUSIVE MODE;
ALTER TABLE chunk_embeddings RENAME TO chunk_embeddings_former;
ALTER INDEX chunk_embeddings_pkey RENAME TO chunk_embeddings_former_pkey;
ALTER INDEX chunk_embeddings_nearest RENAME TO chunk_embeddings_former_nearest;
ALTER INDEX chunk_embeddings_by_workspace RENAME TO chunk_embeddings_former_by_workspace;
ALTER TABLE chunk_embeddings_beside RENAME TO chunk_embeddings;
ALTER INDEX chunk_embeddings_beside_pkey RENAME TO chunk_embeddings_pkey;
ALTER INDEX chunk_embeddings_beside_nearest RENAME TO chunk_embeddings_nearest;
ALTER INDEX chunk_embeddings_beside_by_workspace RENAME TO chunk_embeddings_by_workspace;
ALTER TABLE chunk_embeddings_former RENAME TO chunk_embeddings_beside;
ALTER INDEX chunk_embeddings_former_pkey RENAME TO chunk_embeddings_beside_pkey;
ALTER INDEX chunk_embeddings_former_nearest RENAME TO chunk_embeddings_beside_nearest;
ALTER INDEX chunk_embeddings_former_by_workspace RENAME TO chunk_embeddings_beside_by_workspace;
"""


class PostgresEmbeddingBuilds(EmbeddingBuilds):
    """Begins and ends builds of vectors, those of all workspaces.

    A session that works on a build holds an advisory lock for as long, so that a process that dies
    leaves the build to the next.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def state(self) -> LibraryVectors:
        """Return which vectors there are."""
        async with self._database.owner() as connection:
            live = model_from(await connection.fetchrow(QUERIES["live_model"]))
            chunks = await connection.fetchval(QUERIES["count_chunks"])
            return LibraryVectors(live, chunks, await _beside(connection))

    @asynccontextmanager
    async def begin(self, model: StoredModel) -> AsyncIterator[EmbeddingBuild]:
        """Begin the build of a model's vectors, or go on with it, for the length of a block."""
        check_dimension(model.source.name, model.dimension)
        async with self._alone() as connection:
            live = model_from(await connection.fetchrow(QUERIES["live_model"]))
            if live.source.name == model.source.name:
                raise BuildRefused(
                    f"The library is searched with vectors of {live.source.name} already."
                    " Nothing was changed."
                )
            beside = await _beside(connection)
            if beside is None:
                await _create(connection, model)
            elif (beside.model.source.name, beside.model.dimension) != (
                model.source.name,
                model.dimension,
            ):
                raise BuildRefused(
                    f"Vectors of {beside.model.source.name} stand beside the index"
                    f" ({'to go back to' if beside.was_live else 'not finished'}), and there is"
                    " room for one model. Nothing was changed. Delete them with `quoth reindex"
                    " --drop-old`, then run this again."
                )
            yield PostgresEmbeddingBuild(connection)

    async def drop(self) -> VectorsBeside | None:
        """Delete the vectors that stand beside, and return what they were."""
        async with self._alone() as connection:
            beside = await _beside(connection)
            if beside is None:
                return None
            for _ in range(ATTEMPTS_TO_DROP):
                # a foreign key ends, so it waits for whoever uses the chunks
                if await _exclusively(connection, DROP_BESIDE, QUERIES["forget_beside"]):
                    return beside
                await asyncio.sleep(ATTEMPT_SECONDS)
            raise DatabaseUnavailable(
                "The library is busy, so the vectors were not deleted. Try again in a moment."
            )

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[Connection]:
        """Acquire a connection that alone works on the vectors beside."""
        async with self._database.owner() as connection:
            if not await connection.fetchval(QUERIES["take_build"]):
                raise BuildRefused(
                    "Another process works on the vectors of another model. Nothing was changed."
                )
            try:
                yield connection
            finally:
                # advisory locks end with a connection that is closed
                if not connection.is_closed():
                    await connection.fetchval(QUERIES["release_build"])


class PostgresEmbeddingBuild(EmbeddingBuild):
    """A build on a connection that holds the lock on it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._writers_are_held = False

    async def missing(self, after: Position | None, limit: int) -> Sequence[MissingChunk]:
        """Return the first chunks behind a position that have no vectors yet, in order."""
        rows = await self._connection.fetch(
            QUERIES["missing_beside"], *(after or FIRST), limit, timeout=LONG_TIMEOUT
        )
        return [MissingChunk(row["document_id"], chunk_from(row), row["revision"]) for row in rows]

    async def store(self, vectors: Sequence[tuple[MissingChunk, Sequence[Embedding]]]) -> int:
        """Store the vectors of the chunks that are still as they were read."""
        missing = [chunk for chunk, _ in vectors]
        with unknown_when_lost():
            async with self._connection.transaction():
                await self._connection.execute(QUERIES["allow_long_statements"])
                rows = await self._connection.fetch(
                    QUERIES["chunks_as_read"],
                    [each.document_id for each in missing],
                    [each.chunk.index for each in missing],
                    [each.revision for each in missing],
                )
                held = {
                    (row["document_id"], row["chunk_index"]): row["workspace_id"] for row in rows
                }
                await self._connection.executemany(
                    QUERIES["store_beside"], _rows(vectors, held), timeout=LONG_TIMEOUT
                )
        return len(held)

    async def announce(self) -> None:
        """Announce the model to the processes that follow."""
        await self._connection.execute(QUERIES["announce_beside"])

    async def switch(self, *, hold_writers: bool = False) -> bool:
        """Let the library be searched with these vectors, unless a chunk has none."""
        if not self._writers_are_held:
            await _hold_writers(self._connection)
        self._writers_are_held = True
        try:
            if await self._connection.fetchval(QUERIES["any_missing_beside"], timeout=LONG_TIMEOUT):
                return False
            switched = await _exclusively(
                self._connection,
                EXCHANGE_TABLES,
                QUERIES["exchange_models"],
                first=QUERIES["raise_every_revision"],
            )
            hold_writers = hold_writers and not switched
            return switched
        finally:
            if not hold_writers and not self._connection.is_closed():
                await self._connection.fetchval(QUERIES["release_writers"])
                self._writers_are_held = False


async def _beside(connection: Connection) -> VectorsBeside | None:
    row = await connection.fetchrow(QUERIES["model_beside"])
    if row is None:
        return None
    chunks = await connection.fetchval(QUERIES["count_chunks_beside"], timeout=LONG_TIMEOUT)
    return VectorsBeside(model_from(row), chunks, row["was_live"])


async def _create(connection: Connection, model: StoredModel) -> None:
    source = model.source
    async with connection.transaction():
        await connection.execute(QUERIES["allow_long_statements"])
        await connection.execute(QUERIES["forget_beside"])
        # the foreign key waits for the documents that are being added
        await connection.execute(
            CREATE_BESIDE.replace("{dimension}", str(model.dimension)), timeout=LONG_TIMEOUT
        )
        await grant_rights(connection)
        await connection.execute(
            QUERIES["begin_beside"], source.name, model.dimension, source.location
        )


async def _hold_writers(connection: Connection) -> None:
    async with connection.transaction():
        await connection.execute(QUERIES["allow_long_statements"])
        await connection.fetchval(QUERIES["hold_writers"], timeout=LONG_TIMEOUT)


async def _exclusively(connection: Connection, *statements: str, first: str = "") -> bool:
    """Run statements that exclude searches in one transaction; return whether that was possible.

    Searches that wait behind this wait for no longer than the timeout.
    """
    with unknown_when_lost():
        try:
            async with connection.transaction():
                if first:
                    await connection.execute(first)
                await connection.execute(f"SET LOCAL lock_timeout = '{EXCLUSIVE_LOCK_TIMEOUT}'")
                for statement in statements:
                    await connection.execute(statement)
        except asyncpg.LockNotAvailableError:
            return False
    return True


def _rows(
    vectors: Sequence[tuple[MissingChunk, Sequence[Embedding]]],
    workspaces: Mapping[Position, UUID],
) -> Iterator[tuple[UUID, int, int, UUID, HalfVector]]:
    for missing, windows in vectors:
        workspace_id = workspaces.get(missing.position)
        if workspace_id is not None:
            for window_index, embedding in enumerate(windows):
                vector = HalfVector(np.asarray(embedding, dtype=np.float32))
                yield *missing.position, window_index, workspace_id, vector
