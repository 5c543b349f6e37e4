"""Searches for a question of the set as it is searched for when it is answered."""

from application.retrieval.contextual_query import ContextualQueryBuilder
from application.retrieval.retriever import Retrieval, Retriever
from domain.retrieval.passages import SearchMode
from entrypoints.evaluation.datasets.dataset import LabelledQuestion
from entrypoints.evaluation.runs.history import messages_of


class QuestionSearch:
    """Finds passages for a question in the light of what was said before it."""

    def __init__(self, queries: ContextualQueryBuilder, retriever: Retriever) -> None:
        """Make queries with the one, find passages with the other."""
        self._queries = queries
        self._retriever = retriever

    async def execute(self, question: LabelledQuestion, limit: int, mode: SearchMode) -> Retrieval:
        """Return the first `limit` passages, and how good they are.

        Raises:
            Unavailable: If the embedder, the reranker or the database is not there.
        """
        query = await self._queries.build(question.text, messages_of(question.history))
        found = await self._retriever.retrieve(query.text, query.embedding, limit, mode)
        return Retrieval(found.passages[:limit], found.confidence)
