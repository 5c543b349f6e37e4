"""Batches of files that are put into a vector store together.

The files stay in the collection. The batch is only how a client follows them, for a day.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody

from application.identifiers import new_id
from application.ports.collection_catalog import CollectionCatalog
from application.ports.document_catalog import DocumentCatalog
from application.ports.file_batches import FileBatches
from domain.documents.collection import Collection
from domain.documents.document_filter import DocumentFilter
from domain.documents.file_batch import FileBatch
from domain.documents.metadata import checked_metadata
from domain.errors import DocumentNotFound, InvalidInput, NotFound
from entrypoints.api.openai.documents import page_after
from entrypoints.api.openai.filters import metadata_of
from entrypoints.api.openai.ids import FILE, FILE_BATCH, VECTOR_STORE, named, parsed
from entrypoints.api.openai.lists import After, Limit, ListView, OrderParameter, page_of
from entrypoints.api.openai.vector_store_files import FILTERS, OnlyStatus
from entrypoints.api.openai.vector_store_schemas import (
    BatchBody,
    BatchView,
    StoreFileBody,
    StoreFileView,
)
from entrypoints.api.roles import EDITOR, READER


@dataclass(frozen=True, slots=True)
class FoundBatch:
    """A batch, and the collection that its files were put into, as that is called now."""

    batch: FileBatch
    collection: Collection

    @property
    def within(self) -> DocumentFilter:
        """The filter that those of its documents pass which are still in the collection."""
        return DocumentFilter(
            document_ids=self.batch.documents, collections=(self.collection.name,)
        )


class FileBatchController(Controller):
    """Batches of files in a collection."""

    path = "/v1/vector_stores/{store_id:str}/file_batches"
    include_in_schema = False
    opt = READER

    @post("/", status_code=200, opt=EDITOR)
    @inject
    async def create_batch(
        self,
        store_id: FromPath[str],
        data: JSONBody[BatchBody],
        catalog: FromDishka[CollectionCatalog],
        documents: FromDishka[DocumentCatalog],
        batches: FromDishka[FileBatches],
    ) -> BatchView:
        """Put documents into a collection. If one of them cannot be, none is."""
        collection = await catalog.get(parsed(VECTOR_STORE, store_id))
        files = {
            parsed(FILE, each.file_id): checked_metadata(metadata_of(each.attributes))
            for each in given(data)
        }
        if missing := await documents.missing(files):
            raise DocumentNotFound(f"There is no file {named(FILE, min(missing))}.")
        batch = FileBatch(new_id(), collection.id, tuple(files), datetime.now(UTC))
        await batches.add(batch, files)
        return await view(FoundBatch(batch, collection), batches)

    @get("/{batch_id:str}")
    @inject
    async def get_batch(
        self,
        store_id: FromPath[str],
        batch_id: FromPath[str],
        catalog: FromDishka[CollectionCatalog],
        batches: FromDishka[FileBatches],
    ) -> BatchView:
        """Read how far the files of a batch are."""
        return await view(await found(store_id, batch_id, catalog, batches), batches)

    @get("/{batch_id:str}/files")
    @inject
    async def list_files(
        self,
        store_id: FromPath[str],
        batch_id: FromPath[str],
        catalog: FromDishka[CollectionCatalog],
        documents: FromDishka[DocumentCatalog],
        batches: FromDishka[FileBatches],
        limit: Limit = 20,
        after: After = None,
        order: OrderParameter = "desc",
        only: OnlyStatus = None,
    ) -> ListView[StoreFileView]:
        """List the documents of a batch, last uploaded first."""
        batch = await found(store_id, batch_id, catalog, batches)
        status = None if only is None else FILTERS[only]
        page = await page_after(documents, limit, after, order, batch.within, status)
        items = [(named(FILE, each.id), StoreFileView.of(store_id, each)) for each in page.items]
        return page_of(items, more=page.next_cursor is not None)

    @post("/{batch_id:str}/cancel", status_code=200, opt=EDITOR)
    @inject
    async def cancel_batch(
        self,
        store_id: FromPath[str],
        batch_id: FromPath[str],
        catalog: FromDishka[CollectionCatalog],
        batches: FromDishka[FileBatches],
    ) -> BatchView:
        """Cancel the work on the documents of a batch that are not searchable yet."""
        batch = await found(store_id, batch_id, catalog, batches)
        await batches.cancel(batch.batch)
        return await view(batch, batches)


def given(data: BatchBody) -> list[StoreFileBody]:
    """Return the files of a request, each with its attributes.

    Raises:
        InvalidInput: If it does not have either `file_ids` or `files`.
    """
    if bool(data.file_ids) == bool(data.files):
        raise InvalidInput("Give either file_ids or files: nothing was put into the vector store.")
    return data.files or [StoreFileBody(each, data.attributes) for each in data.file_ids]


async def found(
    store_id: str, batch_id: str, catalog: CollectionCatalog, batches: FileBatches
) -> FoundBatch:
    """Return a batch of a collection.

    Raises:
        NotFound: If it is not known, or not any more.
    """
    collection = await catalog.get(parsed(VECTOR_STORE, store_id))
    batch = await batches.get(parsed(FILE_BATCH, batch_id))
    if batch is None or batch.collection_id != collection.id:
        raise NotFound(
            "There is no such batch, or it is older than a day. Its files are listed in the vector"
            " store."
        )
    return FoundBatch(batch, collection)


async def view(batch: FoundBatch, batches: FileBatches) -> BatchView:
    """Return the wire type of a batch, with the states of its documents as they are now."""
    return BatchView.of(
        named(FILE_BATCH, batch.batch.id),
        named(VECTOR_STORE, batch.collection.id),
        batch.batch.created_at,
        await batches.states(batch.batch),
    )
