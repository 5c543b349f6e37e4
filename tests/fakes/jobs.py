"""In-memory jobs behind the same ports as PostgreSQL."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from application.ports.document_claims import Claim, DocumentClaims
from application.ports.document_jobs import DocumentJobs
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.documents.document import Document, DocumentStatus
from domain.documents.jobs import LEASE_SECONDS, MAX_ATTEMPTS, Given, JobState, Progress
from domain.errors import DocumentLimited
from tests.fakes.document_names import with_name
from tests.fakes.job_state import FakeJob
from tests.fakes.labels import with_labels
from tests.fakes.library import Entry, InMemoryLibrary, make_collections
from tests.fakes.named_documents import put_named


class InMemoryDocumentClaims(DocumentClaims):
    """Grants claims on the documents of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()

    async def claim(
        self,
        document: Document,
        original: Path,
        waiting: bool = False,
        given: Given = Given(),  # noqa: B008 - it cannot be changed
    ) -> Claim:
        self.library.admit()
        if document.external_id is not None:
            return put_named(self.library, document, original, given, leased=True, waiting=waiting)
        entry = _entry_of(self.library, document, original, given)
        self.library.attachments.attach(entry.document.id, document.filename, given.mail)
        job, now = entry.job, self.library.clock()
        if waiting and job:
            job.give_up(now)
        held = self.library.read(entry)
        if job is None or held.status is DocumentStatus.PROCESSING:
            return Claim(held)
        if waiting and job.error_code:
            return Claim(held, error_code=job.error_code)
        if not waiting:
            job.attempts = 0
            _sent_again(entry, document, given)
        lease = job.take(now + LEASE_SECONDS)
        return Claim(self.library.read(entry), lease, given=job.given, attempts=job.attempts)

    async def renew(self, claim: Claim, progress: Progress | None = None) -> None:
        if job := self.library.claimed(claim):
            job.expires_at = self.library.clock() + LEASE_SECONDS
            if progress:
                job.progress = progress
                job.progress_number += 1

    async def fail(
        self,
        claim: Claim,
        error_message: str,
        error_code: str = "processing_failed",
        retry_in: float | None = None,
    ) -> None:
        if job := self.library.claimed(claim):
            job.run_at = self.library.clock() + (retry_in or 0.0)
            last = retry_in is None or job.attempts >= MAX_ATTEMPTS
            job.end(JobState.FAILED if last else JobState.PENDING, error_message, error_code)

    async def release(self, claim: Claim) -> None:
        if job := self.library.claimed(claim):
            job.attempts -= 1
            job.run_at = self.library.clock()
            job.end(JobState.PENDING)


class InMemoryDocumentJobs(DocumentJobs):
    """Queues the documents of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()

    async def enqueue(
        self,
        document: Document,
        original: Path,
        given: Given = Given(),  # noqa: B008 - a constant
    ) -> Document:
        self.library.admit()
        if document.external_id is not None:
            return put_named(self.library, document, original, given, leased=False).document
        entry = _entry_of(self.library, document, original, given)
        if entry.job and entry.job.state in (JobState.FAILED, JobState.CANCELLED):
            _sent_again(entry, document, given)
            entry.job.attempts, entry.job.run_at = 0, self.library.clock()
            entry.job.end(JobState.PENDING)
        return self.library.read(entry)

    async def workspaces(self, max_bytes: int | None = None) -> Sequence[UUID]:
        self.library.check()
        # an InMemoryLibrary is that of one workspace
        return [DEFAULT_WORKSPACE.workspace_id] if self._due(max_bytes) else []

    def _due(self, max_bytes: int | None) -> list[FakeJob]:
        now = self.library.clock()
        return [
            job
            for job in (each.job for each in self.library.entries.values())
            if job
            if (job.state is JobState.PENDING and job.run_at <= now) or job.expired(now)
            if max_bytes is None or job.document.file_size <= max_bytes
        ]

    async def claim_next(self, max_bytes: int | None = None) -> Claim | None:
        self.library.check()
        now = self.library.clock()
        for entry in self.library.entries.values():
            if entry.job:
                entry.job.give_up(now)
        due = self._due(max_bytes)
        if not due:
            return None
        job = min(due, key=lambda each: (each.run_at, each.document.id))
        lease = job.take(now + LEASE_SECONDS)
        document = self.library.read(self.library.entries[job.document.id])
        if document.external_id is not None:
            document = replace(
                job.document, status=DocumentStatus.PROCESSING, labels=document.labels
            )
        return Claim(document, lease, given=job.given, attempts=job.attempts)


def _entry_of(library: InMemoryLibrary, document: Document, original: Path, given: Given) -> Entry:
    """Return the entry of a document with the same bytes under a further name, or a new one."""
    for entry in library.entries.values():
        held = entry.document
        if held.external_id is None and held.content_sha256 == document.content_sha256:
            if held.id not in library.readable:
                raise DocumentLimited
            if given.mail and not library.may_bring(given.mail.id, held.id):
                raise DocumentLimited
            if document.filename in held.names and given.mail is None:
                library.attachments.forget(held.id, document.filename)
            named = with_name(held, document.filename)
            entry.document = with_labels(named, document.labels)
            make_collections(library, document.labels.collections)
            library.revision += 1
            return entry
    make_collections(library, document.labels.collections)
    pending = replace(document, status=DocumentStatus.PENDING)
    entry = library.add(Entry(pending, FakeJob(document, given, library.clock())))
    entry.originals[document.version] = original.read_bytes()
    return entry


def _sent_again(entry: Entry, document: Document, given: Given) -> None:
    changes = {"uploaded_at": document.uploaded_at, "media_type": document.media_type}
    entry.document = replace(entry.document, **changes)  # type: ignore[arg-type] # both are right
    if entry.job:
        said = {**entry.job.given.metadata, **given.metadata}
        entry.job.given = replace(entry.job.given, metadata=said)
