"""Searching without an answer: the passages alone."""

import time
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from application.ports.embedder import Embedder
from application.retrieval.retriever import Retriever
from domain.conversation.message import MAX_MESSAGE_LENGTH, Timings
from domain.errors import MessageEmpty, MessageTooLong
from domain.retrieval.passages import PassageFilter, RankedPassage, SearchMode

Leaving: TypeAlias = Literal["below min_similarity", "beyond top_k"]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to search for.

    Attributes:
        limit: The most passages to return.
        min_similarity: Passages whose cosine is below this are left out; None keeps all.
    """

    query: str
    limit: int = 10
    min_similarity: float | None = None
    mode: SearchMode = SearchMode.HYBRID
    within: PassageFilter = field(default=PassageFilter())


@dataclass(frozen=True, slots=True)
class DroppedPassage:
    """A passage that was found and is not returned, with the reason."""

    passage: RankedPassage
    reason: Leaving


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found.

    Attributes:
        passages: The passages, best first.
        confidence: How probable it is that the best passages found answer the query, 0 to 1.
        dropped: Those that were found and left out.
    """

    passages: tuple[RankedPassage, ...]
    confidence: float
    dropped: tuple[DroppedPassage, ...]
    timings: Timings


class SearchPassages:
    """Finds the passages that are closest to a query in meaning, in words, or in both."""

    def __init__(self, embedder: Embedder, retriever: Retriever) -> None:
        """Embed with the one, find with the other."""
        self._embedder = embedder
        self._retriever = retriever

    async def execute(self, request: SearchRequest) -> SearchResult:
        """Return the passages, best first.

        Raises:
            MessageEmpty: If the query is empty.
            MessageTooLong: If it has over 32,000 characters.
            Unavailable: If the embedder or the database is not there.
        """
        query = request.query.replace("\0", "")  # PostgreSQL's text has no NUL
        if not query.strip():
            raise MessageEmpty("The query is empty: say what to search for.")
        if len(request.query) > MAX_MESSAGE_LENGTH:
            raise MessageTooLong(
                f"The query has {len(request.query):,} characters and may have"
                f" {MAX_MESSAGE_LENGTH:,}: shorten it."
            )
        started = time.perf_counter()
        embedding = await self._embedder.embed_query(query)
        embedded = time.perf_counter()
        found = await self._retriever.retrieve(
            query, embedding, request.limit, request.mode, request.within
        )
        passages, dropped = _choose(found.passages, request)
        searched = time.perf_counter()
        return SearchResult(
            passages,
            found.confidence,
            dropped,
            Timings(
                embed=(embedded - started) * 1000,
                search=(searched - embedded) * 1000,
                total=(searched - started) * 1000,
            ),
        )


def _choose(
    ranked: tuple[RankedPassage, ...], request: SearchRequest
) -> tuple[tuple[RankedPassage, ...], tuple[DroppedPassage, ...]]:
    kept: list[RankedPassage] = []
    dropped: list[DroppedPassage] = []
    for each in ranked:
        if request.min_similarity is not None and each.passage.similarity < request.min_similarity:
            dropped.append(DroppedPassage(each, "below min_similarity"))
        elif len(kept) == request.limit:
            dropped.append(DroppedPassage(each, "beyond top_k"))
        else:
            kept.append(each)
    return tuple(kept), tuple(dropped)
