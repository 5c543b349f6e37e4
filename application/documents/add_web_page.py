"""Adding a page of the web."""

from dataclasses import dataclass

from application.documents.put_document import PutDocument, PutRequest, PutResult
from application.limits.count_request import CountRequest
from application.ports.upload_files import UploadFiles
from application.ports.web_pages import WebPages
from application.retrieval.name_collections import NameCollections
from domain.documents.external_ids import checked_external_id
from domain.documents.jobs import SMALL_BYTES
from domain.documents.metadata import Labels
from domain.limits.rate_limit import Limited


@dataclass(frozen=True, slots=True)
class WebPageRequest:
    """A page to add.

    Attributes:
        url: Its address, which is the name under which its content is replaced.
        collections: The names or ids of the collections that it is put into.
    """

    url: str
    collections: tuple[str, ...] = ()


class AddWebPage:
    """Gets a page of the web and puts it under its address."""

    def __init__(
        self,
        pages: WebPages,
        files: UploadFiles,
        put: PutDocument,
        collections: NameCollections,
        count: CountRequest,
    ) -> None:
        self._pages = pages
        self._files = files
        self._put = put
        self._collections = collections
        self._count = count

    async def execute(self, request: WebPageRequest) -> PutResult:
        """Add one page: a new document, or the next version of the one with this address.

        Raises:
            RateLimited: If the client has added too much; nothing was got.
            ExternalIdInvalid: If the address is empty or too long; nothing was got.
            WebPageUnreadable: If the page cannot be got; nothing was stored.
            QuothError: As `PutDocument` and `NameCollections` do.
        """
        url = checked_external_id(request.url)
        await self._count.execute(Limited.UPLOADS)
        async with self._files.new() as file:
            page = await self._pages.fetch(url, file)
            collections = await self._collections.execute(request.collections, may_be_new=True)
            upload = await file.upload(page.filename)
            return await self._put.execute(
                PutRequest(
                    url,
                    upload,
                    metadata={"url": page.url},
                    labels=Labels(collections),
                    wait=upload.size <= SMALL_BYTES,
                )
            )
