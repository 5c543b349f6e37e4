"""Working off the queue: order, failures, and what is left when it stops."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from application.documents.work_off_jobs import WorkOffJobs
from application.ports.document_jobs import DocumentJobs
from application.ports.health_probe import HealthProbe
from domain.documents.chunks import Embedding
from domain.documents.document import Document, DocumentStatus
from domain.documents.jobs import Given, JobState
from domain.errors import DatabaseUnavailable, EmbedderUnavailable
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.jobs import InMemoryDocumentJobs
from tests.fakes.library import InMemoryLibrary
from tests.fakes.worker import worker_on
from tests.support.documents import a_document
from tests.support.uploads import a_file

PROCESSED = DocumentStatus.PROCESSED


@asynccontextmanager
async def working(worker: WorkOffJobs) -> AsyncIterator[None]:
    """Let a worker run during the block."""
    task = asyncio.create_task(worker.execute())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds, which has to happen."""
    while not condition():  # noqa: ASYNC110 - the fakes record, they do not signal
        await asyncio.sleep(0.001)


async def queued(
    library: InMemoryLibrary, text: str, given: Given | None = None, **changes: object
) -> Document:
    document = replace(a_document(text), **changes)  # type: ignore[arg-type] # real attributes
    jobs: DocumentJobs = InMemoryDocumentJobs(library)
    return await jobs.enqueue(document, a_file(text.encode()), given or Given())


def status(library: InMemoryLibrary, document: Document) -> DocumentStatus:
    return library.read(library.entries[document.id]).status


async def test_a_queued_document_is_read_from_its_bytes_and_found() -> None:
    """What was queued becomes searchable, with its text, its chunks and what the client said."""
    library = InMemoryLibrary()
    document = await queued(library, "\ufeffThe heron nests.\r\n", Given({"mail": "a.eml"}))
    async with working(worker_on(library)):
        await until(lambda: status(library, document) is DocumentStatus.PROCESSED)
    entry = library.entries[document.id]
    assert (entry.text, entry.job) == ("The heron nests.\n", None)
    assert entry.document.metadata == {"mail": "a.eml"}
    assert len(entry.chunks) == entry.document.total_chunks == 1


class SlowEmbedder(FakeEmbedder):
    """Takes longer for each turn, so that books take seconds, however busy the machine is."""

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        await asyncio.sleep(0.005 * 1.5 ** len(self.passages))
        return await super().embed_passages(texts)


async def test_a_note_does_not_wait_for_books() -> None:
    """While every other place has a long document in work, a note that comes later is done."""
    library, embedder = InMemoryLibrary(), SlowEmbedder()
    books = [
        await queued(
            library,
            " ".join(f"book{n}word{word}" for word in range(8 * 64 * 40)),
            file_size=2_000_000,
        )
        for n in range(3)
    ]
    async with working(worker_on(library, embedder)):
        await until(lambda: len(embedder.passages) >= 2)
        note = await queued(library, "A note.")
        await until(lambda: status(library, note) is DocumentStatus.PROCESSED)
        assert {status(library, book) for book in books} <= {
            DocumentStatus.PENDING, DocumentStatus.PROCESSING,
        }  # fmt: skip


async def test_what_cannot_be_read_fails_at_once() -> None:
    """A file that no attempt can read has failed after the first, and its message is true of it."""
    library = InMemoryLibrary()
    broken = await queued(library, "%PDF-1.7 nothing follows", filename="a.pdf")
    good = await queued(library, "The heron.")
    async with working(worker_on(library, places=1)):
        await until(lambda: status(library, good) is DocumentStatus.PROCESSED)
    job = library.entries[broken.id].job
    assert job is not None
    assert (job.state, job.attempts, job.error_code) == (JobState.FAILED, 1, "file_damaged")
    assert "othing was stored" not in (job.error_message or "")


async def test_what_is_unavailable_is_tried_again_later() -> None:
    """A document waits, longer each time, while the embedder is away, and is done afterwards."""
    now = 0.0
    library, embedder = InMemoryLibrary(clock=lambda: now), FakeEmbedder()
    embedder.fail_with(EmbedderUnavailable())
    document = await queued(library, "The heron.")
    job = library.entries[document.id].job
    assert job is not None
    async with working(worker_on(library, embedder)):
        waits = []
        for attempt in (1, 2, 3):
            await until(lambda: job.state is JobState.PENDING and job.attempts == attempt)  # noqa: B023 - awaited in the same turn
            assert job.error_code == "embedder_unavailable"
            waits.append(job.run_at - now)
            now = job.run_at
        assert 1 <= waits[0] <= 2 <= waits[1] <= 4 <= waits[2] <= 8
        await until(lambda: job.attempts == 4 and job.state is JobState.PENDING)
        embedder.recover()
        now = job.run_at
        await until(lambda: status(library, document) is DocumentStatus.PROCESSED)


class Service(HealthProbe):
    """What embeds, outside of the process. Script: `is_away`. Record: `checks`."""

    is_away = True
    checks = 0

    async def check(self) -> None:
        self.checks += 1
        if self.is_away:
            raise EmbedderUnavailable("The embedder is away.")


async def test_documents_wait_while_the_service_that_embeds_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No attempt is made, so none is lost, however long it lasts; then all go on by themselves."""
    monkeypatch.setattr("application.documents.work_off_jobs.POLL_SECONDS", 0.001)
    library, service = InMemoryLibrary(), Service()
    documents = [await queued(library, f"Heron {number}.") for number in range(5)]
    async with working(worker_on(library, embedder_service=service)):
        await until(lambda: service.checks > 20)
        for document in documents:
            job = library.entries[document.id].job
            assert job is not None
            assert (job.state, job.attempts) == (JobState.PENDING, 0)
        service.is_away = False
        await until(lambda: all(status(library, each) is PROCESSED for each in documents))


async def test_documents_in_work_are_left_to_others_when_it_stops() -> None:
    """What is being embedded when the worker stops is due at once, and the attempt not counted."""
    library, embedder = InMemoryLibrary(), FakeEmbedder()
    embedder.hold()
    document = await queued(library, "The heron.")
    async with working(worker_on(library, embedder)):
        await until(lambda: bool(embedder.passages))
    job = library.entries[document.id].job
    assert job is not None
    assert (job.state, job.attempts, job.error_code) == (JobState.PENDING, 0, None)


@pytest.mark.parametrize("error", [DatabaseUnavailable(), RuntimeError("a bug")])
async def test_a_queue_that_cannot_be_read_is_read_again(
    error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An outage is survived, and logged once for all who meet it."""
    library = InMemoryLibrary()
    document = await queued(library, "The heron.")
    claim_next, failures = InMemoryDocumentJobs.claim_next, [error] * 6

    async def failing(self: InMemoryDocumentJobs, max_bytes: int | None = None) -> object:
        if failures:
            raise failures.pop()
        return await claim_next(self, max_bytes)

    monkeypatch.setattr(InMemoryDocumentJobs, "claim_next", failing)
    async with working(worker_on(library)):
        await until(lambda: status(library, document) is DocumentStatus.PROCESSED)
    if isinstance(error, DatabaseUnavailable):
        assert len([each for each in caplog.records if "queue" in each.message]) == 1
