"""Searching a library that is limited in parts: as if those were not there."""

import os
from uuid import UUID

import asyncpg
import numpy as np
import pytest
from pgvector import HalfVector

from adapters.postgres.database import Database
from adapters.postgres.passage_index import PostgresPassageIndex
from adapters.postgres.reading_limits import PostgresReadingLimits
from application.access.acting import acting_as
from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.retrieval.passages import SearchMode
from tests.contracts.stores import library_in
from tests.support.databases import DatabaseServer
from tests.support.documents import embedded, unit

DIMENSION = 32
PASSAGES = int(os.environ.get("TEST_PASSAGES", "4000"))  # `make test-faults` sets it
DOCUMENTS = 50
LIMITED = {"few": 49, "some": 30, "most": 5}
"""How many of the documents are limited to others than this group."""


def reader(*groups: str) -> Principal:
    """Return a reader in some groups."""
    return Principal(DEFAULT_WORKSPACE, Role.READER, "reader", groups=frozenset(groups))


@pytest.mark.faults
@pytest.mark.at_length
@pytest.mark.timeout(600)
async def test_the_nearest_that_may_be_read_are_found(embedded_server: DatabaseServer) -> None:
    """Searches find 99 % of the ten nearest passages, whatever share of them may be read."""
    rng = np.random.default_rng(7)
    async with embedded_server.database(DIMENSION) as database:
        # the nearest of each query are mostly in documents that few may read
        vectors = rng.standard_normal((DOCUMENTS, PASSAGES // DOCUMENTS, DIMENSION))
        vectors += 0.5 * rng.standard_normal((DOCUMENTS, 1, DIMENSION))
        async with database.owner() as owner:
            await _fill(owner, vectors)
        limits = PostgresReadingLimits(database)
        for number in range(DOCUMENTS):
            groups = [group for group, limited in LIMITED.items() if number >= limited]
            await limits.limit_document(UUID(int=number), (*groups, "all"))
        for exact_chunks in (0, 10_000):
            index = PostgresPassageIndex(database, exact_chunks=exact_chunks)
            for group, limited in (*LIMITED.items(), ("all", 0)):
                with acting_as(reader(group)):
                    recall = [
                        await _recall(index, vectors[limited:], query)
                        for query in rng.standard_normal((20, DIMENSION))
                    ]
                assert sum(recall) / len(recall) >= 0.99, (group, exact_chunks, recall)


async def _fill(owner: asyncpg.Connection, vectors: np.ndarray) -> None:
    for number, passages in enumerate(vectors):
        key, count = UUID(int=number), len(passages)
        await owner.execute(
            "INSERT INTO documents (workspace_id, id, filename, file_size, content_sha256, status,"
            " uploaded_at, total_chunks, content) VALUES ($1, $2, 'a.txt', 1, lpad($4, 64, '0'),"
            " 'processed', now(), $3, '')",
            *(DEFAULT_WORKSPACE.workspace_id, key, count, str(number)),
        )
        await owner.execute(
            "INSERT INTO document_chunks (workspace_id, document_id, chunk_index, content,"
            " char_start, char_end, token_count)"
            " SELECT $1, $2, n, $4 || ' ' || n, n, n, 1 FROM generate_series(0, $3 - 1) AS n",
            *(DEFAULT_WORKSPACE.workspace_id, key, count, str(number)),
        )
        await owner.executemany(
            "INSERT INTO chunk_embeddings (workspace_id, document_id, chunk_index, window_index,"
            " embedding) VALUES ($1, $2, $3, 0, $4)",
            [
                (DEFAULT_WORKSPACE.workspace_id, key, n, HalfVector(vector))
                for n, vector in enumerate(passages)
            ],
        )
        await owner.execute(
            "INSERT INTO indexed_documents (workspace_id, document_id, first_chunk, chunk_count,"
            " configuration, total_length, lexeme_steps, words_version)"
            " VALUES ($1, $2, $4, $3, 'simple', 0, '{}', 0)",
            *(DEFAULT_WORKSPACE.workspace_id, key, count, 1 + number * count),
        )
        await owner.execute(
            "INSERT INTO lexical_statistics (workspace_id, configuration, chunk_count,"
            " total_length) VALUES ($1, 'simple', $2, 0)",
            *(DEFAULT_WORKSPACE.workspace_id, count),
        )
    await owner.execute("ANALYZE")


async def _recall(index: PostgresPassageIndex, readable: np.ndarray, query: np.ndarray) -> float:
    found = await index.candidates("", tuple(query), 10, SearchMode.VECTOR)
    stored = readable.reshape(-1, DIMENSION)
    similarity = stored @ query / np.linalg.norm(stored, axis=1)
    first, count = DOCUMENTS - len(readable), readable.shape[1]
    nearest = {
        f"{first + at // count} {at % count}" for at in np.argsort(-similarity)[:10].tolist()
    }
    return len(nearest & {each.passage.content for each in found.items}) / 10


async def test_the_words_of_limited_documents_take_nobodys_place(database: Database) -> None:
    """The best passages that may be read are found, however many others are better."""
    library = library_in(database)
    for number in range(30):
        text = f"heron heron heron {number}" if number < 25 else f"a heron by the pond {number}"
        document = await library.add(text, embedded(0, text, unit(0)))
        if number < 25:
            await library.limits.limit_document(document.id, ("a",))
    with acting_as(reader()):
        found = await library.by_words("heron", 5)
        assert {each.passage.content for each in found} == {
            f"a heron by the pond {number}" for number in range(25, 30)
        }
        assert len(await library.nearest(unit(0), 5)) == 5
    with acting_as(reader("a")):
        assert len(await library.by_words("heron", 50)) == 30
