"""Vector stores: the collections, as OpenAI's clients make and search them."""

from datetime import UTC, datetime

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, delete, get, post
from litestar.params import FromPath, JSONBody

from application.documents.every_document import every_document
from application.documents.remove_collection import RemoveCollection
from application.identifiers import new_id
from application.ports.collection_catalog import CollectionCatalog
from application.ports.collection_store import CollectionStore
from application.ports.document_catalog import DocumentCatalog
from application.retrieval.search_passages import SearchPassages, SearchRequest
from domain.documents.collection import Collection, CollectionContents, collection_name
from domain.documents.document_filter import DocumentFilter
from domain.errors import DocumentNotFound
from domain.paging import PageRequest
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.openai.errors import NotSupported
from entrypoints.api.openai.filters import attributes_of, condition_of
from entrypoints.api.openai.ids import FILE, VECTOR_STORE, named, parsed
from entrypoints.api.openai.lists import After, Deleted, Limit, ListView, page_of
from entrypoints.api.openai.vector_store_schemas import (
    StoreBody,
    StoreChangesBody,
    StoreResult,
    StoreResults,
    StoreSearchBody,
    StoreView,
)
from entrypoints.api.roles import EDITOR, READER
from entrypoints.api.while_connected import while_connected

EMPTY = CollectionContents({}, 0)


class VectorStoreController(Controller):
    """Sets of documents, which are searched together."""

    path = "/v1/vector_stores"
    include_in_schema = False
    opt = READER

    @post("/", status_code=200, opt=EDITOR)
    @inject
    async def create_store(
        self,
        data: JSONBody[StoreBody],
        store: FromDishka[CollectionStore],
        catalog: FromDishka[CollectionCatalog],
        documents: FromDishka[DocumentCatalog],
    ) -> StoreView:
        """Create a collection with files. If one cannot be put into it, there is none."""
        refuse_metadata(data.metadata)
        files = list(dict.fromkeys(parsed(FILE, each) for each in data.file_ids))
        if missing := await documents.missing(files):
            raise DocumentNotFound(f"There is no file {named(FILE, min(missing))}.")
        id_ = new_id()
        name = collection_name(data.name or f"Vector store {id_.hex[-12:]}")
        collection = Collection(id_, name, datetime.now(UTC))
        await store.create(collection, files)
        return StoreView.of(collection, (await catalog.contents([id_])).get(id_, EMPTY))

    @get("/")
    @inject
    async def list_stores(
        self, catalog: FromDishka[CollectionCatalog], limit: Limit = 20, after: After = None
    ) -> ListView[StoreView]:
        """List the collections in the order of their names."""
        name = None if after is None else (await catalog.get(parsed(VECTOR_STORE, after))).name
        page = await catalog.list(PageRequest(limit, name))
        contents = await catalog.contents([each.id for each in page.items])
        items = [
            (named(VECTOR_STORE, each.id), StoreView.of(each, contents.get(each.id, EMPTY)))
            for each in page.items
        ]
        return page_of(items, more=page.next_cursor is not None)

    @get("/{store_id:str}")
    @inject
    async def get_store(
        self, store_id: FromPath[str], catalog: FromDishka[CollectionCatalog]
    ) -> StoreView:
        """Read the name of a collection, and what is in it."""
        collection = await catalog.get(parsed(VECTOR_STORE, store_id))
        contents = await catalog.contents([collection.id])
        return StoreView.of(collection, contents.get(collection.id, EMPTY))

    @post("/{store_id:str}", status_code=200, opt=EDITOR)
    @inject
    async def change_store(
        self,
        store_id: FromPath[str],
        data: JSONBody[StoreChangesBody],
        store: FromDishka[CollectionStore],
        catalog: FromDishka[CollectionCatalog],
    ) -> StoreView:
        """Rename a collection."""
        refuse_metadata(data.metadata)
        id_ = parsed(VECTOR_STORE, store_id)
        if data.name is not None:
            await store.rename(id_, collection_name(data.name))
        collection = await catalog.get(id_)
        return StoreView.of(collection, (await catalog.contents([id_])).get(id_, EMPTY))

    @delete("/{store_id:str}", status_code=200, opt=EDITOR)
    @inject
    async def delete_store(
        self, store_id: FromPath[str], remove: FromDishka[RemoveCollection]
    ) -> Deleted:
        """Delete a collection. Its documents stay."""
        await remove.execute(parsed(VECTOR_STORE, store_id))
        return Deleted(store_id, "vector_store.deleted")

    @post("/{store_id:str}/search", status_code=200)
    @inject
    async def search_store(
        self,
        store_id: FromPath[str],
        request: BoundedRequest,
        data: JSONBody[StoreSearchBody],
        search: FromDishka[SearchPassages],
        documents: FromDishka[DocumentCatalog],
    ) -> StoreResults:
        """Find the passages of a collection that match a query best. Several queries are one."""
        queries = [data.query] if isinstance(data.query, str) else data.query
        within = DocumentFilter(collections=(str(parsed(VECTOR_STORE, store_id)),))
        asked = SearchRequest(
            "\n".join(queries),
            data.max_num_results,
            within=within,
            condition=condition_of(data.filters) if data.filters else None,
        )
        options = data.ranking_options
        least = -1.0 if options is None else options.score_threshold or -1.0
        result = await while_connected(request, search.execute(asked))
        found = [each for each in result.selection.kept if each.passage.similarity >= least]
        ids = tuple({each.passage.place.document_id for each in found})
        attributes = {
            each.id: attributes_of(each.shown_metadata)
            async for each in every_document(documents, DocumentFilter(document_ids=ids))
        }
        results = [
            StoreResult.of(each, attributes.get(each.passage.place.document_id, {}))
            for each in found
        ]
        return StoreResults(queries, results)


def refuse_metadata(metadata: dict[str, str] | None) -> None:
    """Refuse what would be lost.

    Raises:
        NotSupported: If there is metadata.
    """
    if metadata:
        raise NotSupported(
            "This server stores no metadata of vector stores: give attributes to their files."
        )
