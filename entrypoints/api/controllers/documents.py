"""Documents: upload, list, read, delete."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, MediaType, Response, delete, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import (
    Encoding,
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    RequestBody,
    Schema,
)
from litestar.openapi.spec.enums import OpenAPIFormat
from litestar.params import FromPath, QueryParameter

from application.documents.ingest_document import IngestDocument
from application.documents.remove_document import RemoveDocument
from application.ports.document_catalog import DocumentCatalog
from domain import errors
from domain.documents.document import DocumentStatus
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.controllers.parameters import (
    FROM_ZERO,
    IdempotencyKeyHeader,
    PageCursor,
    PageLimit,
    page_request,
)
from entrypoints.api.document_schemas import ChunkView, DocumentView, RemovalView
from entrypoints.api.problems import problems
from entrypoints.api.request_errors import CrossOrigin, FileMissing
from entrypoints.api.schemas import Listing, listing
from entrypoints.api.server_info import ServerInfo
from entrypoints.api.upload import PART_NAME, read_upload


@dataclass
class UploadOperation(Operation):
    """Describes the multipart body, which the framework does not parse."""

    def __post_init__(self) -> None:
        """Add the body to the description of the handler."""
        part = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        form = Schema(
            type=OpenAPIType.OBJECT,
            properties={PART_NAME: part},
            required=[PART_NAME],
            additional_properties=False,
        )
        encoding = {PART_NAME: Encoding(content_type="text/plain, text/markdown")}
        content = {"multipart/form-data": OpenAPIMediaType(schema=form, encoding=encoding)}
        self.request_body = RequestBody(content=content, required=True)


class DocumentController(Controller):
    """The documents from which questions are answered."""

    path = "/api/document"
    tags = ["Documents"]  # noqa: RUF012 - the framework's attribute

    @post(
        "/",
        operation_class=UploadOperation,
        responses={
            200: ResponseSpec(DocumentView, description="The same bytes are stored already."),
            **problems(
                FileMissing,
                errors.FileEmpty,
                errors.TextUndecodable,
                errors.FileTooLarge,
                errors.UnsupportedFileType,
                errors.ClaimLost,
                errors.DocumentRemoved,
                errors.IdempotencyKeyReused,
                errors.DatabaseUnavailable,
                CrossOrigin,
                errors.EmbedderUnavailable,
                errors.ProcessingFailed,
            ),
        },
    )
    @inject
    async def upload(
        self,
        request: BoundedRequest,
        ingest: FromDishka[IngestDocument],
        info: FromDishka[ServerInfo],
        idempotency_key: IdempotencyKeyHeader = None,
    ) -> Response[DocumentView]:
        """Upload a document. Uploading the same bytes again returns the same document.

        A retry with the same `Idempotency-Key` returns the same response.
        """
        upload = await read_upload(request, info.max_upload_bytes)
        result = await ingest.execute(upload, idempotency_key)
        return Response(
            DocumentView.of(result.document),
            status_code=201 if result.created else 200,
            headers={"Location": f"/api/document/{result.document.id}/"},
        )

    @get("/", responses=problems(errors.DatabaseUnavailable))
    @inject
    async def list_documents(
        self,
        catalog: FromDishka[DocumentCatalog],
        limit: PageLimit = 50,
        cursor: PageCursor = None,
        status: Annotated[
            DocumentStatus | None, QueryParameter(description="Only documents with this status.")
        ] = None,
        filename: Annotated[
            str | None,
            QueryParameter(
                max_length=255,
                description="Only documents whose whole name matches this pattern, ignoring case:"
                " `*` matches any characters, `?` matches one.",
            ),
        ] = None,
    ) -> Listing[DocumentView]:
        """List documents, newest first."""
        page = await catalog.list(page_request(limit, cursor), status, filename)
        return listing([DocumentView.of(document) for document in page.items], page)

    @get(
        "/{document_id:uuid}/",
        responses=problems(errors.DocumentNotFound, errors.DatabaseUnavailable),
    )
    @inject
    async def get_document(
        self, document_id: FromPath[UUID], catalog: FromDishka[DocumentCatalog]
    ) -> DocumentView:
        """Read a document's properties and status."""
        return DocumentView.of(await catalog.get(document_id))

    @get(
        "/{document_id:uuid}/content/",
        media_type=MediaType.TEXT,
        responses=problems(errors.DocumentNotFound, errors.DatabaseUnavailable),
    )
    @inject
    async def get_content(
        self,
        document_id: FromPath[UUID],
        catalog: FromDishka[DocumentCatalog],
        start: Annotated[int, QueryParameter(ge=0, description="The first code point.")] = 0,
        end: Annotated[
            int | None,
            QueryParameter(
                ge=0, schema_extra=FROM_ZERO, description="The code point after the last one."
            ),
        ] = None,
    ) -> str:
        """Read the text of a document, or a part of it."""
        return await catalog.text(document_id, start, end)

    @get(
        "/{document_id:uuid}/chunk/",
        responses=problems(errors.DocumentNotFound, errors.DatabaseUnavailable),
    )
    @inject
    async def list_chunks(
        self, document_id: FromPath[UUID], catalog: FromDishka[DocumentCatalog]
    ) -> Listing[ChunkView]:
        """List the chunks of a document, in order."""
        chunks = await catalog.chunks(document_id)
        return Listing([ChunkView.of(chunk) for chunk in chunks], next_cursor=None)

    @delete(
        "/{document_id:uuid}/",
        status_code=200,
        responses=problems(errors.DocumentNotFound, CrossOrigin, errors.DatabaseUnavailable),
    )
    @inject
    async def delete_document(
        self, document_id: FromPath[UUID], remove: FromDishka[RemoveDocument]
    ) -> RemovalView:
        """Delete a document. Once this returns, no search finds it."""
        return RemovalView.of(await remove.execute(document_id))
