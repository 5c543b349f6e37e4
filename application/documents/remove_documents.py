"""Removing the documents that pass a filter."""

from uuid import UUID

from application.answering.answer_cache import AnswerCache
from application.documents.remove_document import RemovalReceipt
from application.limits.admission import Admission
from application.ports.document_removals import DocumentRemovals
from application.retrieval.resolve_filter import ResolveFilter
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.documents.removal import Removal
from domain.errors import FilterEmpty


class RemoveDocuments:
    """Removes documents in one transaction, then the answers that were cached from them."""

    def __init__(
        self,
        removals: DocumentRemovals,
        resolve: ResolveFilter,
        answers: AnswerCache,
        previews: Admission,
    ) -> None:
        self._removals = removals
        self._resolve = resolve
        self._answers = answers
        self._previews = previews

    async def execute(self, matching: DocumentFilter, *, dry_run: bool = False) -> RemovalReceipt:
        """Remove all documents that pass a filter, whatever their status.

        With a file name in it, the names that match it are removed, and a document with its last.

        Args:
            matching: The filter. Its collections are names or ids.
            dry_run: Whether only to return what would be removed.

        Raises:
            FilterEmpty: If the filter has no condition; nothing was removed.
            CollectionNotFound: If it names an unknown collection; nothing was removed.
            ServerBusy: If as many dry runs as possible are running.
            DatabaseUnavailable: If the database is not reachable; nothing was removed.
            OutcomeUnknown: If the connection was lost while the removal was being stored.
        """
        if matching == ALL_DOCUMENTS:
            raise FilterEmpty
        named = await self._resolve.execute(matching)
        if dry_run:
            # deletions take turns, and what is gone is not deleted again: nothing ends dry runs
            with self._previews.admitted():
                removal = await self._removals.preview(named)
            return RemovalReceipt(removal, await self._answers.count(_touched(removal)))
        removal = await self._removals.remove(named)
        return RemovalReceipt(removal, await self._answers.evict(_touched(removal)))


def _touched(removal: Removal) -> set[UUID]:
    gone = {each.id for each in removal.documents}
    return gone | {each.document_id for each in removal.names}
