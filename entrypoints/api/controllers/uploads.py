"""Uploads: documents that their bytes identify, and content under stable names."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, unquote_to_bytes

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, post, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    RequestBody,
    Schema,
)
from litestar.openapi.spec.enums import OpenAPIFormat
from litestar.params import PathParameter, QueryParameter

from application.documents.ingest_document import IngestDocument
from application.documents.put_document import PutChange, PutDocument, PutRequest
from application.documents.queue_upload import QueueUpload
from application.documents.receive_upload import ReceiveRequest
from domain import errors
from domain.documents.collection import MAX_COLLECTION_NAME
from domain.documents.document import DocumentStatus, Upload
from domain.documents.jobs import SMALL_BYTES
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.collection_schemas import VISIBLE
from entrypoints.api.controllers.parameters import IdempotencyKeyHeader
from entrypoints.api.document_schemas import DocumentView, PutView
from entrypoints.api.problems import WRITING, problems
from entrypoints.api.request_errors import CrossOrigin, FileMissing
from entrypoints.api.roles import EDITOR
from entrypoints.api.upload import COLLECTION_PART, METADATA_PART, PART_NAME
from entrypoints.api.upload_forms import UploadForms

_BY_NAME = b"/by-name/"
Wait = Annotated[
    bool | None,
    QueryParameter(
        name="wait",
        description="Whether to answer only when the document is searchable; by default up to"
        " 1 MB.",
    ),
]


@dataclass
class UploadOperation(Operation):
    """Describes the multipart body, which the framework does not parse."""

    def __post_init__(self) -> None:
        """Add the body to the description of the handler."""
        part = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        form = Schema(
            type=OpenAPIType.OBJECT,
            properties={
                PART_NAME: part,
                COLLECTION_PART: Schema(
                    type=OpenAPIType.ARRAY,
                    items=Schema(
                        type=OpenAPIType.STRING,
                        pattern=VISIBLE,
                        max_length=MAX_COLLECTION_NAME,
                    ),
                ),
                METADATA_PART: Schema(
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
    errors.QuotaExceeded,
    errors.QueueFull,
    errors.DocumentRemoved,
    errors.DocumentLimited,
    errors.CollectionExists,
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


class UploadController(Controller):
    """Uploads, with their bytes or under names."""

    path = "/api/document"
    tags = ["Documents"]  # noqa: RUF012 - the framework's attribute
    opt = EDITOR

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
        queue: FromDishka[QueueUpload],
        forms: FromDishka[UploadForms],
        idempotency_key: IdempotencyKeyHeader = None,
        wait: Wait = None,
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
        async with forms.read(request) as (upload, labels):
            if waits(wait, upload):
                result = await ingest.execute(upload, idempotency_key, labels)
                document, status = result.document, 201 if result.created else 200
            else:
                asked = ReceiveRequest(upload, idempotency_key, labels=labels)
                document = await queue.execute(asked)
                status = 200 if document.status is DocumentStatus.PROCESSED else 202
        return Response(
            DocumentView.of(document),
            status_code=status,
            headers={"Location": f"/api/document/{document.id}/"},
        )

    @put(
        "/by-name/{external_id:path}",
        operation_class=UploadOperation,
        status_code=201,
        responses={
            200: ResponseSpec(PutView, description="It was there already, or was replaced."),
            202: ResponseSpec(PutView, description="It waits for a worker."),
            **problems(errors.ExternalIdInvalid, errors.VersionSuperseded, *UPLOAD_PROBLEMS),
        },
    )
    @inject
    async def put_document(
        self,
        request: BoundedRequest,
        external_id: Annotated[
            str, PathParameter(description="The name, such as a path or URL, percent-encoded.")
        ],
        put_document: FromDishka[PutDocument],
        forms: FromDishka[UploadForms],
        wait: Wait = None,
    ) -> Response[PutView]:
        """Put content under a name: a new document, or the next version of the one there.

        The name is everything after `by-name/`, without the last slash. Readers see the version
        before until the new one is complete. If that fails, the version before stays, and the
        document has the `error_message`. What is put last counts. The parts `collection` and
        `metadata` are added to what was given before, as with an upload.
        """
        name = requested_name(request, external_id)
        async with forms.read(request) as (upload, labels):
            asked = PutRequest(name, upload, labels=labels, wait=waits(wait, upload))
            result = await put_document.execute(asked)
        document = result.document
        status = 201 if result.change is PutChange.CREATED else 200
        return Response(
            PutView.of_result(result),
            status_code=status if document.status is DocumentStatus.PROCESSED else 202,
            headers={"Location": f"/api/document/{document.id}/"},
        )


def waits(asked: bool | None, upload: Upload) -> bool:
    """Return whether a request waits until its document is searchable."""
    return upload.size <= SMALL_BYTES if asked is None else asked


def requested_name(request: BoundedRequest, path: str) -> str:
    """Return the name in the address of a request.

    It is read as it was sent: the path that the framework gives no longer tells `%2F` from `/`.

    Raises:
        ExternalIdInvalid: If it is not UTF-8.
    """
    sent: bytes = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    _, found, encoded = sent.partition(b"?")[0].partition(_BY_NAME)
    name = unquote_to_bytes(encoded.removesuffix(b"/")) if found else path.encode()
    try:
        return name.decode()
    except UnicodeDecodeError:
        raise errors.ExternalIdInvalid from None
