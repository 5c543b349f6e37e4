"""In-memory jobs, looked at and decided on."""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from application.ports.job_board import JobBoard
from application.ports.job_signals import JobSignals
from application.ports.queue_length import QueueLength
from domain.documents.jobs import Job, JobState
from domain.errors import NothingToDo, ProcessingCancelled
from domain.paging import Page, PageRequest
from tests.fakes.job_state import FakeJob
from tests.fakes.library import InMemoryLibrary

EPOCH = datetime.fromtimestamp(0, UTC)


class InMemoryJobBoard(JobBoard):
    """Shows the jobs of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()

    async def find(self, document_ids: Collection[UUID]) -> dict[UUID, Job]:
        self.library.check()
        entries = self.library.readable
        jobs = {each: entries[each].job for each in document_ids if each in entries}
        return {each: self._shown(job) for each, job in jobs.items() if job}

    async def list(self, page: PageRequest[UUID], state: JobState | None = None) -> Page[Job, UUID]:
        self.library.check()
        entries = sorted(self.library.readable.values(), key=lambda each: each.document.id)
        jobs = [self._shown(each.job) for each in entries if each.job]
        found = [
            job
            for job in jobs
            if state in (None, job.state)
            if page.after is None or job.document_id > page.after
        ]
        items = tuple(found[: page.limit])
        return Page(items, items[-1].document_id if len(found) > page.limit else None)

    async def retry(self, document_id: UUID) -> None:
        job = self._job(document_id)
        if job.state is not JobState.PROCESSING or job.expired(self.library.clock()):
            job.attempts, job.run_at = 0, self.library.clock()
            job.end(JobState.PENDING)

    async def cancel(self, document_id: UUID) -> None:
        job = self._job(document_id)
        if job.state in (JobState.PENDING, JobState.PROCESSING):
            job.end(JobState.CANCELLED, ProcessingCancelled().message, ProcessingCancelled.code)

    def _job(self, document_id: UUID) -> FakeJob:
        job = self.library.entry(document_id).job
        if job is None:
            raise NothingToDo
        return job

    def _shown(self, job: FakeJob) -> Job:
        state = JobState(job.status(self.library.clock()).value)
        document = job.document
        return Job(
            document.id,
            document.version,
            document.filename,
            document.file_size,
            state,
            job.attempts,
            EPOCH + timedelta(seconds=job.run_at),
            document.uploaded_at,
            job.progress if state is JobState.PROCESSING else None,
            job.progress_number,
            job.error_message,
            job.error_code,
        )


class InMemoryQueueLength(QueueLength):
    """Counts the jobs of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary) -> None:
        self.library = library

    async def documents(self) -> int:
        self.library.check()
        jobs = [each.job for each in self.library.entries.values() if each.job]
        return sum(job.state in (JobState.PENDING, JobState.PROCESSING) for job in jobs)


class InMemoryJobSignals(JobSignals):
    """Tells of everything at once: who waits looks at the queue again immediately."""

    async def wait(self, seconds: float) -> None:  # noqa: ARG002 - nothing is waited for
        await asyncio.sleep(0.01)
