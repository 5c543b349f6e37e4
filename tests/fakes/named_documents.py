"""Uploads under external ids in an InMemoryLibrary, as PostgreSQL registers them."""

from dataclasses import replace
from pathlib import Path

from application.ports.document_claims import Claim
from domain.documents.document import Document, DocumentStatus
from domain.documents.jobs import LEASE_SECONDS, Given, JobState
from domain.documents.metadata import NO_LABELS
from domain.errors import DocumentLimited, VersionSuperseded
from tests.fakes.job_state import FakeJob
from tests.fakes.library import Entry, InMemoryLibrary, make_collections


def put_named(
    library: InMemoryLibrary,
    document: Document,
    original: Path,
    given: Given,
    *,
    leased: bool,
    waiting: bool = False,
) -> Claim:
    """Register an upload under its external id, unless its version exists or is being made."""
    before = entry_named(library, document.external_id)
    if before and before.document.id not in library.readable:
        raise DocumentLimited
    said = before.document.labels if before else NO_LABELS
    labels = said.with_more(document.labels)
    claim = _registered(library, document, original, given, leased=leased, waiting=waiting)
    make_collections(library, labels.collections)
    if before and said != labels:
        library.revision += 1
    entry = library.entries[claim.document.id]
    entry.document = replace(entry.document, labels=labels)
    return replace(claim, document=replace(claim.document, labels=labels))


def _registered(
    library: InMemoryLibrary,
    document: Document,
    original: Path,
    given: Given,
    *,
    leased: bool,
    waiting: bool,
) -> Claim:
    entry = entry_named(library, document.external_id)
    if entry is None:
        pending = replace(document, status=DocumentStatus.PENDING)
        entry = library.add(Entry(pending))
        return _begin(library, entry, document, original, given, leased=leased)
    job, held = entry.job, library.read(entry)
    if job and job.document.content_sha256 == document.content_sha256:
        same = replace(document, id=held.id, version=job.document.version)
        return _same(library, entry, same, given, leased=leased, waiting=waiting)
    is_processed = held.status is DocumentStatus.PROCESSED
    if is_processed and held.content_sha256 == document.content_sha256:
        if job and not waiting:
            _drop(entry, job)
        return Claim(library.read(entry))
    if waiting:
        raise VersionSuperseded
    if job:
        _drop(entry, job)
    new = replace(document, id=held.id, version=held.version + is_processed)
    if not is_processed:
        entry.document = replace(new, status=DocumentStatus.PENDING)
    return _begin(library, entry, new, original, given, leased=leased)


def entry_named(library: InMemoryLibrary, external_id: str | None) -> Entry | None:
    """Return the entry with an external id, or None."""
    entries = library.entries.values()
    return next((each for each in entries if each.document.external_id == external_id), None)


def _drop(entry: Entry, job: FakeJob) -> None:
    entry.originals.pop(job.document.version, None)
    entry.job = None


def _begin(
    library: InMemoryLibrary,
    entry: Entry,
    document: Document,
    original: Path,
    given: Given,
    *,
    leased: bool,
) -> Claim:
    entry.originals[document.version] = original.read_bytes()
    job = entry.job = FakeJob(document, given, library.clock())
    return _claim(library, job, document, given, leased=leased)


def _same(
    library: InMemoryLibrary,
    entry: Entry,
    document: Document,
    given: Given,
    *,
    leased: bool,
    waiting: bool,
) -> Claim:
    job = entry.job
    assert job is not None
    if job.state is JobState.PROCESSING and not job.expired(library.clock()):
        return Claim(replace(document, status=DocumentStatus.PROCESSING))
    if waiting and job.error_code:
        failed = replace(
            document,
            status=DocumentStatus.FAILED,
            error_message=job.error_message,
            error_code=job.error_code,
        )
        return Claim(failed, None, job.error_code)
    if leased and not waiting:
        job.attempts = 0
    ended = job.state in (JobState.FAILED, JobState.CANCELLED)
    if leased or ended:
        _sent_again(entry, job, document)
    if not leased and ended:
        job.attempts, job.run_at = 0, library.clock()
        job.end(JobState.PENDING)
    return _claim(library, job, document, given, leased=leased)


def _sent_again(entry: Entry, job: FakeJob, document: Document) -> None:
    at, media_type = document.uploaded_at, document.media_type
    job.document = replace(job.document, uploaded_at=at, media_type=media_type)
    if entry.document.status is not DocumentStatus.PROCESSED:
        entry.document = replace(entry.document, uploaded_at=at, media_type=media_type)


def _claim(
    library: InMemoryLibrary, job: FakeJob, document: Document, given: Given, *, leased: bool
) -> Claim:
    if not leased:
        return Claim(replace(document, status=DocumentStatus.PENDING))
    lease = job.take(library.clock() + LEASE_SECONDS)
    processing = replace(document, status=DocumentStatus.PROCESSING)
    return Claim(processing, lease, given=given, attempts=job.attempts)
