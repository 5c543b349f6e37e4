"""Removing a collection."""

from uuid import UUID

from application.answering.answer_cache import AnswerCache
from application.documents.remove_document import RemovalReceipt
from application.ports.collection_store import CollectionStore


class RemoveCollection:
    """Removes collections, and on request their documents."""

    def __init__(self, collections: CollectionStore, answers: AnswerCache) -> None:
        self._collections = collections
        self._answers = answers

    async def execute(self, collection_id: UUID, *, with_documents: bool = False) -> RemovalReceipt:
        """Remove one collection. Without `with_documents`, its documents stay.

        Raises:
            CollectionNotFound: If there is none with this id.
            CollectionLimited: If it is limited to groups and documents of it would stay; nothing
                was removed.
            DatabaseUnavailable: If the database is not reachable; nothing was removed.
            OutcomeUnknown: If the connection was lost while the removal was being stored.
        """
        removal = await self._collections.remove(collection_id, with_documents=with_documents)
        answers = await self._answers.evict([each.id for each in removal.documents])
        return RemovalReceipt(removal, answers)
