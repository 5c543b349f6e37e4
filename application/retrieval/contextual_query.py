"""Building the query for a question in its conversation."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.embedder import Embedder
from application.ports.passage_index import PassageIndex
from application.ports.question_rewriter import QuestionRewriter
from domain.conversation.message import Message, Role
from domain.documents.chunks import Embedding
from domain.errors import LanguageModelFailed
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.passages import SearchMode
from domain.retrieval.query_blending import blend, needs_context

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: words, and a vector of unit length."""

    text: str
    embedding: Embedding


class ContextualQueryBuilder:
    """Builds the query for a question.

    A question with a passage near it is searched for on its own, whatever came before it. Any other
    follow-up question is rewritten by a chat model. Without one, or if the rewriting fails, its
    embedding is blended with that of the previous question.
    """

    def __init__(
        self,
        embedder: Embedder,
        index: PassageIndex,
        calibration: RelevanceCalibration,
        rewriter: QuestionRewriter | None = None,
    ) -> None:
        self._embedder = embedder
        self._index = index
        self._calibration = calibration
        self._rewriter = rewriter

    async def build(self, question: str, history: Sequence[Message]) -> Query:
        """Return the query for a question.

        Args:
            question: The question as it was asked.
            history: The messages before it, oldest first.

        Raises:
            Unavailable: If the embedder or the database is unavailable.
        """
        text = " ".join(question.split())
        alone = Query(text, await self._embedder.embed_query(text))
        asked = [message.content for message in history if message.role is Role.USER]
        if not asked or not await self._needs_context(alone):
            return alone
        if (rewritten := await self._rewritten(text, history)) is not None:
            return rewritten
        previous = await self._embedder.embed_query(asked[-1])
        return Query(text, blend(alone.embedding, previous, self._calibration))

    async def _needs_context(self, query: Query) -> bool:
        nearest = await self._index.candidates(query.text, query.embedding, 1, SearchMode.VECTOR)
        closest = max((each.passage.similarity for each in nearest.items), default=1.0)
        return needs_context(closest, self._calibration)

    async def _rewritten(self, question: str, history: Sequence[Message]) -> Query | None:
        if self._rewriter is None:
            return None
        try:
            text = await self._rewriter.rewrite(question, history)
        except LanguageModelFailed as exc:
            logger.warning("a question is searched as it was asked: %s", exc.code)
            return None
        return Query(text, await self._embedder.embed_query(text))
