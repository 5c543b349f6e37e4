"""Documents: upload, list, read, change, delete."""

import re
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, MediaType, Response, delete, get, patch, post
from litestar.datastructures import MultiDict
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    RequestBody,
    Schema,
)
from litestar.openapi.spec.enums import OpenAPIFormat
from litestar.params import FromPath, JSONBody, QueryParameter

from application.documents.change_document import ChangeDocument
from application.documents.ingest_document import IngestDocument
from application.documents.queue_upload import QueueUpload
from application.documents.read_document import ReadDocument
from application.documents.read_text import ReadText
from application.documents.receive_upload import ReceiveRequest
from application.documents.remove_document import RemoveDocument
from application.ports.document_catalog import DocumentCatalog
from application.ports.upload_files import UploadFiles
from application.retrieval.name_collections import NameCollections
from application.retrieval.resolve_filter import ResolveFilter
from domain import errors
from domain.documents.document import DocumentStatus
from domain.documents.document_filter import DocumentFilter
from domain.documents.jobs import SMALL_BYTES
from domain.documents.metadata import Labels
from domain.documents.ordering import DocumentPosition, DocumentSort
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.controllers.parameters import (
    FROM_ZERO,
    IdempotencyKeyHeader,
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
from entrypoints.api.request_errors import CrossOrigin, FileMissing, RequestTooLarge
from entrypoints.api.schemas import Listing, listing
from entrypoints.api.server_info import ServerInfo
from entrypoints.api.upload import COLLECTION, METADATA, PART_NAME, read_upload

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


@dataclass
class UploadOperation(Operation):
    """Describes the multipart body, which the framework does not parse."""

    def __post_init__(self) -> None:
        """Add the body to the description of the handler."""
        part = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        text = Schema(type=OpenAPIType.STRING, description="The name or id of a collection.")
        form = Schema(
            type=OpenAPIType.OBJECT,
            properties={
                PART_NAME: part,
                COLLECTION: Schema(type=OpenAPIType.ARRAY, items=text),
                METADATA: Schema(
                    type=OpenAPIType.STRING,
                    content_media_type="application/json",
                    description="An object of texts and lists of texts.",
                ),
            },
            required=[PART_NAME],
            additional_properties=False,
        )
        content = {"multipart/form-data": OpenAPIMediaType(schema=form)}
        self.request_body = RequestBody(content=content, required=True)


UPLOAD_PROBLEMS = (
    FileMissing,
    errors.CollectionNameInvalid,
    errors.CollectionNotFound,
    errors.MetadataInvalid,
    errors.FileEmpty,
    errors.TextUndecodable,
    errors.FileTooLarge,
    errors.UnsupportedFileType,
    errors.FileDamaged,
    errors.FileTooComplex,
    errors.DocumentPasswordRequired,
    errors.DocumentHasNoText,
    errors.TextTooLong,
    errors.ClaimLost,
    errors.DocumentRemoved,
    *WRITING,
    CrossOrigin,
    errors.EmbedderUnavailable,
    errors.ReadersUnavailable,
    errors.ProcessingFailed,
    errors.TextTooCostly,
    errors.ProcessingCutOff,
    errors.ProcessingCancelled,
)
"""What a request with a file may be answered with."""


class DocumentController(Controller):
    """The documents from which questions are answered."""

    path = "/api/document"
    tags = ["Documents"]  # noqa: RUF012 - the framework's attribute

    @post(
        "/",
        operation_class=UploadOperation,
        responses={
            200: ResponseSpec(DocumentView, description="The same bytes are stored already."),
            202: ResponseSpec(DocumentView, description="It waits for a worker."),
            **problems(errors.IdempotencyKeyReused, *UPLOAD_PROBLEMS),
        },
    )
    @inject
    async def upload(
        self,
        request: BoundedRequest,
        ingest: FromDishka[IngestDocument],
        name_collections: FromDishka[NameCollections],
        queue: FromDishka[QueueUpload],
        files: FromDishka[UploadFiles],
        info: FromDishka[ServerInfo],
        idempotency_key: IdempotencyKeyHeader = None,
        wait: Annotated[
            bool | None,
            QueryParameter(
                description="Whether to answer only when the document is searchable; by default up"
                " to 1 MB."
            ),
        ] = None,
    ) -> Response[DocumentView]:
        """Upload a document. Uploading the same bytes again returns the same document.

        A file above 1 MB is stored, and answered with 202 and the status `pending`: a worker makes
        it searchable, which `GET /api/document/{document_id}/events/` tells. `wait` chooses either
        way for a file of any size. What cannot be read is refused at once if the answer waits, and
        otherwise becomes a document with the status `failed`.

        The file name may be a relative path, such as `alpha/settings.md`. The same bytes under
        another name give the document a further name, and what is given with them is added to it:
        each part `collection` puts it into a collection, and the part `metadata` describes it.

        A retry with the same `Idempotency-Key` returns the same response.
        """
        async with files.new() as file:
            form = await read_upload(request, info.max_upload_bytes, file)
            collections = await name_collections.execute(form.collections, may_be_new=True)
            labels = Labels(collections, form.metadata)
            if wait if wait is not None else form.upload.size <= SMALL_BYTES:
                result = await ingest.execute(form.upload, idempotency_key, labels)
                document, status = result.document, 201 if result.created else 200
            else:
                asked = ReceiveRequest(form.upload, idempotency_key, labels=labels)
                document = await queue.execute(asked)
                status = 200 if document.status is DocumentStatus.PROCESSED else 202
        return Response(
            DocumentView.of(document),
            status_code=status,
            headers={"Location": f"/api/document/{document.id}/"},
        )

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
                max_length=1000,
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
        than once for a name, one of the values.
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
            errors.CollectionNameInvalid,
            errors.CollectionNotFound,
            errors.MetadataInvalid,
            errors.TitleEmpty,
            errors.TitleTooLong,
            errors.DocumentNotFound,
            errors.DocumentNotProcessed,
            RequestTooLarge,
            *WRITING,
            CrossOrigin,
        ),
    )
    @inject
    async def change_document(
        self,
        document_id: FromPath[UUID],
        data: JSONBody[DocumentChangesBody],
        change: FromDishka[ChangeDocument],
    ) -> DocumentView:
        """Change the collections, the metadata, the title or the language of a document.

        The text search finds the words of a processed document by the rules of its language.
        """
        return DocumentView.of(await change.execute(document_id, data.changes()))

    @delete(
        "/{document_id:uuid}/",
        status_code=200,
        responses=problems(errors.DocumentNotFound, errors.NameNotFound, CrossOrigin, *WRITING),
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
