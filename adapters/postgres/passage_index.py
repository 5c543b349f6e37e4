"""Finding passages with pgvector, and by their words."""

from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

import asyncpg
import numpy as np
from pgvector import HalfVector

from adapters.postgres.bm25 import FLAT, Term, WeightedQuery, Word, weigh
from adapters.postgres.database import Database
from adapters.postgres.like_patterns import name_like
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import passage_from
from application.ports.passage_index import PassageIndex
from domain.documents.chunks import Embedding
from domain.retrieval.passages import Candidate, Candidates, PassageFilter, SearchMode

WINDOWS_PER_CHUNK = 3  # as a first guess of how many windows of one chunk are found together
SHORTLIST = 1_000  # chunks that have rarer terms and are looked up under the commoner ones
LOOKUPS = 2_000  # of one chunk under one of the commoner terms: 3 µs each

Key: TypeAlias = tuple[UUID, int]
"""A chunk: its document, and its index within."""

NO_QUESTION = WeightedQuery((), 0.0)

Conditions: TypeAlias = tuple[object, ...]
"""The arguments of documents_within, or nothing."""
NO_CONDITIONS: Conditions = ()


class PostgresPassageIndex(PassageIndex):
    """Finds chunks by the cosine of their windows and by BM25 over their words.

    By meaning, an HNSW index finds them; where a filter leaves few, each of their windows is
    compared. By words, the rarer terms of a question find them and the commoner ones add their
    share: exact as long as all terms fit into `postings_budget`, and close beyond.
    """

    def __init__(
        self, database: Database, postings_budget: int = 20_000, exact_chunks: int = 10_000
    ) -> None:
        """Search this database.

        Args:
            database: Where the chunks are.
            postings_budget: How many occurrences of words in chunks a search reads before it
                leaves the commoner words to the chunks that it has found.
            exact_chunks: Up to how many chunks that pass a filter are compared one by one.
        """
        self._database = database
        self._postings_budget = postings_budget
        self._exact_chunks = exact_chunks

    async def candidates(
        self,
        text: str,
        embedding: Embedding,
        limit: int,
        mode: SearchMode = SearchMode.HYBRID,
        within: PassageFilter | None = None,
    ) -> Candidates:
        """Return the chunks that are best by either half of a search."""
        if within == PassageFilter():
            within = None
        vector = HalfVector(np.asarray(embedding, dtype=np.float32))
        by_vector: list[Key] = []
        by_text: list[Key] = []
        async with (
            self._database.connection() as connection,
            # all of it sees one state of the library
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            if within:
                await connection.execute(QUERIES["plan_for_values"])
            if mode is not SearchMode.TEXT and limit > 0:
                by_vector = await self._nearest(connection, vector, limit, within)
            question = NO_QUESTION
            if mode is not SearchMode.VECTOR and limit > 0:
                question = await _read_question(connection, text)
                by_text = await self._by_words(connection, question.terms, limit, within)
            keys = list(dict.fromkeys((*by_vector, *by_text)))
            rows = keys and await connection.fetch(
                QUERIES["candidates"],
                vector,
                [document_id for document_id, _ in keys],
                [chunk_index for _, chunk_index in keys],
                *_columns(question.terms),
                FLAT,
            )
        return Candidates(_ranked(rows, by_vector, by_text), question.scale)

    async def revision(self) -> int:
        """Return a number that grows whenever what can be found changes, and never falls."""
        async with self._database.connection() as connection:
            revision: int = await connection.fetchval(QUERIES["revision"])
        return revision

    async def _nearest(
        self,
        connection: asyncpg.Connection,
        vector: HalfVector,
        limit: int,
        within: PassageFilter | None,
    ) -> list[Key]:
        """Return the chunks whose best window is nearest to a vector."""
        query, conditions = "nearest_windows", NO_CONDITIONS
        if within:
            query, conditions = "nearest_windows_within", _conditions(within)
            chunks = await connection.fetchval(QUERIES["chunks_within"], *conditions)
        if not within or chunks > self._exact_chunks:
            found = await _nearest_by_index(connection, query, vector, limit, conditions)
            if len(found) == limit:
                return found
        # few to choose from, or the index gave up among the remains of what was removed
        rows = await connection.fetch(
            QUERIES["nearest_chunks_within"], vector, limit, *_conditions(within or PassageFilter())
        )
        return [_key(row) for row in rows]

    async def _by_words(
        self,
        connection: asyncpg.Connection,
        terms: Sequence[Term],
        limit: int,
        within: PassageFilter | None,
    ) -> list[Key]:
        """Return the chunks with the highest BM25 scores."""
        query, conditions = "chunks_by_words", NO_CONDITIONS
        if within:
            query, conditions = "chunks_by_words_within", _conditions(within)
        rarer = _affordable(terms, self._postings_budget)
        while terms:
            commoner = terms[rarer:]
            shortlist = min(SHORTLIST, LOOKUPS // max(1, len(commoner)))
            rows = await connection.fetch(
                QUERIES[query],
                *_columns(terms[:rarer]),
                *_columns(commoner),
                FLAT,
                max(limit, shortlist),
                limit,
                *conditions,
            )
            if len(rows) == limit or not commoner:
                return [_key(row) for row in rows]
            rarer = len(terms)  # too few have the rarer terms: find by all of them
        return []


async def _read_question(connection: asyncpg.Connection, text: str) -> WeightedQuery:
    rows = await connection.fetch(QUERIES["question_words"], text)
    return weigh(Word(*row) for row in rows)


async def _nearest_by_index(
    connection: asyncpg.Connection,
    query: str,
    vector: HalfVector,
    limit: int,
    conditions: Conditions,
) -> list[Key]:
    """Return the chunks that the index finds, nearest first; fewer if it gave up."""
    window_limit = limit * WINDOWS_PER_CHUNK
    while True:
        rows = await connection.fetch(QUERIES[query], vector, window_limit, *conditions)
        # nearest first, so that a chunk's first window is its best
        found = list(dict.fromkeys(_key(row) for row in rows))
        if len(found) >= limit or len(rows) < window_limit:
            return found[:limit]
        window_limit *= 4


def _affordable(terms: Sequence[Term], budget: int) -> int:
    """Return how many of the terms, rarest first, can be read in full; at least one."""
    for number, term in enumerate(terms):
        budget -= term.document_frequency
        if budget < 0:
            return max(1, number)
    return len(terms)


def _columns(terms: Sequence[Term]) -> tuple[list[int], list[float], list[float]]:
    return (
        [term.lexeme_id for term in terms],
        [term.weight for term in terms],
        [term.slope for term in terms],
    )


def _conditions(within: PassageFilter) -> Conditions:
    pattern = None if within.filename is None else name_like(within.filename)
    return within.document_ids, pattern, within.uploaded_since


def _key(row: asyncpg.Record) -> Key:
    return row["document_id"], row["chunk_index"]


def _ranked(
    rows: Sequence[asyncpg.Record], by_vector: Sequence[Key], by_text: Sequence[Key]
) -> tuple[Candidate, ...]:
    nearest = sorted(by_vector, key={_key(row): row["distance"] for row in rows}.__getitem__)
    wordiest = sorted(by_text, key={_key(row): -row["bm25"] for row in rows}.__getitem__)
    vector_ranks = {key: rank for rank, key in enumerate(nearest, start=1)}
    text_ranks = {key: rank for rank, key in enumerate(wordiest, start=1)}
    return tuple(
        Candidate(
            passage_from(row),
            row["bm25"],
            vector_ranks.get(_key(row)),
            text_ranks.get(_key(row)),
        )
        for row in rows
    )
