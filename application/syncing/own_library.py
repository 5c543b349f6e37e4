"""The library of this process, as the one that documents are synced into."""

from contextlib import suppress
from uuid import UUID

from application.access.record_action import Action, RecordAction
from application.documents.put_document import PutChange, PutDocument, PutRequest
from application.documents.remove_document import RemoveDocument
from application.documents.rename_document import RenameDocument
from application.ports.synced_library import SyncedLibrary
from domain.documents.document import Upload
from domain.documents.metadata import Labels
from domain.errors import DocumentNotFound
from domain.syncing.items import SourceItem, external_id
from domain.syncing.report import SyncOutcome

OUTCOMES = {
    PutChange.CREATED: SyncOutcome.ADDED,
    PutChange.REPLACED: SyncOutcome.CHANGED,
    PutChange.UNCHANGED: SyncOutcome.UNCHANGED,
}


class OwnLibrary(SyncedLibrary):
    """Stores synced documents with the use cases of this process, and enters each change.

    The library of a server enters the requests by itself.
    """

    def __init__(
        self,
        put: PutDocument,
        rename: RenameDocument,
        remove: RemoveDocument,
        record: RecordAction,
    ) -> None:
        self._put = put
        self._rename = rename
        self._remove = remove
        self._record = record

    async def put(self, collection: str, item: SourceItem, upload: Upload) -> SyncOutcome:
        """Store the content of an item under its name."""
        request = PutRequest(
            external_id(collection, item.path),
            upload,
            metadata={"url": item.url} if item.url else {},
            labels=Labels((collection,)),
        )
        put = await self._put.execute(request)
        if put.change is not PutChange.UNCHANGED:
            await self._record.execute(Action("document.put", [put.document.id]))
        return OUTCOMES[put.change]

    async def rename(self, collection: str, path: str, new: str) -> None:
        """Give the document of one path to another path."""
        before, after = external_id(collection, path), external_id(collection, new)
        document = await self._rename.execute(before, after, new)
        await self._record.execute(Action("document.rename", [document.id]))

    async def remove(self, document_id: UUID) -> None:
        """Delete a document, if it is still there."""
        with suppress(DocumentNotFound):
            await self._remove.execute(document_id)
            await self._record.execute(Action("document.delete", [document_id]))
