"""Documents under stable names, and their versions."""

import re
from typing import Annotated
from urllib.parse import quote, unquote_to_bytes
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, PathParameter, QueryParameter

from application.documents.list_versions import ListVersions
from application.documents.put_document import PutChange, PutDocument, PutRequest
from application.ports.upload_files import UploadFiles
from application.retrieval.name_collections import NameCollections
from domain import errors
from domain.documents.document import DocumentStatus
from domain.documents.jobs import SMALL_BYTES
from domain.documents.metadata import Labels
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.controllers.documents import UPLOAD_PROBLEMS, UploadOperation
from entrypoints.api.controllers.parameters import PageLimit, page_request
from entrypoints.api.document_schemas import DocumentView, PutView
from entrypoints.api.problems import READING, problems
from entrypoints.api.schemas import Listing, listing
from entrypoints.api.server_info import ServerInfo
from entrypoints.api.upload import read_upload

_BY_NAME = b"/by-name/"
VersionCursor = Annotated[
    str | None,
    QueryParameter(
        name="cursor",
        description="The `next_cursor` of the previous page.",
        schema_extra={"pattern": "^[0-9]{1,9}$"},
    ),
]


class VersionController(Controller):
    """Documents under stable names, and their versions."""

    path = "/api/document"
    tags = ["Documents"]  # noqa: RUF012 - the framework's attribute

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
        name_collections: FromDishka[NameCollections],
        files: FromDishka[UploadFiles],
        info: FromDishka[ServerInfo],
        wait: Annotated[
            bool | None,
            QueryParameter(
                description="Whether to answer only when the document is searchable; by default up"
                " to 1 MB."
            ),
        ] = None,
    ) -> Response[PutView]:
        """Put content under a name: a new document, or the next version of the one there.

        The name is everything after `by-name/`, without the last slash. Readers see the version
        before until the new one is complete. If that fails, the version before stays, and the
        document has the `error_message`. What is put last counts. The parts `collection` and
        `metadata` are added to what was given before, as with an upload.
        """
        name = requested_name(request, external_id)
        async with files.new() as file:
            form = await read_upload(request, info.max_upload_bytes, file)
            collections = await name_collections.execute(form.collections, may_be_new=True)
            labels = Labels(collections, form.metadata)
            waits = wait if wait is not None else form.upload.size <= SMALL_BYTES
            asked = PutRequest(name, form.upload, labels=labels, wait=waits)
            result = await put_document.execute(asked)
        document = result.document
        status = 201 if result.change is PutChange.CREATED else 200
        return Response(
            PutView.of_result(result),
            status_code=status if document.status is DocumentStatus.PROCESSED else 202,
            headers={"Location": f"/api/document/{document.id}/"},
        )

    @get("/{document_id:uuid}/version/", responses=problems(errors.DocumentNotFound, *READING))
    @inject
    async def list_versions(
        self,
        document_id: FromPath[UUID],
        versions: FromDishka[ListVersions],
        limit: PageLimit = 50,
        cursor: VersionCursor = None,
    ) -> Listing[DocumentView]:
        """List the versions of a document that are kept, the current one first."""
        page = await versions.execute(document_id, page_request(limit, cursor, version_number))
        return listing([DocumentView.of(document) for document in page.items], page)


def version_number(cursor: str) -> int:
    """Return the version that a cursor stands for.

    Raises:
        ValueError: If the cursor is not one.
    """
    if not re.fullmatch("[0-9]{1,9}", cursor):
        raise ValueError("not the number of a version")
    return int(cursor)


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
