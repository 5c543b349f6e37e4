"""Files: the documents, as OpenAI's clients upload and read them."""

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, delete, get, post
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Struct

from application.documents.ingest_document import IngestDocument
from application.documents.queue_upload import QueueUpload
from application.documents.read_original import ReadOriginal
from application.documents.receive_upload import ReceiveRequest
from application.documents.remove_document import RemoveDocument
from application.limits.count_request import CountRequest
from application.ports.document_catalog import DocumentCatalog
from application.ports.upload_files import UploadFiles
from domain.documents.document import Document, DocumentStatus
from domain.documents.filenames import display_name
from domain.documents.jobs import SMALL_BYTES
from domain.limits.rate_limit import Limited
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.downloads import DOWNLOAD_HEADERS, attachment
from entrypoints.api.openai.documents import page_after
from entrypoints.api.openai.ids import FILE, named, parsed
from entrypoints.api.openai.lists import After, Deleted, Limit, ListView, OrderParameter, page_of
from entrypoints.api.roles import EDITOR, READER
from entrypoints.api.server_info import ServerInfo
from entrypoints.api.upload import read_upload

STATUSES = {
    DocumentStatus.PENDING: "uploaded",
    DocumentStatus.PROCESSING: "uploaded",
    DocumentStatus.PROCESSED: "processed",
    DocumentStatus.FAILED: "error",
    DocumentStatus.CANCELLED: "error",
}


class FileView(Struct):
    """A document as a file. It is searchable once its status is `processed`."""

    id: str
    bytes: int
    created_at: int
    filename: str
    status: str
    status_details: str | None
    purpose: str = "assistants"
    object: str = "file"

    @classmethod
    def of(cls, document: Document, filename: str | None = None) -> "FileView":
        """Return the wire type of a document, under one of its names or the first one."""
        return cls(
            named(FILE, document.id),
            document.file_size,
            int(document.uploaded_at.timestamp()),
            filename or document.filename,
            STATUSES[document.status],
            document.error_message,
        )


class FileController(Controller):
    """The documents from which questions are answered."""

    path = "/v1/files"
    include_in_schema = False
    opt = READER

    @post("/", status_code=200, opt=EDITOR)
    @inject
    async def upload_file(
        self,
        request: BoundedRequest,
        ingest: FromDishka[IngestDocument],
        queue: FromDishka[QueueUpload],
        files: FromDishka[UploadFiles],
        info: FromDishka[ServerInfo],
        count: FromDishka[CountRequest],
    ) -> FileView:
        """Upload a document, as `POST /api/document/` does. Its purpose does not matter."""
        await count.execute(Limited.UPLOADS)
        async with files.new() as file:
            form = await read_upload(request, info.max_upload_bytes, file, strict=False)
            if form.upload.size <= SMALL_BYTES:
                document = (await ingest.execute(form.upload)).document
            else:
                document = await queue.execute(ReceiveRequest(form.upload))
        # a document of equal bytes has the name, too, but not as its first
        return FileView.of(document, display_name(form.upload.filename))

    @get("/")
    @inject
    async def list_files(
        self,
        catalog: FromDishka[DocumentCatalog],
        limit: Limit = 100,
        after: After = None,
        order: OrderParameter = "desc",
    ) -> ListView[FileView]:
        """List the documents, last uploaded first."""
        page = await page_after(catalog, limit, after, order)
        items = [(named(FILE, each.id), FileView.of(each)) for each in page.items]
        return page_of(items, more=page.next_cursor is not None)

    @get("/{file_id:str}")
    @inject
    async def get_file(
        self, file_id: FromPath[str], catalog: FromDishka[DocumentCatalog]
    ) -> FileView:
        """Read what is known of a file."""
        return FileView.of(await catalog.get(parsed(FILE, file_id)))

    @get("/{file_id:str}/content")
    @inject
    async def get_content(
        self,
        file_id: FromPath[str],
        catalog: FromDishka[DocumentCatalog],
        read: FromDishka[ReadOriginal],
    ) -> Stream:
        """Download a file as it was uploaded."""
        document = await catalog.get(parsed(FILE, file_id))
        pieces = await read.execute(document.id)
        headers = {
            **DOWNLOAD_HEADERS,
            "Content-Length": str(document.file_size),
            "Content-Disposition": attachment(document.filename),
        }
        return Stream(pieces, media_type=document.media_type, headers=headers)

    @delete("/{file_id:str}", status_code=200, opt=EDITOR)
    @inject
    async def delete_file(
        self, file_id: FromPath[str], remove: FromDishka[RemoveDocument]
    ) -> Deleted:
        """Delete a document. Once this returns, no search finds it."""
        await remove.execute(parsed(FILE, file_id))
        return Deleted(file_id, "file")
