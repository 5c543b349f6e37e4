"""Finds passages in a distributed index, and scores them in PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from asyncpg import Record
from pgvector import HalfVector

from adapters.postgres.bm25 import FLAT, WeightedQuery
from adapters.postgres.compounds import with_compounds
from adapters.postgres.database import Connection, Database
from adapters.postgres.embedding_models import check_live
from adapters.postgres.filters import NO_CONDITIONS, Conditions, conditions_of, name_pattern
from adapters.postgres.name_index import NamedDocument, named_documents
from adapters.postgres.nearest_chunks import WINDOWS_PER_CHUNK, Key, key_of, nearest_chunks
from adapters.postgres.numbered_chunks import chunks_of_numbers, filter_among
from adapters.postgres.passage_index import (
    NO_QUESTION,
    PostgresPassageIndex,
    columns,
    named_candidate,
    ranked,
)
from adapters.postgres.phrase_search import chunks_with_phrases
from adapters.postgres.queries import QUERIES
from adapters.postgres.question_words import read_question
from application.access.acting import acting_principal
from application.ports.passage_finder import PassageFinder
from domain.documents.chunks import Embedding
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.errors import DistributedIndexUnavailable
from domain.retrieval.indexed_passages import FoundPassage, IndexPart
from domain.retrieval.passages import Candidates, SearchMode
from domain.text.words import question_terms

MOST_NOT_WRITTEN = 1_000
"""The most documents that are searched in PostgreSQL because an index does not have them yet."""

MOST_FOUND = 16_384  # the most that Milvus returns
SPARE = 1.25
"""How many times as many passages are asked for by words as are needed: the weights in the index
may belong to a slightly different average length, and so to a slightly different order."""

PATIENCE = 3.0  # seconds, in which the index has to answer all that a search asks it


@dataclass(frozen=True, slots=True)
class _Search:
    """What is searched for: the arguments of `candidates`."""

    text: str
    embedding: Embedding
    limit: int
    mode: SearchMode
    within: DocumentFilter | None
    phrases: Sequence[str]
    model: str | None

    @property
    def vector(self) -> HalfVector:
        return HalfVector(np.asarray(self.embedding, dtype=np.float32))

    @property
    def conditions(self) -> Conditions:
        return conditions_of(self.within) if self.within else NO_CONDITIONS


@dataclass(frozen=True, slots=True)
class _Read:
    """What the database knows of a search before an index is asked.

    Attributes:
        share: The share of the workspace that passes the filter.
        not_written: The documents that the index does not have in full.
        beside: The chunks that are found by names and phrases.
    """

    part: IndexPart
    model: str
    question: WeightedQuery
    named: Mapping[UUID, NamedDocument]
    share: float
    not_written: frozenset[UUID]
    beside: Sequence[Key]


class DistributedPassageIndex(PostgresPassageIndex):
    """Lets a distributed index find passages, and PostgreSQL decide about them.

    What the index finds are numbers. PostgreSQL has the passages, so it alone says which there are,
    which pass the filter, who may read them, and what their scores are: these are the same as
    without the index. If too many are left out, the index is asked for more.

    Documents that the index does not have yet are searched in PostgreSQL beside it. PostgreSQL
    answers alone if they are many, if the index does not answer, and if a filter leaves so few
    chunks that comparing all is exact and fast.
    """

    def __init__(
        self,
        database: Database,
        finder: PassageFinder,
        postings_budget: int = 20_000,
        exact_chunks: int = 10_000,
        patience: float = PATIENCE,
    ) -> None:
        """Set the index beside a database; the rest is as in PostgresPassageIndex.

        Args:
            database: The database of the library.
            finder: Finds passages in the index.
            postings_budget: See PostgresPassageIndex.
            exact_chunks: See PostgresPassageIndex.
            patience: See PATIENCE.
        """
        super().__init__(database, postings_budget, exact_chunks)
        self._finder = finder
        self._patience = patience

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
        if within == ALL_DOCUMENTS:
            within = None
        if limit > 0 and not self._finder.is_away():
            search = _Search(text, embedding, limit, mode, within, phrases, model)
            with suppress(DistributedIndexUnavailable):
                found = await self._by_index(search)
                if found is not None:
                    return found
        return await super().candidates(text, embedding, limit, mode, within, phrases, model)

    async def _by_index(self, search: _Search) -> Candidates | None:
        """Return what the index finds; None if the database has to search."""
        async with self._turn(), self._database.connection(snapshot=True) as connection:
            read = await self._read(connection, search)
        if read is None:
            return None
        limit = search.limit
        weights = {term.lexeme_id: term.weight for term in read.question.terms}
        windows = words = 0
        if search.mode is not SearchMode.TEXT:
            windows = round(limit * WINDOWS_PER_CHUNK / read.share)
        if weights:
            words = round(limit * SPARE / read.share)
        nearest: Sequence[FoundPassage] = ()
        wordiest: Sequence[FoundPassage] = ()
        more_windows, more_words = windows > 0, words > 0
        deadline = asyncio.get_running_loop().time() + self._patience
        while True:
            windows, words = min(windows, MOST_FOUND), min(words, MOST_FOUND)
            # the database is not held meanwhile
            async with _until(deadline):
                if more_windows:
                    nearest = await self._finder.nearest(read.part, search.embedding, windows)
                if more_words:
                    wordiest = await self._finder.wordiest(read.part, weights, words)
            found = await self._scored(search, read, nearest, wordiest)
            if found is None:
                return None
            by_vector = sum(each.vector_rank is not None for each in found.items)
            by_words = sum(each.text_rank is not None for each in found.items)
            more_windows = len(nearest) >= windows > 0 and by_vector < limit
            more_words = len(wordiest) >= words > 0 and by_words < limit
            if not more_windows and not more_words:
                return found
            if (more_windows and windows == MOST_FOUND) or (more_words and words == MOST_FOUND):
                return None
            windows, words = windows * 4, words * 4

    async def _read(self, connection: Connection, search: _Search) -> _Read | None:
        """Read what the database knows of a search; None if it has to search itself."""
        await connection.execute(QUERIES["hold_vectors"])
        if search.model is not None:
            await check_live(connection, search.model)
        index = await connection.fetchrow(QUERIES["index_for_search"])
        if index is None:
            return None
        not_written = await self._not_written(connection)
        if not_written is None:
            return None
        share = 1.0
        if search.within:
            await connection.execute(QUERIES["plan_for_values"])
            share = await self._share(connection, search.conditions)
        if not share:
            return None
        question = NO_QUESTION
        named: Mapping[UUID, NamedDocument] = {}
        beside: list[Key] = []
        if search.mode is not SearchMode.VECTOR:
            terms = question_terms(search.text)
            words = await read_question(connection, terms)
            question = await with_compounds(connection, words, terms)
            named = await named_documents(connection, terms, words, search.conditions)
            beside += await self._of_named(connection, search.vector, named, question.scale)
        if search.phrases:
            beside += await chunks_with_phrases(
                connection, search.phrases, search.limit, search.conditions
            )
        part = IndexPart(index["name"], acting_principal().workspace.workspace_id)
        return _Read(part, index["model"], question, named, share, not_written, beside)

    async def _not_written(self, connection: Connection) -> frozenset[UUID] | None:
        """Return the documents that the index does not have in full; None if they are many."""
        missing = await connection.fetchrow(QUERIES["passages_not_written"], MOST_NOT_WRITTEN + 1)
        documents = frozenset(missing["documents"])
        if len(documents) > MOST_NOT_WRITTEN or missing["chunks"] > self._exact_chunks:
            return None
        return documents

    async def _share(self, connection: Connection, conditions: Conditions) -> float:
        """Return the share of the workspace that passes a filter; 0 if it is better compared."""
        passing = await connection.fetchval(QUERIES["chunks_within"], *conditions)
        if passing <= self._exact_chunks:
            return 0.0
        return min(1.0, float(passing / await connection.fetchval(QUERIES["chunks_in_workspace"])))

    async def _scored(
        self,
        search: _Search,
        read: _Read,
        nearest: Sequence[FoundPassage],
        wordiest: Sequence[FoundPassage],
    ) -> Candidates | None:
        """Return the best of what was found that the database has, by its own scores.

        None if so much has come since that the database has to search itself.
        """
        within = search.within
        async with self._turn(), self._database.connection(snapshot=True) as connection:
            await connection.execute(QUERIES["hold_vectors"])
            await check_live(connection, read.model)
            by_vector = set(await chunks_of_numbers(connection, nearest, within))
            by_text = set(await chunks_of_numbers(connection, wordiest, within))
            # and what has come since the question was read, such as a version in place of another
            not_written = await self._not_written(connection)
            if not_written is None:
                return None
            if only := filter_among(read.not_written | not_written, within):
                beside = replace(search, within=only)
                by_vector.update(await self._nearest_in_database(connection, beside))
                by_text.update(
                    await self._by_words(connection, read.question.terms, search.limit, only)
                )
            keys = list({*by_vector, *by_text, *read.beside})
            rows: Sequence[Record] = keys and await connection.fetch(
                QUERIES["candidates"],
                search.vector,
                [document_id for document_id, _ in keys],
                [chunk_index for _, chunk_index in keys],
                *columns(read.question.terms),
                FLAT,
                name_pattern(within or ALL_DOCUMENTS),
            )
        rows = sorted(rows, key=lambda row: (row["distance"], key_of(row)))
        best_by_vector = [key_of(row) for row in rows if key_of(row) in by_vector][: search.limit]
        rows.sort(key=lambda row: (-row["bm25"], key_of(row)))
        best_by_text = [key_of(row) for row in rows if key_of(row) in by_text and row["bm25"] > 0]
        best_by_text = best_by_text[: search.limit]
        wanted = {*best_by_vector, *best_by_text, *read.beside}
        chosen = [row for row in rows if key_of(row) in wanted]
        own_name = within is None or within.filename is None
        return Candidates(
            tuple(
                named_candidate(each, read.named, own_name=own_name)
                for each in ranked(chosen, best_by_vector, best_by_text)
            ),
            read.question.scale,
        )

    async def _nearest_in_database(self, connection: Connection, search: _Search) -> Sequence[Key]:
        if search.mode is SearchMode.TEXT:
            return ()
        return await nearest_chunks(
            connection, search.vector, search.limit, search.conditions, self._exact_chunks
        )


@asynccontextmanager
async def _until(deadline: float) -> AsyncIterator[None]:
    """Ask an index in the block, which has to answer until then."""
    try:
        async with asyncio.timeout_at(deadline):
            yield
    except TimeoutError as exc:
        raise DistributedIndexUnavailable from exc
