"""Reads the forms of uploads: the file, and what the client says of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from application.limits.count_request import CountRequest
from application.ports.upload_files import UploadFiles
from application.retrieval.name_collections import NameCollections
from domain.documents.document import Upload
from domain.documents.metadata import Labels
from domain.limits.rate_limit import Limited
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.server_info import ServerInfo
from entrypoints.api.upload import read_upload


class UploadForms:
    """Reads uploads out of requests, for the handlers that take one."""

    def __init__(
        self,
        files: UploadFiles,
        collections: NameCollections,
        info: ServerInfo,
        count: CountRequest,
    ) -> None:
        self._files = files
        self._collections = collections
        self._info = info
        self._count = count

    @asynccontextmanager
    async def read(self, request: BoundedRequest) -> AsyncIterator[tuple[Upload, Labels]]:
        """Enter with the file of a request, on disk, and with what the client says of it.

        Raises:
            RateLimited: If the client has sent too many files; nothing was read.
            QuothError: As `read_upload` and `NameCollections` do; nothing was stored.
        """
        await self._count.execute(Limited.UPLOADS)
        async with self._files.new() as file:
            form = await read_upload(request, self._info.max_upload_bytes, file)
            collections = await self._collections.execute(form.collections, may_be_new=True)
            yield form.upload, Labels(collections, form.metadata)
