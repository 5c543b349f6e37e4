"""Removing a document and everything derived from it, or one of its names."""

from dataclasses import dataclass
from uuid import UUID

from application.answering.answer_cache import AnswerCache
from application.ports.document_store import DocumentStore
from domain.documents.filenames import display_name
from domain.documents.removal import Removal


@dataclass(frozen=True, slots=True)
class RemovalReceipt:
    """What was deleted, or would be: all that is stored, and the cached answers."""

    removal: Removal
    cached_answers: int


class RemoveDocument:
    """Removes documents, or their names, from the store, then from the cached answers.

    The attachments of a mail go with it, unless another mail or a client brought them too. When the
    call returns, nothing of the document can be found any more, or nothing under the name.
    """

    def __init__(self, store: DocumentStore, answers: AnswerCache) -> None:
        self._store = store
        self._answers = answers

    async def execute(self, document_id: UUID, filename: str | None = None) -> RemovalReceipt:
        """Remove one document, or one of its names.

        Args:
            document_id: The document.
            filename: The name to remove; the document goes with its last one. None removes the
                document with all its names.

        Raises:
            DocumentNotFound: If there is none with this id.
            NameNotFound: If the document does not have this name; nothing was removed.
            DatabaseUnavailable: If the database is not reachable; nothing was removed.
            OutcomeUnknown: If the connection was lost while the removal was being stored.
        """
        if filename is None:
            removal = await self._store.remove(document_id)
        else:
            removal = await self._store.remove_name(document_id, display_name(filename))
        gone = {document_id, *(each.id for each in removal.documents)}
        return RemovalReceipt(removal, await self._answers.evict(gone))
