"""Searching for passages without an answer."""

import math
import time
from dataclasses import dataclass, field

from application.ports.embedder import Embedder
from application.ports.live_embedder import LiveEmbedder
from application.retrieval.live_model import with_live_model
from application.retrieval.retriever import Query, Retriever
from domain.conversation.message import MAX_MESSAGE_LENGTH, Timings
from domain.errors import MessageEmpty, MessageTooLong
from domain.retrieval.embedding_model import EmbeddingModel
from domain.retrieval.passages import PassageFilter, SearchMode
from domain.retrieval.policy import RetrievalPolicy
from domain.retrieval.query_syntax import ParsedQuery, parse_query
from domain.retrieval.selection import Selection, select
from domain.text.storable import storable


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search.

    Attributes:
        limit: The largest number of passages to return.
        min_similarity: The lowest cosine of a passage, -1 to 1.
    """

    query: str
    limit: int = 10
    min_similarity: float = -math.inf
    mode: SearchMode = SearchMode.HYBRID
    within: PassageFilter = field(default=PassageFilter())


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found.

    Attributes:
        selection: The passages found, best first, and the reasons of those that were dropped.
        confidence: The estimated probability that the best passages answer the query, 0 to 1.
        query: The query, parsed.
        model: The embedding model that it was searched for with.
    """

    selection: Selection
    confidence: float
    query: ParsedQuery
    model: EmbeddingModel
    timings: Timings


class SearchPassages:
    """Finds the passages that are closest to a query in meaning, in words, or in both."""

    def __init__(self, embedder: LiveEmbedder, retriever: Retriever) -> None:
        self._embedder = embedder
        self._retriever = retriever

    async def execute(self, request: SearchRequest) -> SearchResult:
        """Return the passages, best first.

        Raises:
            MessageEmpty: If the query is empty.
            MessageTooLong: If it has over 32,000 characters.
            Unavailable: If the embedder, the database or the reranker is unavailable.
        """
        query = storable(request.query)
        if not query.strip():
            raise MessageEmpty("The query is empty: say what to search for.")
        if len(request.query) > MAX_MESSAGE_LENGTH:
            raise MessageTooLong(
                f"The query has {len(request.query):,} characters and may have"
                f" {MAX_MESSAGE_LENGTH:,}: shorten it."
            )
        return await with_live_model(
            self._embedder, lambda embedder: self._search(query, request, embedder)
        )

    async def _search(self, query: str, request: SearchRequest, embedder: Embedder) -> SearchResult:
        started = time.perf_counter()
        embedding = await embedder.embed_query(parse_query(query).words)
        embedded = time.perf_counter()
        found = await self._retriever.retrieve(
            Query(query, embedding, embedder.model), request.limit, request.mode, request.within
        )
        policy = RetrievalPolicy(request.limit, min_similarity=request.min_similarity)
        selection = select(found.passages, policy)
        searched = time.perf_counter()
        return SearchResult(
            selection,
            found.confidence,
            found.query,
            embedder.model,
            Timings(
                embed=(embedded - started) * 1000,
                search=(searched - embedded) * 1000,
                total=(searched - started) * 1000,
            ),
        )
