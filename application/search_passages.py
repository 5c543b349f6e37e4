"""Searching without an answer: the passages alone."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from application.ports.embedder import Embedder
from application.ports.passage_index import PassageIndex
from domain.answers import Timings
from domain.conversation import MAX_MESSAGE_LENGTH
from domain.errors import MessageEmpty, MessageTooLong
from domain.retrieval import Passage, above


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to search for.

    Attributes:
        limit: The most passages to return.
        min_similarity: Passages whose cosine is below this are left out; None keeps all.
        document_ids: Search these documents only; None searches all.
    """

    query: str
    limit: int = 10
    min_similarity: float | None = None
    document_ids: Sequence[UUID] | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The passages found, best first."""

    passages: tuple[Passage, ...]
    timings: Timings


class SearchPassages:
    """Finds the passages that are closest to a query in meaning."""

    def __init__(self, embedder: Embedder, index: PassageIndex) -> None:
        """Embed with the one, look up in the other."""
        self._embedder = embedder
        self._index = index

    async def execute(self, request: SearchRequest) -> SearchResult:
        """Return the passages, best first.

        Raises:
            MessageEmpty: If the query is empty.
            MessageTooLong: If it has over 32,000 characters.
            Unavailable: If the embedder or the database is not there.
        """
        if not request.query.strip():
            raise MessageEmpty("The query is empty: say what to search for.")
        if len(request.query) > MAX_MESSAGE_LENGTH:
            raise MessageTooLong(
                f"The query has {len(request.query):,} characters and may have"
                f" {MAX_MESSAGE_LENGTH:,}: shorten it."
            )
        started = time.perf_counter()
        embedding = await self._embedder.embed_query(request.query)
        embedded = time.perf_counter()
        passages = await self._index.nearest(embedding, request.limit, request.document_ids)
        if request.min_similarity is not None:
            passages = above(request.min_similarity, passages)
        searched = time.perf_counter()
        return SearchResult(
            passages,
            Timings(
                embed=(embedded - started) * 1000,
                search=(searched - embedded) * 1000,
                total=(searched - started) * 1000,
            ),
        )
