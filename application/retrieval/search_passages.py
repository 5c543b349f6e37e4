"""Searching for passages without an answer."""

import math
import time
from dataclasses import dataclass

from application.limits.admission import Admission
from application.limits.count_request import CountRequest
from application.ports.embedder import Embedder
from application.ports.live_embedder import LiveEmbedder
from application.retrieval.live_model import with_live_model
from application.retrieval.resolve_filter import ResolveFilter
from application.retrieval.retriever import Query, Retriever
from application.retrieval.select_by_condition import SelectByCondition
from domain.conversation.message import MAX_MESSAGE_LENGTH, Timings
from domain.documents.conditions import Condition
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.errors import MessageEmpty, MessageTooLong
from domain.limits.rate_limit import Limited
from domain.retrieval.embedding_model import EmbeddingModel
from domain.retrieval.passages import SearchMode
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
        within: Which documents are searched; their collections are names or ids.
        condition: What these documents have to fulfil; None if nothing.
    """

    query: str
    limit: int = 10
    min_similarity: float = -math.inf
    mode: SearchMode = SearchMode.HYBRID
    within: DocumentFilter = ALL_DOCUMENTS
    condition: Condition | None = None


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

    def __init__(
        self,
        embedder: LiveEmbedder,
        retriever: Retriever,
        resolve: ResolveFilter,
        select_by: SelectByCondition,
        count: CountRequest,
        admission: Admission,
    ) -> None:
        self._embedder = embedder
        self._retriever = retriever
        self._resolve = resolve
        self._select_by = select_by
        self._count = count
        self._admission = admission

    async def execute(self, request: SearchRequest) -> SearchResult:
        """Return the passages, best first.

        Raises:
            MessageEmpty: If the query is empty.
            MessageTooLong: If it has over 32,000 characters.
            CollectionNotFound: If an unknown collection is searched.
            RateLimited: If the client has searched too often.
            Unavailable: If the embedder, the database or the reranker is unavailable, or the server
                is busy.
        """
        query = storable(request.query)
        if not query.strip():
            raise MessageEmpty("The query is empty: say what to search for.")
        if len(request.query) > MAX_MESSAGE_LENGTH:
            raise MessageTooLong(
                f"The query has {len(request.query):,} characters and may have"
                f" {MAX_MESSAGE_LENGTH:,}: shorten it."
            )
        with self._admission.admitted():
            await self._count.execute(Limited.SEARCHES)
            return await with_live_model(
                self._embedder, lambda embedder: self._search(query, request, embedder)
            )

    async def _search(self, query: str, request: SearchRequest, embedder: Embedder) -> SearchResult:
        started = time.perf_counter()
        within = await self._resolve.execute(request.within)
        if request.condition is not None:
            within = await self._select_by.execute(within, request.condition)
        resolved = time.perf_counter()
        embedding = await embedder.embed_query(parse_query(query).words)
        embedded = time.perf_counter()
        found = await self._retriever.retrieve(
            Query(query, embedding, embedder.model, within=within), request.limit, request.mode
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
                embed=(embedded - resolved) * 1000,
                search=(searched - embedded) * 1000,
                total=(searched - started) * 1000,
            ),
        )
