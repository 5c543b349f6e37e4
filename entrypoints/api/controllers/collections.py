"""Collections: create, list, read, rename, delete."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import UNSET

from application.access.limit_collection import LimitCollection
from application.documents.remove_collection import RemoveCollection
from application.identifiers import new_id
from application.ports.collection_catalog import CollectionCatalog
from application.ports.collection_store import CollectionStore
from domain import errors
from domain.documents.collection import Collection, collection_name
from domain.paging import cursor_of, text_of
from entrypoints.api.audited_actions import AUDITED_AS
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.collection_schemas import (
    CollectionBody,
    CollectionChangesBody,
    CollectionView,
    ListedDeletionView,
)
from entrypoints.api.controllers.parameters import PageLimit, page_request
from entrypoints.api.problems import READING, WRITING, problems
from entrypoints.api.request_errors import CrossOrigin, RequestTooLarge
from entrypoints.api.roles import EDITOR, READER
from entrypoints.api.schemas import Listing

NAMING = (errors.CollectionNameInvalid, errors.CollectionExists, RequestTooLarge, CrossOrigin)


class CollectionController(Controller):
    """Sets of documents, of which questions can be asked."""

    path = "/api/collection"
    tags = ["Collections"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @post("/", responses=problems(*NAMING, *WRITING), opt=EDITOR)
    @inject
    async def create_collection(
        self, data: JSONBody[CollectionBody], store: FromDishka[CollectionStore]
    ) -> Response[CollectionView]:
        """Create a collection. An upload that names a new collection creates it, too."""
        collection = Collection(new_id(), collection_name(data.name), datetime.now(UTC))
        await store.create(collection)
        location = {"Location": f"/api/collection/{collection.id}/"}
        return Response(CollectionView.of(collection), status_code=201, headers=location)

    @get("/", responses=problems(*READING))
    @inject
    async def list_collections(
        self,
        catalog: FromDishka[CollectionCatalog],
        limit: PageLimit = 50,
        cursor: Annotated[
            str | None,
            QueryParameter(
                description="The `next_cursor` of the previous page.",
                schema_extra={"pattern": "^[A-Za-z0-9_-]{1,1100}$"},
            ),
        ] = None,
    ) -> Listing[CollectionView]:
        """List collections in the order of their names."""
        page = await catalog.list(page_request(limit, cursor, _name_of))
        after = page.next_cursor
        return Listing(
            [CollectionView.of(each) for each in page.items],
            None if after is None else cursor_of(after),
        )

    @get("/{collection_id:uuid}/", responses=problems(errors.CollectionNotFound, *READING))
    @inject
    async def get_collection(
        self, collection_id: FromPath[UUID], catalog: FromDishka[CollectionCatalog]
    ) -> CollectionView:
        """Read the name of a collection and the number of its documents."""
        return CollectionView.of(await catalog.get(collection_id))

    @patch(
        "/{collection_id:uuid}/",
        responses=problems(errors.CollectionNotFound, errors.GroupsInvalid, *NAMING, *WRITING),
        opt=EDITOR,
    )
    @inject
    async def change_collection(
        self,
        request: BoundedRequest,
        collection_id: FromPath[UUID],
        data: JSONBody[CollectionChangesBody],
        store: FromDishka[CollectionStore],
        limit: FromDishka[LimitCollection],
        catalog: FromDishka[CollectionCatalog],
    ) -> CollectionView:
        """Rename a collection, or change who may read it and its documents."""
        groups = data.limit()
        if groups is not None:
            request.scope["state"][AUDITED_AS] = "collection.limit"
            return CollectionView.of(await limit.execute(collection_id, groups))
        if data.name is not UNSET:
            await store.rename(collection_id, collection_name(data.name))
        return CollectionView.of(await catalog.get(collection_id))

    @delete(
        "/{collection_id:uuid}/",
        status_code=200,
        responses=problems(
            errors.CollectionNotFound, errors.CollectionLimited, CrossOrigin, *WRITING
        ),
        opt=EDITOR,
    )
    @inject
    async def delete_collection(
        self,
        collection_id: FromPath[UUID],
        remove: FromDishka[RemoveCollection],
        documents: Annotated[
            bool, QueryParameter(description="Whether to delete its documents, too.")
        ] = False,
    ) -> ListedDeletionView:
        """Delete a collection. Its documents stay, unless they are to be deleted, too."""
        receipt = await remove.execute(collection_id, with_documents=documents)
        return ListedDeletionView.of(receipt)


def _name_of(cursor: str) -> str:
    """Return the name that a cursor stands for.

    Raises:
        ValueError: If the cursor is not one: no name is empty.
    """
    name = text_of(cursor)
    if not name:
        raise ValueError("this is no cursor of collections")
    return name
