"""The contract of JobBoard."""

import asyncio

import pytest

from application.identifiers import new_id
from application.ports.document_claims import Claim
from domain.documents.document import DocumentStatus
from domain.documents.jobs import Job, JobState, Progress, Stage
from domain.errors import ClaimLost, DocumentNotFound, NothingToDo, ProcessingCancelled
from domain.paging import PageRequest
from tests.contracts.stores import Library
from tests.support.documents import a_document, processed
from tests.support.uploads import a_file


async def queued(library: Library, text: str) -> Claim:
    """Queue a document and claim it, as a worker does."""
    await library.jobs.enqueue(a_document(text), a_file(text.encode()))
    claim = await library.jobs.claim_next()
    assert claim is not None
    return claim


async def test_a_job_shows_how_far_it_is(library: Library) -> None:
    """A job that is worked on has a progress, whose number grows; one that is done is gone."""
    claim = await queued(library, "a")
    document_id = claim.document.id

    async def shown() -> Job:
        return (await library.board.find([document_id]))[document_id]

    job = await shown()
    assert (job.state, job.attempts, job.progress) == (
        JobState.PROCESSING, 1, Progress(Stage.READING),
    )  # fmt: skip
    progress = Progress(Stage.EMBEDDING, 3, 10, 12.5)
    await library.claims.renew(claim, progress)
    further = await shown()
    assert further.progress == progress
    assert further.progress_number > job.progress_number
    other = await queued(library, "b")
    await library.expire_claim(document_id)
    cut_off = await shown()
    assert (cut_off.state, cut_off.progress) == (JobState.PENDING, None)
    found = await library.board.find([other.document.id, document_id, new_id()])
    assert found.keys() == {other.document.id, document_id}
    assert found[document_id] == cut_off
    await library.store.add(claim, processed(claim.document, []), "a", [])
    assert await library.board.find([document_id]) == {}
    assert await library.board.find([]) == {}


async def test_jobs_are_listed_in_pages_and_by_state(library: Library) -> None:
    """Jobs are listed in the order in which their documents came, of one state or of all."""
    claims = [await queued(library, text) for text in "abc"]
    await library.claims.fail(claims[1], "It broke.")
    ids = [claim.document.id for claim in claims]
    first = await library.board.list(PageRequest(2))
    assert [job.document_id for job in first.items] == ids[:2]
    rest = await library.board.list(PageRequest(2, first.next_cursor))
    assert ([job.document_id for job in rest.items], rest.next_cursor) == (ids[2:], None)
    failed = await library.board.list(PageRequest(), JobState.FAILED)
    assert [(job.document_id, job.error_message) for job in failed.items] == [(ids[1], "It broke.")]
    assert (await library.board.list(PageRequest(), JobState.PENDING)).items == ()


async def test_a_failed_job_can_be_retried(library: Library) -> None:
    """After a retry a failed or waiting job is due at once; one that is worked on goes on."""
    claim = await queued(library, "a")
    await library.board.retry(claim.document.id)
    await library.claims.renew(claim)
    await library.claims.fail(claim, "It broke.")
    await library.board.retry(claim.document.id)
    shown = await library.catalog.get(claim.document.id)
    assert (shown.status, shown.error_message) == (DocumentStatus.PENDING, None)
    again = await library.jobs.claim_next()
    assert again is not None
    assert again.attempts == 1
    await library.claims.fail(again, "Away.", "embedder_unavailable", retry_in=3600.0)
    assert await library.jobs.claim_next() is None
    await library.board.retry(claim.document.id)
    assert await library.jobs.claim_next() is not None


async def test_a_cancelled_job_is_nobody_s(library: Library) -> None:
    """A cancelled document says so, is not worked on, and its worker can store nothing."""
    claim = await queued(library, "a")
    await library.board.cancel(claim.document.id)
    shown = await library.catalog.get(claim.document.id)
    assert shown.status is DocumentStatus.CANCELLED
    assert shown.error_message == ProcessingCancelled().message
    with pytest.raises(ClaimLost):
        await library.claims.renew(claim)
    with pytest.raises(ClaimLost):
        await library.store.add(claim, processed(claim.document, []), "a", [])
    assert await library.jobs.claim_next() is None
    waited = await library.claims.claim(a_document("a"), a_file(b"a"), waiting=True)
    assert waited.error_code == ProcessingCancelled.code
    await library.board.retry(claim.document.id)
    assert await library.jobs.claim_next() is not None


async def test_a_failed_job_stays_failed_when_it_is_cancelled(library: Library) -> None:
    """What failed keeps its reason."""
    claim = await queued(library, "a")
    await library.claims.fail(claim, "It broke.")
    await library.board.cancel(claim.document.id)
    shown = await library.catalog.get(claim.document.id)
    assert (shown.status, shown.error_message) == (DocumentStatus.FAILED, "It broke.")


async def test_without_a_job_there_is_nothing_to_do(library: Library) -> None:
    """A processed document can neither be retried nor cancelled, nor can an unknown one."""
    done = await library.add("a")
    for act in (library.board.retry, library.board.cancel):
        with pytest.raises(NothingToDo):
            await act(done.id)
        with pytest.raises(DocumentNotFound):
            await act(new_id())


async def test_a_cancellation_and_an_end_at_once_are_one_or_the_other(library: Library) -> None:
    """A document is either cancelled without a chunk, or processed."""
    claim = await queued(library, "a")
    ended, cancelled = await asyncio.gather(
        library.store.add(claim, processed(claim.document, []), "a", []),
        library.board.cancel(claim.document.id),
        return_exceptions=True,
    )
    shown = await library.catalog.get(claim.document.id)
    if shown.status is DocumentStatus.PROCESSED:
        assert (ended, type(cancelled)) == (None, NothingToDo)
    else:
        assert (shown.status, type(ended), cancelled) == (
            DocumentStatus.CANCELLED, ClaimLost, None,
        )  # fmt: skip
