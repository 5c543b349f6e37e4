"""The files of vector stores: the documents in a collection."""

from typing import Annotated, Literal, TypeAlias

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from application.documents.change_document import ChangeDocument
from application.documents.read_text import ReadText
from application.ports.collection_catalog import CollectionCatalog
from application.ports.collection_members import CollectionMembers
from application.ports.document_catalog import DocumentCatalog
from domain.documents.changes import DocumentChanges
from domain.documents.document import Document, DocumentStatus
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import checked_metadata
from domain.errors import DocumentNotFound
from entrypoints.api.openai.documents import page_after
from entrypoints.api.openai.filters import metadata_of
from entrypoints.api.openai.ids import FILE, VECTOR_STORE, named, parsed
from entrypoints.api.openai.lists import After, Deleted, Limit, ListView, OrderParameter, page_of
from entrypoints.api.openai.vector_store_schemas import (
    AttributesBody,
    FileContent,
    StoreFileBody,
    StoreFileView,
    TextContent,
)
from entrypoints.api.roles import EDITOR, READER

FILTERS = {
    "in_progress": DocumentStatus.PROCESSING,
    "completed": DocumentStatus.PROCESSED,
    "failed": DocumentStatus.FAILED,
    "cancelled": DocumentStatus.CANCELLED,
}


OnlyStatus: TypeAlias = Annotated[
    Literal["in_progress", "completed", "failed", "cancelled"] | None,
    QueryParameter(name="filter", description="Only files with this status."),
]


class VectorStoreFileController(Controller):
    """The documents of a collection."""

    path = "/v1/vector_stores/{store_id:str}/files"
    include_in_schema = False
    opt = READER

    @post("/", status_code=200, opt=EDITOR)
    @inject
    async def add_file(
        self,
        store_id: FromPath[str],
        data: JSONBody[StoreFileBody],
        members: FromDishka[CollectionMembers],
        documents: FromDishka[DocumentCatalog],
    ) -> StoreFileView:
        """Put a document into a collection."""
        document_id = parsed(FILE, data.file_id)
        metadata = checked_metadata(metadata_of(data.attributes))
        await members.add(parsed(VECTOR_STORE, store_id), document_id, metadata)
        return StoreFileView.of(store_id, await documents.get(document_id))

    @get("/")
    @inject
    async def list_files(
        self,
        store_id: FromPath[str],
        catalog: FromDishka[CollectionCatalog],
        documents: FromDishka[DocumentCatalog],
        limit: Limit = 20,
        after: After = None,
        order: OrderParameter = "desc",
        only: OnlyStatus = None,
    ) -> ListView[StoreFileView]:
        """List the documents of a collection, last uploaded first."""
        collection = await catalog.get(parsed(VECTOR_STORE, store_id))
        within = DocumentFilter(collections=(collection.name,))
        status = None if only is None else FILTERS[only]
        page = await page_after(documents, limit, after, order, within, status)
        items = [(named(FILE, each.id), StoreFileView.of(store_id, each)) for each in page.items]
        return page_of(items, more=page.next_cursor is not None)

    @get("/{file_id:str}")
    @inject
    async def get_file(
        self,
        store_id: FromPath[str],
        file_id: FromPath[str],
        catalog: FromDishka[CollectionCatalog],
        documents: FromDishka[DocumentCatalog],
    ) -> StoreFileView:
        """Read what is known of a document in a collection."""
        return StoreFileView.of(store_id, await _member(store_id, file_id, catalog, documents))

    @post("/{file_id:str}", status_code=200, opt=EDITOR)
    @inject
    async def change_file(
        self,
        store_id: FromPath[str],
        file_id: FromPath[str],
        data: JSONBody[AttributesBody],
        catalog: FromDishka[CollectionCatalog],
        documents: FromDishka[DocumentCatalog],
        change: FromDishka[ChangeDocument],
    ) -> StoreFileView:
        """Replace the attributes of a document, which are the same in every collection."""
        document = await _member(store_id, file_id, catalog, documents)
        changes = DocumentChanges(metadata=metadata_of(data.attributes))
        return StoreFileView.of(store_id, await change.execute(document.id, changes))

    @delete("/{file_id:str}", status_code=200, opt=EDITOR)
    @inject
    async def remove_file(
        self,
        store_id: FromPath[str],
        file_id: FromPath[str],
        members: FromDishka[CollectionMembers],
    ) -> Deleted:
        """Take a document out of a collection. The document stays."""
        await members.take_out(parsed(VECTOR_STORE, store_id), parsed(FILE, file_id))
        return Deleted(file_id, "vector_store.file.deleted")

    @get("/{file_id:str}/content")
    @inject
    async def get_content(
        self,
        store_id: FromPath[str],
        file_id: FromPath[str],
        catalog: FromDishka[CollectionCatalog],
        documents: FromDishka[DocumentCatalog],
        read: FromDishka[ReadText],
    ) -> FileContent:
        """Read the text of a document, in which the offsets of citations count."""
        document = await _member(store_id, file_id, catalog, documents)
        return FileContent([TextContent(await read.execute(document.id))])


async def _member(
    store_id: str, file_id: str, catalog: CollectionCatalog, documents: DocumentCatalog
) -> Document:
    collection = await catalog.get(parsed(VECTOR_STORE, store_id))
    document = await documents.get(parsed(FILE, file_id))
    if collection.name not in document.labels.collections:
        raise DocumentNotFound("There is no such file in the vector store.")
    return document
