"""The contract of DocumentJobs, and what the catalog shows of what waits."""

import asyncio
from dataclasses import replace

import pytest

from domain.documents.document import Document, DocumentStatus
from domain.documents.jobs import MAX_ATTEMPTS, Given
from domain.errors import ClaimLost, ProcessingCutOff
from domain.paging import PageRequest
from tests.contracts.stores import Library
from tests.support.documents import a_document, embedded, processed, unit
from tests.support.uploads import a_file


async def queued(library: Library, text: str, **changes: object) -> Document:
    """Queue a document with this text."""
    document = replace(a_document(text), **changes)  # type: ignore[arg-type] # real attributes
    return await library.jobs.enqueue(document, a_file(text.encode()))


async def test_a_queued_document_is_pending_with_its_bytes(library: Library) -> None:
    """A queued document is shown as pending, its bytes are stored, and no text of it is."""
    document = await queued(library, "a")
    assert document.status is DocumentStatus.PENDING
    assert await library.catalog.get(document.id) == document
    assert await library.original(document.id) == b"a"
    assert await library.texts.text(document.id) == ""
    assert await library.chunks(document.id) == ()


async def test_the_queue_is_worked_off_in_its_order(library: Library) -> None:
    """Each document is granted once, longest waiting first, with what the client said of it."""
    given = Given({"mail": "hello.eml"})
    first = await library.jobs.enqueue(a_document("a"), a_file(b"a"), given)
    second = await queued(library, "b")
    claim = await library.jobs.claim_next()
    assert claim is not None
    assert claim.document == await library.catalog.get(first.id)
    assert (claim.document.status, claim.attempts) == (DocumentStatus.PROCESSING, 1)
    assert claim.given == given
    chunks = [embedded(0, "a", unit(0))]
    await library.store.add(claim, processed(claim.document, chunks), "a", chunks)
    assert (await library.catalog.get(first.id)).status is DocumentStatus.PROCESSED
    other = await library.jobs.claim_next()
    assert other is not None
    assert (other.document.id, other.given) == (second.id, Given())
    assert await library.jobs.claim_next() is None


async def test_the_queue_has_what_waits_and_what_is_in_work(library: Library) -> None:
    """A document counts until it is processed or given up, also while a worker has it."""
    assert await library.queue.documents() == 0
    for text in "ab":
        await queued(library, text)
    claim = await library.jobs.claim_next()
    assert claim is not None
    assert await library.queue.documents() == 2
    chunks = [embedded(0, "a", unit(0))]
    await library.store.add(claim, processed(claim.document, chunks), "a", chunks)
    [waiting] = (await library.board.list(PageRequest(2))).items
    assert await library.queue.documents() == 1
    await library.board.cancel(waiting.document_id)
    assert await library.queue.documents() == 0


async def test_of_many_workers_each_gets_another_document(library: Library) -> None:
    """Workers that ask concurrently are granted different documents."""
    documents = [await queued(library, text) for text in "abcde"]
    claims = await asyncio.gather(*(library.jobs.claim_next() for _ in range(8)))
    granted = [claim.document.id for claim in claims if claim]
    # who comes while another one takes a job may find none, and asks again
    while claim := await library.jobs.claim_next():
        granted.append(claim.document.id)
    assert sorted(granted) == [document.id for document in documents]


async def test_a_worker_can_ask_for_small_files(library: Library) -> None:
    """A worker that takes small files leaves the others in the queue."""
    large = await queued(library, "large", file_size=1000)
    small = await queued(library, "small", file_size=10)
    claim = await library.jobs.claim_next(max_bytes=100)
    assert claim is not None
    assert claim.document.id == small.id
    assert await library.jobs.claim_next(max_bytes=100) is None
    rest = await library.jobs.claim_next()
    assert rest is not None
    assert rest.document.id == large.id


async def test_the_same_bytes_are_queued_once(library: Library) -> None:
    """Of concurrent uploads of the same bytes there is one job, and all return its document."""
    documents = await asyncio.gather(*(queued(library, "a") for _ in range(20)))
    assert len({document.id for document in documents}) == 1
    named = await queued(library, "a", filename="other.txt")
    assert named.names == ("notes.txt", "other.txt")
    assert await library.jobs.claim_next() is not None
    assert await library.jobs.claim_next() is None
    processing = await queued(library, "a")
    assert processing.status is DocumentStatus.PROCESSING


async def test_an_upload_that_does_not_wait_for_a_worker_takes_the_job(library: Library) -> None:
    """Of a pending document, the claim of an upload is granted, and no worker gets it then."""
    document = await queued(library, "a")
    claim = await library.claim("a")
    assert claim.granted
    assert claim.document.id == document.id
    assert await library.jobs.claim_next() is None
    await library.claims.release(claim)
    again = await library.jobs.claim_next()
    assert again is not None
    assert (again.document.id, again.attempts) == (document.id, 1)


async def test_a_worker_takes_over_what_was_cut_off(library: Library) -> None:
    """An expired claim is granted to the next worker, and the earlier one can change nothing."""
    document = await queued(library, "a")
    lapsed = await library.jobs.claim_next()
    assert lapsed is not None
    assert await library.jobs.claim_next() is None
    await library.expire_claim(document.id)
    assert (await library.catalog.get(document.id)).status is DocumentStatus.PENDING
    successor = await library.jobs.claim_next()
    assert successor is not None
    assert successor.attempts == 2
    for late in (library.claims.renew, library.claims.release):
        with pytest.raises(ClaimLost):
            await late(lapsed)
    chunks = [embedded(0, "a", unit(0))]
    with pytest.raises(ClaimLost):
        await library.store.add(lapsed, processed(lapsed.document, chunks), "a", chunks)
    await library.store.add(successor, processed(successor.document, chunks), "a", chunks)
    assert await library.jobs.claim_next() is None


async def test_what_ends_its_worker_each_time_is_given_up(library: Library) -> None:
    """After five attempts that were cut off the document has failed, with the reason."""
    document = await queued(library, "a")
    for attempt in range(1, MAX_ATTEMPTS + 1):
        claim = await library.jobs.claim_next()
        assert claim is not None
        assert claim.attempts == attempt
        await library.expire_claim(document.id)
    assert await library.jobs.claim_next() is None
    failed = await library.catalog.get(document.id)
    assert failed.status is DocumentStatus.FAILED
    assert failed.error_message == ProcessingCutOff().message
    assert failed.error_code == ProcessingCutOff.code
    waited = await library.claims.claim(a_document("a"), a_file(b"a"), waiting=True)
    assert waited.error_code == ProcessingCutOff.code
    again = await queued(library, "a")
    assert (again.status, again.error_message) == (DocumentStatus.PENDING, None)
    claim = await library.jobs.claim_next()
    assert claim is not None
    assert claim.attempts == 1


async def test_a_failure_that_may_pass_is_tried_again_later(library: Library) -> None:
    """A job that failed for now is pending and not granted before its time, five times at most."""
    document = await queued(library, "a")
    claim = await library.jobs.claim_next()
    assert claim is not None
    await library.claims.fail(claim, "Away.", "embedder_unavailable", retry_in=3600.0)
    shown = await library.catalog.get(document.id)
    assert (shown.status, shown.error_message) == (DocumentStatus.PENDING, "Away.")
    assert await library.jobs.claim_next() is None
    claim = await library.claim("a")
    assert claim.granted
    for _ in range(MAX_ATTEMPTS - 1):
        await library.claims.fail(claim, "Away.", "embedder_unavailable", retry_in=0.0)
        following = await library.jobs.claim_next()
        assert following is not None
        claim = following
    await library.claims.fail(claim, "Away.", "embedder_unavailable", retry_in=0.0)
    assert (await library.catalog.get(document.id)).status is DocumentStatus.FAILED
    assert await library.jobs.claim_next() is None
