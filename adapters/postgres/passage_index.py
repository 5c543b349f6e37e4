"""Finds passages by the cosine of their embeddings (pgvector) and by BM25 over their words."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from uuid import UUID

import asyncpg
import numpy as np
from pgvector import HalfVector

from adapters.postgres.bm25 import FLAT, Term, WeightedQuery
from adapters.postgres.compounds import with_compounds
from adapters.postgres.database import Database
from adapters.postgres.embedding_models import check_live
from adapters.postgres.filters import NO_CONDITIONS, conditions_of, name_pattern
from adapters.postgres.name_index import NamedDocument, named_documents
from adapters.postgres.nearest_chunks import Key, key_of, nearest_chunks
from adapters.postgres.phrase_search import chunks_with_phrases
from adapters.postgres.queries import QUERIES
from adapters.postgres.question_words import read_question
from adapters.postgres.rows import passage_from
from application.limits.workspace_turns import WorkspaceTurns
from application.ports.passage_index import PassageIndex
from domain.documents.chunks import Embedding
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.errors import DatabaseUnavailable
from domain.retrieval.passages import Candidate, Candidates, SearchMode
from domain.text.words import question_terms

SHORTLIST = 1_000  # the most chunks that are looked up under the commoner terms
TURN_SECONDS = 30.0  # the most that a search waits for others
NAMED_CHUNKS = 20  # of the documents that the question names best
NAMED_COMPARED = 2_000  # the most chunks that such documents may have together
NAMED_SHARE = 0.75  # of the highest score by name: such documents are named as well
NAMED_LEAST = 0.1  # of the scale of a question: below it names no document
LOOKUPS = 2_000  # the most pairs of chunk and commoner term that are looked up; each takes 3 µs

NO_QUESTION = WeightedQuery((), 0.0)


class OtherRevision(Exception):
    """The database does not have the revision that is asked for."""


class PostgresPassageIndex(PassageIndex):
    """Finds chunks by the cosine of their windows and by BM25 over their words.

    The search by vector scans an HNSW index. If a filter leaves few chunks, or the workspace has
    few beside others, it compares the vector with every window instead, which is exact.

    The search by words finds chunks by the rarer terms of the question, then adds the scores of the
    commoner terms. It is exact as long as the postings of all terms fit into `postings_budget`, and
    approximate beyond; `chunks_by_words` in search.sql explains it.
    """

    def __init__(
        self, database: Database, postings_budget: int = 20_000, exact_chunks: int = 10_000
    ) -> None:
        """Search a database.

        Args:
            database: The database that stores the chunks.
            postings_budget: The maximum number of postings (pairs of chunk and term) that a search
                reads in full. Beyond it, the commoner terms are only looked up in chunks that the
                rarer terms found.
            exact_chunks: The maximum number of chunks passing a filter that are compared without
                the index.
        """
        self._database = database
        # The other searches wait here, without a connection: however many there are, short
        # statements find one.
        self._searching = WorkspaceTurns(max(1, database.pool_size // 2))
        self._postings_budget = postings_budget
        self._exact_chunks = exact_chunks

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
        """Return the best chunks by vector, words, names and phrases, with their exact scores."""
        return await self.candidates_at(None, text, embedding, limit, mode, within, phrases, model)

    async def candidates_at(
        self,
        revision: int | None,
        text: str,
        embedding: Embedding,
        limit: int,
        mode: SearchMode,
        within: DocumentFilter | None,
        phrases: Sequence[str],
        model: str | None,
    ) -> Candidates:
        """Return the same, if the database has this revision; None: whichever it has.

        Raises:
            OtherRevision: If it has another one.
        """
        if within == ALL_DOCUMENTS:
            within = None
        vector = HalfVector(np.asarray(embedding, dtype=np.float32))
        by_vector: list[Key] = []
        by_text: list[Key] = []
        by_name: list[Key] = []
        by_phrase: list[Key] = []
        named: dict[UUID, NamedDocument] = {}
        conditions = conditions_of(within) if within else NO_CONDITIONS
        terms = question_terms(text) if mode is not SearchMode.VECTOR else ()
        async with (
            self._turn(),
            # all queries read the same snapshot
            self._database.connection(snapshot=True) as connection,
        ):
            # before the snapshot is taken
            await connection.execute(QUERIES["hold_vectors"])
            if revision is not None:
                await _check_revision(connection, revision)
            if model is not None:
                await check_live(connection, model)
            if within:
                await connection.execute(QUERIES["plan_for_values"])
            if mode is not SearchMode.TEXT and limit > 0:
                by_vector = await nearest_chunks(
                    connection, vector, limit, conditions, self._exact_chunks
                )
            question = NO_QUESTION
            if mode is not SearchMode.VECTOR and limit > 0:
                read = await read_question(connection, terms)
                question = await with_compounds(connection, read, terms)
                by_text = await self._by_words(connection, question.terms, limit, within)
                named = await named_documents(connection, terms, read, conditions)
                by_name = await self._of_named(connection, vector, named, question.scale)
            if phrases and limit > 0:
                by_phrase = await chunks_with_phrases(connection, phrases, limit, conditions)
            keys = list(dict.fromkeys((*by_vector, *by_text, *by_name, *by_phrase)))
            rows = keys and await connection.fetch(
                QUERIES["candidates"],
                vector,
                [document_id for document_id, _ in keys],
                [chunk_index for _, chunk_index in keys],
                *columns(question.terms),
                FLAT,
                name_pattern(within or ALL_DOCUMENTS),
            )
        found = ranked(rows, by_vector, by_text)
        own_name = within is None or within.filename is None
        return Candidates(
            tuple(named_candidate(each, named, own_name=own_name) for each in found), question.scale
        )

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout(TURN_SECONDS):
                    await held.enter_async_context(self._searching.turn())
            except TimeoutError:
                raise DatabaseUnavailable(
                    "The database is busy with other searches. Try again in a moment."
                ) from None
            yield

    async def revision(self) -> int:
        """Return the revision of the searchable content: it increases with every change."""
        async with self._database.connection() as connection:
            revision: int = await connection.fetchval(QUERIES["revision"])
        return revision

    async def _of_named(
        self,
        connection: asyncpg.Connection,
        vector: HalfVector,
        named: Mapping[UUID, NamedDocument],
        scale: float,
    ) -> list[Key]:
        """Return the chunks nearest to a vector in the documents that a question names best."""
        most = max((each.score for each in named.values()), default=0.0)
        if most < NAMED_LEAST * scale or not named:
            return []
        best = [key for key, each in named.items() if each.score >= NAMED_SHARE * most]
        rows = await connection.fetch(
            QUERIES["nearest_chunks_of"], vector, NAMED_CHUNKS, best, NAMED_COMPARED
        )
        return [key_of(row) for row in rows]

    async def _by_words(
        self,
        connection: asyncpg.Connection,
        terms: Sequence[Term],
        limit: int,
        within: DocumentFilter | None,
    ) -> list[Key]:
        """Return the chunks with the highest BM25 scores."""
        query, conditions = "chunks_by_words", NO_CONDITIONS
        if within:
            query, conditions = "chunks_by_words_within", conditions_of(within)
        rarer = _affordable(terms, self._postings_budget)
        while terms:
            commoner = terms[rarer:]
            shortlist = min(SHORTLIST, LOOKUPS // len(commoner)) if commoner else limit
            rows = await connection.fetch(
                QUERIES[query],
                *columns(terms[:rarer]),
                *columns(commoner),
                FLAT,
                max(limit, shortlist),
                limit,
                *conditions,
            )
            if len(rows) == limit or not commoner:
                return [key_of(row) for row in rows]
            rarer = len(terms)  # too few chunks contain a rarer term: find chunks by all terms
        return []


async def _check_revision(connection: asyncpg.Connection, revision: int) -> None:
    if await connection.fetchval(QUERIES["revision"]) != revision:
        raise OtherRevision


def _affordable(terms: Sequence[Term], budget: int) -> int:
    """Return how many terms, rarest first, the budget allows to read in full; at least one."""
    for number, term in enumerate(terms):
        budget -= term.document_frequency
        if budget < 0:
            return max(1, number)
    return len(terms)


def columns(terms: Sequence[Term]) -> tuple[list[int], list[float], list[float]]:
    """Return terms as arguments of SQL: their ids, weights and slopes."""
    return (
        [term.lexeme_id for term in terms],
        [term.weight for term in terms],
        [term.slope for term in terms],
    )


def named_candidate(
    candidate: Candidate, named: Mapping[UUID, NamedDocument], *, own_name: bool
) -> Candidate:
    """Return a candidate with what its document's names have of the question."""
    found = named.get(candidate.passage.place.document_id)
    if found is None:
        return candidate
    passage = candidate.passage
    if own_name and found.name:
        passage = replace(passage, place=replace(passage.place, filename=found.name))
    return replace(candidate, passage=passage, name_score=found.score, name_words=found.words)


def ranked(
    rows: Sequence[asyncpg.Record], by_vector: Sequence[Key], by_text: Sequence[Key]
) -> tuple[Candidate, ...]:
    """Return the chunks in rows with their ranks by each half of the search."""
    nearest = sorted(by_vector, key={key_of(row): row["distance"] for row in rows}.__getitem__)
    wordiest = sorted(by_text, key={key_of(row): -row["bm25"] for row in rows}.__getitem__)
    vector_ranks = {key: rank for rank, key in enumerate(nearest, start=1)}
    text_ranks = {key: rank for rank, key in enumerate(wordiest, start=1)}
    return tuple(
        Candidate(
            passage_from(row),
            row["bm25"],
            vector_ranks.get(key_of(row)),
            text_ranks.get(key_of(row)),
        )
        for row in rows
    )
