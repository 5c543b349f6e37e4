"""Ingesting: several uploads of the same bytes, and interrupted uploads."""

import asyncio

import pytest

from application.documents.nested_uploads import MOST_CLAIMS
from application.documents.process_document import ProcessRequest
from domain.documents.document import Document, DocumentStatus
from domain.errors import ClaimLost, EmbedderUnavailable, FileTooLarge, ProcessingFailed
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.ingest import ingest_into
from tests.fakes.jobs import InMemoryDocumentClaims
from tests.fakes.library import CLAIM_SECONDS, InMemoryLibrary
from tests.support.uploads import a_file, an_upload

UPLOAD = an_upload("notes.txt", b"The heron nests in the old mill.")


async def until_embedding(embedder: FakeEmbedder) -> None:
    while not embedder.passages:  # noqa: ASYNC110 - the fake records, it does not signal
        await asyncio.sleep(0)


async def test_the_same_bytes_are_processed_once() -> None:
    """Of several uploads of the same bytes, one creates the document and all return it."""
    embedder = FakeEmbedder()
    ingest = ingest_into(InMemoryLibrary(), embedder)
    results = await asyncio.gather(*(ingest.execute(UPLOAD) for _ in range(4)))
    results.append(await ingest.execute(UPLOAD))
    assert sum(each.created for each in results) == 1
    assert len({each.document for each in results}) == 1
    assert len(embedder.passages) == 1


@pytest.mark.parametrize("breaks", [False, True])
async def test_an_upload_that_lost_its_claim_waits_for_the_next_holder(breaks: bool) -> None:
    """An upload that lost its claim returns the new holder's document, even if it fails itself."""
    now = 0.0
    library = InMemoryLibrary(clock=lambda: now)
    slow, quick = FakeEmbedder(), FakeEmbedder()
    slow.hold()
    quick.hold()
    lapsing = asyncio.create_task(ingest_into(library, slow).execute(UPLOAD))
    await until_embedding(slow)
    now += CLAIM_SECONDS
    successor = asyncio.create_task(ingest_into(library, quick).execute(UPLOAD))
    await until_embedding(quick)
    if breaks:
        slow.fail_with(RuntimeError("out of memory"))
    slow.release()
    for _ in range(100):
        await asyncio.sleep(0)
    [entry] = library.entries.values()
    assert library.read(entry).status is DocumentStatus.PROCESSING
    assert not lapsing.done()
    quick.release()
    stored = (await successor).document
    assert stored.status is DocumentStatus.PROCESSED
    assert (await lapsing).document == stored
    assert (len(slow.passages), len(quick.passages)) == (1, 1)


@pytest.mark.parametrize("error", [RuntimeError("out of memory"), EmbedderUnavailable()])
async def test_waiting_uploads_share_a_failure(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Uploads that wait when the attempt fails fail with it; one that is sent later starts over."""
    monkeypatch.setattr("application.documents.embedding_lanes.AGAIN_SECONDS", ())
    library, embedder = InMemoryLibrary(), FakeEmbedder()
    ingest = ingest_into(library, embedder)
    embedder.hold()
    uploads = [asyncio.create_task(ingest.execute(UPLOAD)) for _ in range(20)]
    await until_embedding(embedder)
    embedder.fail_with(error)
    embedder.release()
    results = await asyncio.gather(*uploads, return_exceptions=True)
    [entry] = library.entries.values()
    assert len({type(result) for result in results}) == 1
    assert {str(result) for result in results} == {library.read(entry).error_message}
    assert len(embedder.passages) == 1
    embedder.recover()
    assert (await ingest.execute(UPLOAD)).created


async def test_a_waiting_upload_takes_over_from_one_that_was_cut_off() -> None:
    """If the attempt is cancelled, one of the waiting uploads processes the document for all."""
    library, embedder = InMemoryLibrary(), FakeEmbedder()
    ingest = ingest_into(library, embedder)
    embedder.hold()
    holder, *waiting = (asyncio.create_task(ingest.execute(UPLOAD)) for _ in range(4))
    await until_embedding(embedder)
    holder.cancel()
    embedder.release()
    results = await asyncio.gather(*waiting)
    assert sum(each.created for each in results) == 1
    assert len({each.document for each in results}) == 1


async def test_an_upload_that_lost_its_claim_shares_the_failure_of_the_next_holder() -> None:
    """An upload that lost its claim fails with the new holder, as it was sent before."""
    now = 0.0
    library = InMemoryLibrary(clock=lambda: now)
    slow, broken = FakeEmbedder(), FakeEmbedder()
    slow.hold()
    lapsing = asyncio.create_task(ingest_into(library, slow).execute(UPLOAD))
    await until_embedding(slow)
    now += CLAIM_SECONDS
    broken.fail_with(RuntimeError("out of memory"))
    with pytest.raises(ProcessingFailed):
        await ingest_into(library, broken).execute(UPLOAD)
    slow.release()
    with pytest.raises(ProcessingFailed):
        await lapsing


async def test_whoever_waits_for_a_turn_can_be_cut_off() -> None:
    """A document that is cancelled while it waits lets the next one continue."""
    library, embedder = InMemoryLibrary(), FakeEmbedder()
    ingest = ingest_into(library, embedder)
    embedder.hold()
    first, waiting, last = (
        asyncio.create_task(ingest.execute(an_upload(f"{number}.txt", f"Heron {number}".encode())))
        for number in range(3)
    )
    while len(library.entries) < 3 or not embedder.passages:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    embedder.release()
    assert (await first).created
    assert (await last).created
    documents = [library.read(entry) for entry in library.entries.values()]
    statuses = {document.filename: document.status for document in documents}
    assert statuses["1.txt"] is DocumentStatus.PENDING


async def test_an_ingest_that_is_cut_off_leaves_a_pending_document() -> None:
    """A cancelled upload is shown as pending, and anyone can go on immediately."""
    library, embedder = InMemoryLibrary(), FakeEmbedder()
    embedder.hold()
    running = asyncio.create_task(ingest_into(library, embedder).execute(UPLOAD))
    await until_embedding(embedder)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    [entry] = library.entries.values()
    stored = library.read(entry)
    assert (stored.status, stored.error_message) == (DocumentStatus.PENDING, None)
    embedder.release()
    again = await ingest_into(library, embedder).execute(UPLOAD)
    assert again.created
    assert again.document.id == entry.document.id


async def test_a_stop_is_a_stop_though_the_database_is_gone() -> None:
    """Cancellation is not replaced by an error if the database is lost."""
    library, embedder = InMemoryLibrary(), FakeEmbedder()
    embedder.hold()
    running = asyncio.create_task(ingest_into(library, embedder).execute(UPLOAD))
    await until_embedding(embedder)
    library.available = False
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    """The size limit applies to every caller, not only over HTTP."""
    library = InMemoryLibrary()
    with pytest.raises(FileTooLarge):
        await ingest_into(library, max_upload_bytes=100).execute(an_upload("a.txt", b"x" * 101))
    assert not library.entries


async def test_an_upload_that_keeps_losing_its_claim_is_given_up() -> None:
    """After three lost claims the upload ends with the error, instead of embedding for ever."""
    library, embedder = InMemoryLibrary(clock=lambda: 1.0), FakeEmbedder()
    ingest = ingest_into(library, embedder)
    process = ingest._uploads._process

    class Stalled:
        """Loses each claim to an upload that is killed."""

        async def execute(self, request: ProcessRequest) -> Document:
            [entry] = library.entries.values()
            assert entry.job is not None
            entry.job.expires_at = 0.0
            await InMemoryDocumentClaims(library).claim(request.claim.document, a_file(b""))
            entry.job.expires_at = 0.0
            return await process.execute(request)

    ingest._uploads._process = Stalled()  # type: ignore[assignment] # a process that stalls
    with pytest.raises(ClaimLost):
        await ingest.execute(UPLOAD)
    assert len(embedder.passages) == MOST_CLAIMS
