"""quoth jobs: what it prints, and what it changes."""

import json
from io import StringIO

import pytest
from rich.console import Console

from domain.documents.document import Document
from domain.documents.jobs import JobState, Progress, Stage
from entrypoints.commands.jobs import cancel_jobs, list_jobs, retry_jobs
from tests.fakes.job_board import InMemoryJobBoard
from tests.fakes.jobs import InMemoryDocumentClaims, InMemoryDocumentJobs
from tests.fakes.wiring import Fakes, fake_container
from tests.support.clients import client_of
from tests.support.documents import a_document
from tests.support.uploads import a_file


class Desk:
    """A library with jobs, and a console."""

    def __init__(self) -> None:
        fakes = Fakes()
        self.library = fakes.library
        self.claims = InMemoryDocumentClaims(self.library)
        self.jobs = InMemoryDocumentJobs(self.library)
        self.board = InMemoryJobBoard(self.library)
        self.quoth = client_of(fake_container(fakes))
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
        return (await self.board.find([document.id]))[document.id].state


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
    assert await list_jobs(stage.quoth, stage.console, None) == 0
    first, second = stage.output.getvalue().splitlines()
    assert "failed" in first
    assert first.endswith("a.txt (5 B, attempt 1, It broke.)")
    assert second.endswith("b.txt (5 B, attempt 1, embedding, 64 of 1,200, 95 s left)")
    stage.output.truncate(0)
    await list_jobs(stage.quoth, stage.console, JobState.PENDING)
    assert "b.txt" not in stage.output.getvalue()


async def test_json_has_the_names_of_the_api(stage: Desk) -> None:
    """A list is an array of jobs; a retry says of each reference what became of it."""
    await stage.failed("a.txt")
    await list_jobs(stage.quoth, stage.console, None, as_json=True)
    [job] = json.loads(stage.output.getvalue())
    assert (job["filename"], job["state"], job["error_message"]) == ("a.txt", "failed", "It broke.")
    stage.output.truncate(stage.output.seek(0))
    assert await retry_jobs(stage.quoth, stage.console, ["b.txt", "a.txt"], as_json=True) == 1
    missing, retried = json.loads(stage.output.getvalue())
    assert (missing["done"], missing["document_id"]) == (False, None)
    assert (retried["done"], retried["document_id"]) == (True, job["document_id"])


async def test_all_that_failed_or_some_can_be_retried(stage: Desk) -> None:
    """Without names, what failed is retried; one that does not exist is named, and the status 1."""
    one, two = await stage.failed("a.txt"), await stage.failed("b.txt")
    assert await retry_jobs(stage.quoth, stage.console, ["a.txt", "c.txt"]) == 1
    assert (await stage.state(one), await stage.state(two)) == (JobState.PENDING, JobState.FAILED)
    assert "failed: c.txt" in stage.output.getvalue()
    assert await retry_jobs(stage.quoth, stage.console, []) == 0
    assert await stage.state(two) is JobState.PENDING


async def test_jobs_can_be_cancelled_by_name_or_id(stage: Desk) -> None:
    """What is cancelled waits for a retry."""
    document = await stage.queued("a.txt")
    assert await cancel_jobs(stage.quoth, stage.console, [str(document.id)]) == 0
    assert await stage.state(document) is JobState.CANCELLED
