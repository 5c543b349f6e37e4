"""Processing a document: its result, and a claim that is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from application.documents import process_document
from application.documents.process_document import ProcessDocument, ProcessRequest
from application.ports.document_claims import Claim
from domain.documents.document import Document, DocumentStatus, ExtractedText
from domain.documents.titles import MAX_TITLE_LENGTH
from domain.errors import (
    ClaimLost,
    DatabaseUnavailable,
    DocumentRemoved,
    EmbedderUnavailable,
    ProcessingFailed,
)
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.ingest import lanes_over
from tests.fakes.jobs import InMemoryDocumentClaims
from tests.fakes.language_detector import CommonWordDetector
from tests.fakes.library import (
    CLAIM_SECONDS,
    InMemoryDocumentStore,
    InMemoryDocumentTexts,
    InMemoryLibrary,
)
from tests.support.documents import a_document
from tests.support.uploads import a_file

TEXT = "The heron nests in the old mill."
NOTES = ("It was read as Windows-1252.",)
EXTRACTED = ExtractedText(TEXT, NOTES)


def reading(extracted: ExtractedText) -> Callable[[], Awaitable[ExtractedText]]:
    """Return a function that reads this."""

    async def read() -> ExtractedText:
        return extracted

    return read


class World:
    """A library with one claimed document, and the use case that processes it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.library = InMemoryLibrary(clock=lambda: self.now)
        self.embedder = FakeEmbedder()
        self.claims = InMemoryDocumentClaims(self.library)
        self.store = InMemoryDocumentStore(self.library)
        self.process = ProcessDocument(
            lanes_over(self.library, self.embedder),
            CommonWordDetector(),
            InMemoryDocumentTexts(self.library),
            self.claims,
            self.store,
        )

    async def claim(self) -> Claim:
        return await self.claims.claim(a_document(TEXT), a_file(TEXT.encode()))

    async def processing(self, claim: Claim) -> asyncio.Task[Document]:
        """Return a task that processes the claimed document and waits at the embedder."""
        self.embedder.hold()
        task = asyncio.create_task(self.process.execute(ProcessRequest(claim, reading(EXTRACTED))))
        while not self.embedder.passages:  # noqa: ASYNC110 - the fake records, it does not signal
            await asyncio.sleep(0)
        return task

    async def take_over(self) -> Claim:
        """Expire the claim and return the one of the next holder."""
        self.now += CLAIM_SECONDS
        successor = await self.claim()
        assert successor.granted
        return successor

    def document(self) -> Document:
        [entry] = self.library.entries.values()
        return self.library.read(entry)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def quick_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Renew claims continually."""
    monkeypatch.setattr(process_document, "CLAIM_RENEWAL_SECONDS", 0.001)


async def test_a_processed_document_can_be_found(world: World) -> None:
    """A processed document has chunks, language, notes and duration, and is stored as returned."""
    claim = await world.claim()
    done = await world.process.execute(ProcessRequest(claim, reading(EXTRACTED)))
    assert done == world.document()
    assert (done.id, done.status) == (claim.document.id, DocumentStatus.PROCESSED)
    assert (done.total_chunks, done.language, done.notes) == (1, "en", NOTES)
    assert done.processing_seconds is not None
    [entry] = world.library.entries.values()
    assert (entry.text, len(entry.chunks)) == (TEXT, 1)


async def test_a_note_has_the_language_of_most_of_the_library(world: World) -> None:
    """A text that shows no language is in the main one, and in none in an empty library."""

    async def language_of(text: str) -> str | None:
        claim = await world.claims.claim(a_document(text), a_file(text.encode()))
        return (
            await world.process.execute(ProcessRequest(claim, reading(ExtractedText(text))))
        ).language

    assert await language_of("Valves: 4") is None
    assert await language_of("the heron and the mill") == "en"
    assert await language_of("der Reiher und die Mühle " * 40) == "de"
    assert await language_of("Pumps: 2") == "de"


@pytest.mark.parametrize(
    ("error", "raised", "status"),
    [
        (RuntimeError("secret"), ProcessingFailed, DocumentStatus.FAILED),
        (EmbedderUnavailable(), EmbedderUnavailable, DocumentStatus.PENDING),
    ],
)
async def test_a_failure_is_kept_with_its_message(
    world: World, error: Exception, raised: type[Exception], status: DocumentStatus
) -> None:
    """The document has failed, or is tried again later, and its message hides internal details."""
    claim = await world.claim()
    world.embedder.fail_with(error)
    with pytest.raises(raised):
        await world.process.execute(ProcessRequest(claim, reading(EXTRACTED)))
    assert world.document().status is status
    assert world.document().error_message == raised().args[0]


@pytest.mark.usefixtures("quick_heartbeat")
async def test_a_claim_is_renewed_while_its_document_is_processed(world: World) -> None:
    """While a document is processed, no other claim on it is granted."""
    claim = await world.claim()
    task = await world.processing(claim)
    [entry] = world.library.entries.values()
    assert entry.job is not None
    for _ in range(3):
        world.now += CLAIM_SECONDS - 1
        while entry.job.expires_at < world.now + CLAIM_SECONDS:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0)
        assert not (await world.claim()).granted
    world.embedder.release()
    assert (await task).status is DocumentStatus.PROCESSED


@pytest.mark.usefixtures("quick_heartbeat")
async def test_a_removed_document_is_not_processed_to_its_end(world: World) -> None:
    """Processing a removed document stops at the next renewal."""
    claim = await world.claim()
    task = await world.processing(claim)
    await world.store.remove(claim.document.id)
    with pytest.raises(DocumentRemoved):
        await task
    assert not world.library.entries


@pytest.mark.usefixtures("quick_heartbeat")
async def test_a_lost_claim_ends_the_processing(world: World) -> None:
    """Processing under a lost claim stops at the next renewal, and the new holder continues."""
    task = await world.processing(await world.claim())
    successor = await world.take_over()
    with pytest.raises(ClaimLost):
        await task
    assert world.document() == successor.document


@pytest.mark.parametrize("error", [None, RuntimeError("out of memory"), EmbedderUnavailable()])
async def test_the_end_under_a_lost_claim_changes_nothing(
    world: World, error: Exception | None
) -> None:
    """A holder with a lost claim neither stores nor fails the document when it ends."""
    task = await world.processing(await world.claim())
    successor = await world.take_over()
    if error:
        world.embedder.fail_with(error)
    world.embedder.release()
    with pytest.raises(ClaimLost):
        await task
    assert world.document() == successor.document
    assert not (await world.claim()).granted


async def test_a_stop_under_a_lost_claim_changes_nothing(world: World) -> None:
    """A holder that is cancelled after it lost its claim does not change the document."""
    task = await world.processing(await world.claim())
    successor = await world.take_over()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert world.document() == successor.document


async def test_an_outage_while_storing_costs_no_embedding(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that cannot be stored for a moment is stored later, with the same vectors."""
    add, failures = world.store.add, [DatabaseUnavailable(), DatabaseUnavailable()]

    async def failing(*arguments: Any) -> None:
        if failures:
            raise failures.pop()
        await add(*arguments)

    monkeypatch.setattr(world.store, "add", failing)
    monkeypatch.setattr(process_document, "STORE_AGAIN_SECONDS", (0.0, 0.0))
    done = await world.process.execute(ProcessRequest(await world.claim(), reading(EXTRACTED)))
    assert done == world.document()
    assert len(world.embedder.passages) == 1


async def test_what_a_file_says_of_itself_is_stored_within_bounds() -> None:
    """A title or metadata of megabytes is cut or left out, and a note says so."""
    world = World()
    claim = await world.claim()
    large = ExtractedText(
        TEXT, NOTES, metadata={"author": "x" * 2_000_000, "by": "Ada"}, title="word " * 400_000
    )
    stored = await world.process.execute(ProcessRequest(claim, reading(large)))
    assert stored.metadata == {"by": "Ada"}
    assert len(stored.title or "") <= MAX_TITLE_LENGTH
    assert stored.notes == (*NOTES, "The file says more about itself than is stored.")
