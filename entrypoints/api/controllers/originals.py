"""The files of documents: their bytes, and where words stand on their pages."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Schema,
)
from litestar.openapi.spec.enums import OpenAPIFormat
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from application.documents.highlight_text import HighlightText
from application.documents.read_document import ReadDocument
from application.documents.read_original import ReadOriginal
from domain import errors
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.byte_ranges import is_known, requested_range
from entrypoints.api.controllers.parameters import VersionNumber
from entrypoints.api.document_schemas import HighlightView
from entrypoints.api.downloads import DOWNLOAD_HEADERS, attachment
from entrypoints.api.problems import READING, problems
from entrypoints.api.request_errors import RangeNotSatisfiable
from entrypoints.api.roles import READER
from entrypoints.api.while_connected import while_connected


@dataclass
class DownloadOperation(Operation):
    """Describes the responses with bytes, which have the media type of the file."""

    def __post_init__(self) -> None:
        """Add the responses to the description of the handler."""
        schema = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        content = {"*/*": OpenAPIMediaType(schema=schema)}
        self.responses = {
            **(self.responses or {}),
            "200": OpenAPIResponse(description="All bytes.", content=content),
            "206": OpenAPIResponse(description="The bytes of the `Range`.", content=content),
            "304": OpenAPIResponse(description="The client has the bytes of this `ETag` already."),
        }


class OriginalController(Controller):
    """The files that documents were made of."""

    path = "/api/document"
    tags = ["Documents"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @get(
        "/{document_id:uuid}/original/",
        operation_class=DownloadOperation,
        responses=problems(
            errors.DocumentNotFound,
            errors.VersionNotFound,
            errors.OriginalNotFound,
            RangeNotSatisfiable,
            *READING,
        ),
    )
    @inject
    async def get_original(
        self,
        document_id: FromPath[UUID],
        request: BoundedRequest,
        read_document: FromDishka[ReadDocument],
        read: FromDishka[ReadOriginal],
        version: VersionNumber = None,
    ) -> Response[Any]:
        """Download the file as it was uploaded, or a part of it (`Range`).

        Nothing in it can run in Quoth's origin: it is an attachment, in a sandbox.
        """
        document = await read_document.execute(document_id, version)
        etag = f'"{document.content_sha256}"'
        headers = {**DOWNLOAD_HEADERS, "ETag": etag}
        if is_known(request.headers, etag):
            return Response(None, status_code=304, headers=headers)
        size = document.file_size
        asked = requested_range(request.headers, size, etag)
        start, end = asked or (0, size)
        pieces = await read.execute(document_id, start, end, document.version)
        headers |= {
            "Content-Length": str(end - start),
            "Content-Disposition": attachment(document.filename),
        }
        if asked:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        return Stream(
            pieces,
            status_code=206 if asked else 200,
            media_type=document.media_type,
            headers=headers,
        )

    @get(
        "/{document_id:uuid}/highlight/",
        responses=problems(
            errors.DocumentNotFound,
            errors.VersionNotFound,
            errors.NoPages,
            errors.OriginalNotFound,
            errors.DocumentNotProcessed,
            errors.FileDamaged,
            errors.FileTooComplex,
            errors.InsufficientStorage,
            errors.ServerBusy,
            *READING,
        ),
    )
    @inject
    async def get_highlight(
        self,
        document_id: FromPath[UUID],
        request: BoundedRequest,
        highlight: FromDishka[HighlightText],
        start: Annotated[int, QueryParameter(ge=0, description="The first code point.")],
        end: Annotated[int, QueryParameter(ge=0, description="The code point after the last one.")],
        version: VersionNumber = None,
    ) -> HighlightView:
        """Find where a part of the text stands on the pages of the file.

        Of a part that goes over several pages, the first of them is returned, with what stands on
        it.
        """
        found = await while_connected(request, highlight.execute(document_id, start, end, version))
        return HighlightView.of(found)
