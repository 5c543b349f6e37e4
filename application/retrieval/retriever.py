"""Retrieving passages, for a search and for an answer."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from application.ports.passage_index import PassageIndex
from application.ports.reranker import Reranker
from domain.documents.chunks import Embedding
from domain.documents.filenames import name_words
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.confidence import CONSIDERED, confidence
from domain.retrieval.embedding_model import EmbeddingModel
from domain.retrieval.fusion import COVERED, rank
from domain.retrieval.passages import Candidates, PassageFilter, RankedPassage, SearchMode
from domain.retrieval.query_syntax import ParsedQuery, parse_query
from domain.text.phrases import has_any

POOL = 50
"""How many chunks each half contributes. Scores are exact, so more do not change the first ten."""

RERANKED = 50
"""How many of the best passages a reranker reads, or more if more are wanted."""

MOST_READ = 1_000
"""How many chunks each half contributes at most, if most are left out for a word."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    Attributes:
        text: The query as it is written, with its syntax.
        embedding: The vector of its words, of unit length.
        model: The model of the vector.
        found: What a hybrid search of all documents for this query has found already, POOL chunks
            from each half; None if there was none.
        context: The earlier questions that it continues, which name its subject; empty if it stands
            alone.
    """

    text: str
    embedding: Embedding
    model: EmbeddingModel
    found: Candidates | None = None
    context: str = ""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found for a query.

    Attributes:
        passages: The passages, best first.
        confidence: The estimated probability that the best of them answer the query, 0 to 1.
        query: The query, parsed.
    """

    passages: tuple[RankedPassage, ...]
    confidence: float
    query: ParsedQuery


class Retriever:
    """Finds the chunks closest to a query and ranks them."""

    def __init__(
        self,
        index: PassageIndex,
        reranker: Reranker | None = None,
    ) -> None:
        self._index = index
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
            EmbeddingModelChanged: If the library's vectors are by another model.
            Unavailable: If the database or the reranker is unavailable.
        """
        calibration = query.model.calibration
        asked = parse_query(query.text)
        in_context = f"{asked.words} {query.context}".rstrip()
        read = max(RERANKED, limit) if self._reranker else limit
        candidates = await self._candidates(query, asked, limit, mode, within)
        covered = max(COVERED, read) if judged else COVERED
        # in threads: reading the passages' sentences takes milliseconds, and longer for odd texts
        ranked = await asyncio.to_thread(
            rank, candidates, calibration, mode, in_context, covered, asked.phrases
        )
        if self._reranker is not None:
            ranked = await _rerank(self._reranker, in_context, ranked, read)
        best = ranked[:CONSIDERED]
        questions = {asked.words, in_context}
        sure = await asyncio.to_thread(_confidence, questions, best, calibration)
        return Retrieval(ranked, sure, asked)

    async def _candidates(
        self,
        query: Query,
        asked: ParsedQuery,
        limit: int,
        mode: SearchMode,
        within: PassageFilter | None,
    ) -> Candidates:
        wanted = max(POOL, limit)
        found = query.found
        if found is None or mode is not SearchMode.HYBRID or within is not None or limit > POOL:
            found = await self._find(query, asked, wanted, mode, within)
        if not asked.excluded:
            return found
        left = await asyncio.to_thread(_without, found, asked.excluded)
        while len(left.items) < wanted <= len(found.items) and wanted < MOST_READ:
            wanted = min(4 * wanted, MOST_READ)
            found = await self._find(query, asked, wanted, mode, within)
            left = await asyncio.to_thread(_without, found, asked.excluded)
        return left

    async def _find(
        self,
        query: Query,
        asked: ParsedQuery,
        wanted: int,
        mode: SearchMode,
        within: PassageFilter | None,
    ) -> Candidates:
        return await self._index.candidates(
            asked.words, query.embedding, wanted, mode, within, asked.phrases, query.model.name
        )


def _confidence(
    questions: Collection[str], best: Sequence[RankedPassage], calibration: RelevanceCalibration
) -> float:
    """Return the confidence in a question, alone or in its context: whichever is answered."""
    passages = [each.passage for each in best]
    names = [each.scores.name_words for each in best]
    return max(confidence(each, passages, calibration, names) for each in questions)


def _without(candidates: Candidates, excluded: Sequence[str]) -> Candidates:
    """Leave out the chunks that have one of the words or phrases, or whose document's name has."""
    left = (
        each
        for each in candidates.items
        if not has_any((each.passage.content, name_words(each.passage.place.filename)), excluded)
    )
    return replace(candidates, items=tuple(left))


async def _rerank(
    reranker: Reranker, query: str, ranked: Sequence[RankedPassage], count: int
) -> tuple[RankedPassage, ...]:
    read, rest = ranked[:count], ranked[count:]
    scores = await reranker.scores(query, [each.passage.content for each in read])
    # sorted is stable: equal scores stay in order
    order = sorted(
        range(len(read)), key=lambda place: (-len(read[place].scores.phrases), -scores[place])
    )
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
