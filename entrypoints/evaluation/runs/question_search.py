"""Searches for a question of a dataset in the same way as answering does."""

from dataclasses import replace

from application.retrieval.contextual_query import ContextualQueryBuilder
from application.retrieval.retriever import Retrieval, Retriever
from domain.retrieval.passages import SearchMode
from entrypoints.evaluation.datasets.dataset import LabelledQuestion
from entrypoints.evaluation.runs.history import history_of


class QuestionSearch:
    """Finds passages for a question, taking its history into account."""

    def __init__(self, queries: ContextualQueryBuilder, retriever: Retriever) -> None:
        self._queries = queries
        self._retriever = retriever

    async def execute(self, question: LabelledQuestion, limit: int, mode: SearchMode) -> Retrieval:
        """Return the best `limit` passages, and the confidence of the search.

        Raises:
            Unavailable: If the embedder, the reranker or the database is unavailable.
        """
        query = await self._queries.build(question.text, history_of(question.history))
        found = await self._retriever.retrieve(query, limit, mode)
        return replace(found, passages=found.passages[:limit])
