"""Ingesting many files that are prepared somewhere else, such as on a cluster."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from application.documents.ingest_document import IngestDocument
from application.documents.queue_upload import QueueUpload
from application.documents.receive_upload import ReceiveRequest
from application.ports.stored_contents import StoredContents
from application.ports.upload_files import UploadFiles
from application.ports.upload_preparer import Preparation, UploadPreparer
from domain.documents.document import Document, Upload
from domain.documents.filenames import display_name
from domain.documents.metadata import NO_LABELS, Labels
from domain.errors import (
    Conflict,
    InvalidInput,
    ProcessingFailed,
    QuotaExceeded,
    QuothError,
)

LOOKED_UP_AT_ONCE = 1_000
STORED_AT_ONCE = 4  # some copy their files while another waits for the database

NOT_PREPARED, CHANGED, UNREADABLE = "not_prepared", "file_changed", "file_unreadable"
"""Codes of failures that no request has."""


@dataclass(frozen=True, slots=True)
class BulkFile:
    """A file to ingest, and its name in the library."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of a file.

    Attributes:
        document: Its document; None if it failed.
        created: Whether this run made the document searchable.
        failure: Why it failed, in sentences; empty if it did not.
        code: The `code` of that error.
    """

    file: BulkFile
    document: Document | None = None
    created: bool = False
    failure: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class BulkRequest:
    """Files to ingest.

    Attributes:
        files: The files.
        report: Called with each file as soon as it is known what became of it.
        labels: What is said of every file.
    """

    files: Sequence[BulkFile]
    report: Callable[[BulkResult], None]
    labels: Labels = NO_LABELS


class IngestInBulk:
    """Makes many files searchable.

    They are prepared by a preparer, and stored here like any upload: each document in one step. So
    of a run that is cut off, whole documents are left, and the next run begins behind them.
    """

    def __init__(
        self,
        preparer: UploadPreparer,
        contents: StoredContents,
        ingest: IngestDocument,
        queue: QueueUpload,
        files: UploadFiles,
    ) -> None:
        self._preparer = preparer
        self._contents = contents
        self._ingest = ingest
        self._queue = queue
        self._files = files

    async def execute(self, request: BulkRequest) -> None:
        """Ingest files.

        Of files with the same bytes, one is prepared, and none if these bytes are stored already:
        then the document gets the names and labels that it lacks.

        Raises:
            Unavailable: If the preparer, the embedder or the database is unavailable. What was
                reported so far is stored.
        """
        contents, unreadable = await asyncio.to_thread(_by_content, request.files)
        for failed in unreadable:
            request.report(failed)
        new: list[Upload] = []
        for start in range(0, len(contents), LOOKED_UP_AT_ONCE):
            digests = list(contents)[start : start + LOOKED_UP_AT_ONCE]
            stored = await self._contents.processed(digests)
            new += [contents[digest].upload for digest in digests if digest not in stored]
            for digest, document in stored.items():
                await self._name(request, contents[digest].files, document)
        if new:
            await self._store_all(request, contents, new)

    async def _store_all(
        self, request: BulkRequest, contents: Mapping[str, "_Content"], new: Sequence[Upload]
    ) -> None:
        places = asyncio.Semaphore(STORED_AT_ONCE)

        async def store(prepared: Preparation) -> None:
            try:
                await self._store(request, contents[prepared.upload.sha256].files, prepared)
            finally:
                places.release()

        try:
            async with asyncio.TaskGroup() as group, aclosing(self._preparer.prepare(new)) as all_:
                async for prepared in all_:
                    await places.acquire()
                    group.create_task(store(prepared))
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None

    async def _store(
        self, request: BulkRequest, files: Sequence[BulkFile], prepared: Preparation
    ) -> None:
        """Store a document, and report all files with its bytes."""
        first, *others = files
        if prepared.failure:
            for file in files:
                request.report(BulkResult(file, failure=prepared.failure, code=NOT_PREPARED))
            return
        try:
            async with self._copied(first, prepared.upload.sha256) as upload:
                ingested = await self._ingest.execute(
                    upload, labels=request.labels, prepared=prepared.texts
                )
        except _OF_ONE_FILE as exc:
            for file in files:
                request.report(_failed(file, exc))
            return
        request.report(BulkResult(first, ingested.document, ingested.created))
        await self._name(request, others, ingested.document)

    async def _name(
        self, request: BulkRequest, files: Sequence[BulkFile], document: Document
    ) -> None:
        """Give a stored document the names and labels that it lacks, and report the files."""
        labelled = document.labels.with_more(request.labels) == document.labels
        for file in files:
            if labelled and display_name(file.name) in document.names:
                request.report(BulkResult(file, document))
                continue
            try:
                async with self._copied(file, document.content_sha256) as upload:
                    named = await self._queue.execute(ReceiveRequest(upload, labels=request.labels))
            except _OF_ONE_FILE as exc:
                request.report(_failed(file, exc))
            else:
                request.report(BulkResult(file, named))

    @asynccontextmanager
    async def _copied(self, file: BulkFile, digest: str) -> AsyncIterator[Upload]:
        """Yield a copy of a file, which cannot change while it is stored."""
        async with self._files.new() as copy:
            await copy.copy(file.path)
            upload = await copy.upload(file.name)
            if upload.sha256 != digest:
                raise _Changed
            yield upload


class _Changed(InvalidInput):
    """It has changed since this run began, so it was not stored: run the command again."""

    code = CHANGED


_OF_ONE_FILE = (InvalidInput, ProcessingFailed, Conflict, QuotaExceeded, OSError)


def _failed(file: BulkFile, error: QuothError | OSError) -> BulkResult:
    if isinstance(error, QuothError):
        return BulkResult(file, failure=error.message, code=error.code)
    return BulkResult(file, failure=f"The file cannot be read: {error.strerror}.", code=UNREADABLE)


@dataclass(frozen=True, slots=True)
class _Content:
    """The bytes of one or several files: the first as an upload, and all of them."""

    upload: Upload
    files: list[BulkFile]


def _by_content(files: Sequence[BulkFile]) -> tuple[dict[str, _Content], list[BulkResult]]:
    """Return the files by the digests of their bytes, and those that cannot be read."""
    contents: dict[str, _Content] = {}
    unreadable: list[BulkResult] = []
    for file in files:
        try:
            with file.path.open("rb") as opened:
                digest = file_digest(opened, "sha256").hexdigest()
                upload = Upload(file.name, file.path, opened.tell(), digest)
        except OSError as exc:
            unreadable.append(_failed(file, exc))
        else:
            contents.setdefault(digest, _Content(upload, [])).files.append(file)
    return contents, unreadable
