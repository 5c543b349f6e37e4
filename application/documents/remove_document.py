"""Removing a document and everything derived from it."""

from dataclasses import dataclass
from uuid import UUID

from application.answering.answer_cache import AnswerCache
from application.ports.document_store import DocumentStore


@dataclass(frozen=True, slots=True)
class RemovalReceipt:
    """What was deleted with a document."""

    document_id: UUID
    deleted_chunks: int
    deleted_cached_answers: int


class RemoveDocument:
    """Removes documents from the store, then from the cached answers.

    When the call returns, nothing of the document can be found any more.
    """

    def __init__(self, store: DocumentStore, answers: AnswerCache) -> None:
        self._store = store
        self._answers = answers

    async def execute(self, document_id: UUID) -> RemovalReceipt:
        """Remove one document.

        Raises:
            DocumentNotFound: If there is none with this id.
            DatabaseUnavailable: If the database is not reachable; nothing was removed.
            OutcomeUnknown: If the connection was lost while the removal was being stored.
        """
        deleted_chunks = await self._store.remove(document_id)
        deleted_answers = await self._answers.evict(document_id)
        return RemovalReceipt(document_id, deleted_chunks, deleted_answers)
