"""quoth jobs: what it prints, and what it changes."""

from io import StringIO

import pytest
from rich.console import Console

from application.documents.find_document import FindDocument
from domain.documents.document import Document
from domain.documents.jobs import JobState, Progress, Stage
from entrypoints.commands.jobs import JobUseCases, cancel_jobs, list_jobs, retry_jobs
from tests.fakes.job_board import InMemoryJobBoard
from tests.fakes.jobs import InMemoryDocumentClaims, InMemoryDocumentJobs
from tests.fakes.library import InMemoryDocumentCatalog, InMemoryLibrary
from tests.support.documents import a_document
from tests.support.uploads import a_file


class Desk:
    """A library with jobs, and a console."""

    def __init__(self) -> None:
        self.library = InMemoryLibrary()
        self.claims = InMemoryDocumentClaims(self.library)
        self.jobs = InMemoryDocumentJobs(self.library)
        self.board = InMemoryJobBoard(self.library)
        find = FindDocument(InMemoryDocumentCatalog(self.library))
        self.use_cases = JobUseCases(self.board, find)
        self.output = StringIO()
        self.console = Console(file=self.output, width=200)

    async def queued(self, name: str) -> Document:
        return await self.jobs.enqueue(a_document(name, filename=name), a_file(name.encode()))

    async def failed(self, name: str) -> Document:
        document = await self.queued(name)
        claim = await self.jobs.claim_next()
        assert claim is not None
        await self.claims.fail(claim, "It broke.")
        return document

    async def state(self, document: Document) -> JobState:
        job = await self.board.find(document.id)
        assert job is not None
        return job.state


@pytest.fixture
def stage() -> Desk:
    return Desk()


async def test_jobs_are_listed_with_what_is_known_of_them(stage: Desk) -> None:
    """A line for each says its state, its progress and why it failed; a state narrows the list."""
    await stage.failed("a.txt")
    await stage.queued("b.txt")
    claim = await stage.jobs.claim_next()
    assert claim is not None
    await stage.claims.renew(claim, Progress(Stage.EMBEDDING, 64, 1200, 95.2))
    assert await list_jobs(stage.use_cases, stage.console, None) == 0
    first, second = stage.output.getvalue().splitlines()
    assert "failed" in first
    assert first.endswith("a.txt (5 B, attempt 1, It broke.)")
    assert second.endswith("b.txt (5 B, attempt 1, embedding, 64 of 1,200, 95 s left)")
    stage.output.truncate(0)
    await list_jobs(stage.use_cases, stage.console, JobState.PENDING)
    assert "b.txt" not in stage.output.getvalue()


async def test_all_that_failed_or_some_can_be_retried(stage: Desk) -> None:
    """Without names, what failed is retried; one that does not exist is named, and the status 1."""
    one, two = await stage.failed("a.txt"), await stage.failed("b.txt")
    assert await retry_jobs(stage.use_cases, stage.console, ["a.txt", "c.txt"]) == 1
    assert (await stage.state(one), await stage.state(two)) == (JobState.PENDING, JobState.FAILED)
    assert "failed: c.txt" in stage.output.getvalue()
    assert await retry_jobs(stage.use_cases, stage.console, []) == 0
    assert await stage.state(two) is JobState.PENDING


async def test_jobs_can_be_cancelled_by_name_or_id(stage: Desk) -> None:
    """What is cancelled waits for a retry."""
    document = await stage.queued("a.txt")
    assert await cancel_jobs(stage.use_cases, stage.console, [str(document.id)]) == 0
    assert await stage.state(document) is JobState.CANCELLED
