"""The library of a server, as the one that documents are synced into."""

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

import quoth
from application.ports.sync_items import SyncItems
from application.ports.synced_library import SyncedLibrary
from application.ports.upload_files import UploadFiles
from application.syncing.plan_sync import PlanSync
from application.syncing.sync_collection import SyncCollection
from domain import errors
from domain.documents.document import DocumentStatus, Upload
from domain.syncing.items import SourceItem, SyncedItem, external_id
from domain.syncing.report import SyncOutcome
from entrypoints.commands.sync import SyncUseCases
from quoth import AsyncClient, Within

OUTCOMES = {
    "created": SyncOutcome.ADDED,
    "replaced": SyncOutcome.CHANGED,
    "unchanged": SyncOutcome.UNCHANGED,
}
# the server says what is too large for it
NO_LIMIT = sys.maxsize


class ServerLibrary(SyncedLibrary):
    """Stores synced documents through the API of a server."""

    def __init__(self, client: AsyncClient) -> None:
        self._documents = client.documents

    async def put(self, collection: str, item: SourceItem, upload: Upload) -> SyncOutcome:
        """Store the content of an item under its name."""
        with _errors():
            put = await self._documents.put(
                external_id(collection, item.path),
                upload.path,
                name=item.path,
                collections=[collection],
                metadata={"url": item.url} if item.url else None,
            )
        return OUTCOMES[put.change]

    async def rename(self, collection: str, path: str, new: str) -> None:
        """Give the document of one path to another path."""
        before, after = external_id(collection, path), external_id(collection, new)
        with _errors():
            await self._documents.rename(before, after, filename=new)

    async def remove(self, document_id: UUID) -> None:
        """Delete a document, if it is still there."""
        with _errors(), suppress(quoth.NotFound):
            await self._documents.delete(document_id)


class ServerSyncItems(SyncItems):
    """Remembers no more than the documents of the server say: what each was made of.

    So everything is fetched again and compared, and a file that failed is tried at each sync.
    """

    def __init__(self, client: AsyncClient) -> None:
        self._documents = client.documents

    async def of(self, collection: str) -> list[SyncedItem]:
        """Return the documents of a collection that a sync named, in the order of their paths."""
        named = external_id(collection, "")
        found = []
        with _errors(), suppress(quoth.NotFound):  # there is no such collection yet
            async for each in self._documents.list(within=Within(collections=(collection,))):
                if each.external_id is None or not each.external_id.startswith(named):
                    continue
                path = each.external_id.removeprefix(named)
                stored = each.status == DocumentStatus.PROCESSED
                found.append(
                    SyncedItem(
                        path,
                        token=None,
                        sha256=each.content_sha256,
                        document_id=each.document_id,
                        stored=stored,
                    )
                )
        return sorted(found, key=lambda item: item.path)

    async def save(
        self,
        collection: str,
        items: Collection[SyncedItem] = (),
        forgotten: Collection[str] = (),
    ) -> None:
        """Remember nothing."""


async def server_use_cases(client: AsyncClient, files: UploadFiles) -> SyncUseCases:
    """Return what syncs into the library of a server."""
    with _errors():
        formats = await client.formats()
    items = ServerSyncItems(client)
    return SyncUseCases(
        PlanSync(items, [suffix for each in formats for suffix in each.suffixes]),
        SyncCollection(items, ServerLibrary(client), files, NO_LIMIT),
        _load_nothing,
    )


@contextmanager
def _errors() -> Iterator[None]:
    """Raise the errors of the server as those of our own library."""
    try:
        yield
    except (quoth.InvalidRequest, quoth.ProcessingFailed) as exc:
        kind = errors.FileEmpty if exc.code == errors.FileEmpty.code else errors.InvalidInput
        raise kind(exc.message) from exc
    except quoth.NotFound as exc:
        raise errors.DocumentNotFound(exc.message) from exc
    except quoth.Conflict as exc:
        raise errors.Conflict(exc.message) from exc
    except quoth.QuothError as exc:  # nothing more can be synced for now
        raise errors.Unavailable(exc.message) from exc


async def _load_nothing() -> None:
    """The models are the server's."""
