"""Retrieving passages, for a search and for an answer."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from application.ports.passage_index import PassageIndex
from application.ports.reranker import Reranker
from domain.documents.chunks import Embedding
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.confidence import CONSIDERED, confidence
from domain.retrieval.fusion import COVERED, rank
from domain.retrieval.passages import (
    Candidates,
    Passage,
    PassageFilter,
    RankedPassage,
    SearchMode,
)

POOL = 50
"""How many chunks each half contributes. Scores are exact, so more do not change the first ten."""

RERANKED = 50
"""How many of the best passages a reranker reads, or more if more are wanted."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    Attributes:
        text: The question.
        embedding: The vector, of unit length.
        found: What a hybrid search of all documents for this query has found already, POOL chunks
            from each half; None if there was none.
        context: The earlier questions that it continues, which name its subject; empty if it stands
            alone.
    """

    text: str
    embedding: Embedding
    found: Candidates | None = None
    context: str = ""

    @property
    def in_context(self) -> str:
        """The question with the questions that it continues."""
        return f"{self.text} {self.context}".rstrip()


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found for a query.

    Attributes:
        passages: The passages, best first.
        confidence: The estimated probability that the best of them answer the query, 0 to 1.
    """

    passages: tuple[RankedPassage, ...]
    confidence: float


class Retriever:
    """Finds the chunks closest to a query and ranks them."""

    def __init__(
        self,
        index: PassageIndex,
        calibration: RelevanceCalibration,
        reranker: Reranker | None = None,
    ) -> None:
        self._index = index
        self._calibration = calibration
        self._reranker = reranker

    async def retrieve(
        self,
        query: Query,
        limit: int,
        mode: SearchMode = SearchMode.HYBRID,
        within: PassageFilter | None = None,
        *,
        judged: bool = False,
    ) -> Retrieval:
        """Return `limit` passages or more, unless there are fewer, and the confidence in them.

        Args:
            query: What is searched for.
            limit: How many passages are wanted.
            mode: What the search goes by.
            within: Which documents are searched; None means all.
            judged: Whether the passages will be held to a minimum score. Then the scores of all
                that may be used include the same parts.

        Raises:
            Unavailable: If the database or the reranker is unavailable.
        """
        read = max(RERANKED, limit) if self._reranker else limit
        candidates = await self._candidates(query, limit, mode, within)
        covered = max(COVERED, read) if judged else COVERED
        # in threads: reading the passages' sentences takes milliseconds, and longer for odd texts
        ranked = await asyncio.to_thread(
            rank, candidates, self._calibration, mode, query.in_context, covered
        )
        if self._reranker is not None:
            ranked = await _rerank(self._reranker, query.in_context, ranked, read)
        best = [each.passage for each in ranked[:CONSIDERED]]
        return Retrieval(ranked, await asyncio.to_thread(self._confidence, query, best))

    def _confidence(self, query: Query, best: Sequence[Passage]) -> float:
        """Return the confidence in the question, alone or in its context: whichever is answered."""
        asked = {query.text, query.in_context}
        return max(confidence(each, best, self._calibration) for each in asked)

    async def _candidates(
        self, query: Query, limit: int, mode: SearchMode, within: PassageFilter | None
    ) -> Candidates:
        same = mode is SearchMode.HYBRID and within is None and limit <= POOL
        if query.found is not None and same:
            return query.found
        return await self._index.candidates(
            query.text, query.embedding, max(POOL, limit), mode, within
        )


async def _rerank(
    reranker: Reranker, query: str, ranked: Sequence[RankedPassage], count: int
) -> tuple[RankedPassage, ...]:
    read, rest = ranked[:count], ranked[count:]
    scores = await reranker.scores(query, [each.passage.content for each in read])
    # sorted is stable: equal scores stay in order
    order = sorted(range(len(read)), key=lambda place: -scores[place])
    reranked = [
        replace(
            read[place],
            scores=replace(
                read[place].scores, reranker_rank=new_place, reranker_score=scores[place]
            ),
        )
        for new_place, place in enumerate(order, 1)
    ]
    return (*reranked, *rest)
