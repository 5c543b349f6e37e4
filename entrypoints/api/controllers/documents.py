"""Documents: list, read, change, delete."""

import re
from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, MediaType, delete, get, patch
from litestar.datastructures import MultiDict
from litestar.params import FromPath, JSONBody, QueryParameter

from application.access.limit_document import LimitDocument
from application.documents.change_document import ChangeDocument
from application.documents.read_document import ReadDocument
from application.documents.read_text import ReadText
from application.documents.remove_document import RemoveDocument
from application.ports.document_catalog import DocumentCatalog
from application.retrieval.resolve_filter import ResolveFilter
from domain import errors
from domain.documents.document import DocumentStatus
from domain.documents.document_filter import DocumentFilter
from domain.documents.ordering import DocumentPosition, DocumentSort
from entrypoints.api.audited_actions import AUDITED_AS
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.collection_schemas import COLLECTION
from entrypoints.api.controllers.parameters import (
    FROM_ZERO,
    PageLimit,
    VersionNumber,
    page_request,
)
from entrypoints.api.document_schemas import (
    ChunkView,
    DocumentChangesBody,
    DocumentView,
    RemovalView,
)
from entrypoints.api.problems import READING, WRITING, problems
from entrypoints.api.request_errors import CrossOrigin, RequestTooLarge
from entrypoints.api.roles import EDITOR, READER
from entrypoints.api.schemas import Listing, listing

METADATA_PREFIX = "metadata."

DocumentCursor = Annotated[
    str | None,
    QueryParameter(
        name="cursor",
        description="The `next_cursor` of the previous page.",
        schema_extra={"pattern": "^[A-Za-z0-9_-]{1,2000}\\.[0-9a-f]{32}$"},
    ),
]
ChunkCursor = Annotated[
    str | None,
    QueryParameter(
        name="cursor",
        description="The `next_cursor` of the previous page.",
        schema_extra={"pattern": "^[0-9]{1,9}$"},
    ),
]


class DocumentController(Controller):
    """The documents from which questions are answered."""

    path = "/api/document"
    tags = ["Documents"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @get(
        "/",
        responses=problems(errors.CollectionNameInvalid, errors.CollectionNotFound, *READING),
    )
    @inject
    async def list_documents(
        self,
        request: BoundedRequest,
        catalog: FromDishka[DocumentCatalog],
        resolve: FromDishka[ResolveFilter],
        limit: PageLimit = 50,
        cursor: DocumentCursor = None,
        status: Annotated[
            DocumentStatus | None, QueryParameter(description="Only documents with this status.")
        ] = None,
        filename: Annotated[
            str | None,
            QueryParameter(
                max_length=255,
                description="Only documents of which one whole name matches this pattern, ignoring"
                " case: `*` matches any characters, `?` matches one.",
            ),
        ] = None,
        collection: Annotated[
            list[str] | None,
            QueryParameter(
                max_items=1000,
                schema_extra={"items": COLLECTION},
                description="Only documents in this collection, by its name or id, or in one of"
                " several.",
            ),
        ] = None,
        media_type: Annotated[
            str | None,
            QueryParameter(description="Only documents whose content is of this media type."),
        ] = None,
        sort: Annotated[
            DocumentSort,
            QueryParameter(description="The order; a minus sign turns it around."),
        ] = DocumentSort.NEWEST,
    ) -> Listing[DocumentView]:
        """List documents, by default last uploaded first.

        `metadata.NAME=value` lists only documents that have this value under this name; given more
        than once for a name (up to 100 times), one of the values. There may be 16 names.
        """
        after = page_request(limit, cursor, lambda text: DocumentPosition.parse(text, sort))
        within = DocumentFilter(
            filename=filename,
            collections=None if collection is None else tuple(collection),
            metadata=metadata_asked(request.query_params),
        )
        page = await catalog.list(after, status, await resolve.execute(within), media_type, sort)
        return listing([DocumentView.of(document) for document in page.items], page)

    @get(
        "/{document_id:uuid}/",
        responses=problems(errors.DocumentNotFound, errors.VersionNotFound, *READING),
    )
    @inject
    async def get_document(
        self,
        document_id: FromPath[UUID],
        read: FromDishka[ReadDocument],
        version: VersionNumber = None,
    ) -> DocumentView:
        """Read a document's properties and status."""
        return DocumentView.of(await read.execute(document_id, version))

    @get(
        "/{document_id:uuid}/content/",
        media_type=MediaType.TEXT,
        responses=problems(
            errors.DocumentNotFound,
            errors.VersionNotFound,
            errors.DocumentNotProcessed,
            *READING,
        ),
    )
    @inject
    async def get_content(
        self,
        document_id: FromPath[UUID],
        read: FromDishka[ReadText],
        start: Annotated[int, QueryParameter(ge=0, description="The first code point.")] = 0,
        end: Annotated[
            int | None,
            QueryParameter(
                ge=0, schema_extra=FROM_ZERO, description="The code point after the last one."
            ),
        ] = None,
        version: VersionNumber = None,
    ) -> str:
        """Read the text of a processed document, or a part of it."""
        return await read.execute(document_id, start, end, version)

    @get(
        "/{document_id:uuid}/chunk/",
        responses=problems(errors.DocumentNotFound, errors.VersionNotFound, *READING),
    )
    @inject
    async def list_chunks(
        self,
        document_id: FromPath[UUID],
        catalog: FromDishka[DocumentCatalog],
        limit: PageLimit = 50,
        cursor: ChunkCursor = None,
        version: VersionNumber = None,
    ) -> Listing[ChunkView]:
        """List the chunks of a document, in order. Only a processed document has any."""
        after = page_request(limit, cursor, chunk_index)
        page = await catalog.chunks(document_id, after, version)
        return listing([ChunkView.of(chunk) for chunk in page.items], page)

    @patch(
        "/{document_id:uuid}/",
        responses=problems(
            errors.LanguageCodeInvalid,
            errors.GroupsInvalid,
            errors.CollectionNameInvalid,
            errors.CollectionNotFound,
            errors.CollectionExists,
            errors.MetadataInvalid,
            errors.TitleEmpty,
            errors.TitleTooLong,
            errors.DocumentNotFound,
            errors.DocumentNotProcessed,
            RequestTooLarge,
            *WRITING,
            CrossOrigin,
        ),
        opt=EDITOR,
    )
    @inject
    async def change_document(
        self,
        request: BoundedRequest,
        document_id: FromPath[UUID],
        data: JSONBody[DocumentChangesBody],
        change: FromDishka[ChangeDocument],
        limit: FromDishka[LimitDocument],
    ) -> DocumentView:
        """Change the collections, the metadata, the title or the language of a document.

        The text search finds the words of a processed document by the rules of its language. An
        admin changes who may read it, in a request of its own.
        """
        groups = data.limit()
        if groups is not None:
            request.scope["state"][AUDITED_AS] = "document.limit"
            return DocumentView.of(await limit.execute(document_id, groups))
        return DocumentView.of(await change.execute(document_id, data.changes()))

    @delete(
        "/{document_id:uuid}/",
        status_code=200,
        responses=problems(errors.DocumentNotFound, errors.NameNotFound, CrossOrigin, *WRITING),
        opt=EDITOR,
    )
    @inject
    async def delete_document(
        self,
        document_id: FromPath[UUID],
        remove: FromDishka[RemoveDocument],
        filename: Annotated[
            str | None,
            QueryParameter(
                min_length=1,
                description="Delete this name only, and the document with its last name.",
            ),
        ] = None,
    ) -> RemovalView:
        """Delete a document, or one of its names. Once this returns, no search finds it."""
        return RemovalView.of(document_id, await remove.execute(document_id, filename))


def metadata_asked(parameters: MultiDict[str]) -> dict[str, tuple[str, ...]]:
    """Return the values that are asked for by each name, in parameters `metadata.NAME`."""
    asked: dict[str, tuple[str, ...]] = {}
    for parameter, value in parameters.multi_items():
        if parameter.startswith(METADATA_PREFIX):
            name = parameter.removeprefix(METADATA_PREFIX)
            asked[name] = (*asked.get(name, ()), value)
    return asked


def chunk_index(cursor: str) -> int:
    """Return the index of the chunk that a cursor stands for.

    Raises:
        ValueError: If the cursor is not one.
    """
    if not re.fullmatch("[0-9]{1,9}", cursor):
        raise ValueError("not the index of a chunk")
    return int(cursor)
