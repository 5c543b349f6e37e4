"""The contract of DocumentClaims, and what the catalog shows after each operation."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from application.ports.document_claims import Claim
from domain.documents.document import DocumentStatus
from domain.errors import ClaimLost, DocumentNotFound, DocumentRemoved
from tests.contracts.stores import Library
from tests.support.documents import a_document, embedded, processed, unit
from tests.support.uploads import a_file

Act = Callable[[Library, Claim], Awaitable[object]]
LATE_CHUNKS = [embedded(0, "too late", unit(3))]


async def renew(library: Library, claim: Claim) -> None:
    await library.claims.renew(claim)


async def fail(library: Library, claim: Claim) -> None:
    await library.claims.fail(claim, "Too late.")


async def add(library: Library, claim: Claim) -> None:
    await library.store.add(claim, processed(claim.document, LATE_CHUNKS), "late", LATE_CHUNKS)


async def release(library: Library, claim: Claim) -> None:
    await library.claims.release(claim)


@pytest.fixture(params=[renew, fail, add, release], ids=lambda act: act.__name__)
def act(request: pytest.FixtureRequest) -> Act:
    """Each operation that needs a claim."""
    chosen: Act = request.param
    return chosen


@dataclass(frozen=True)
class Shown:
    """Everything that the library shows of one document."""

    document: object
    text: str
    chunks: object
    found: object
    revision: int


async def shown(library: Library, claim: Claim) -> Shown:
    return Shown(
        await library.catalog.get(claim.document.id),
        await library.texts.text(claim.document.id),
        await library.chunks(claim.document.id),
        await library.nearest(unit(3), 10),
        await library.index.revision(),
    )


async def taken_over(library: Library) -> tuple[Claim, Claim]:
    """Return an expired claim and the claim that replaced it."""
    lapsed = await library.claim("a")
    await library.expire_claim(lapsed.document.id)
    successor = await library.claim("a")
    assert successor.document.id == lapsed.document.id
    return lapsed, successor


async def test_a_claimed_document_is_processing(library: Library) -> None:
    """A document with a granted claim is shown as processing."""
    document = a_document("a")
    claim = await library.claims.claim(document, a_file(b"a"))
    assert claim.granted
    assert claim.document == document
    assert await library.catalog.get(document.id) == document


async def test_of_many_callers_with_the_same_bytes_one_is_granted(library: Library) -> None:
    """Of concurrent claims on the same bytes one is granted, and all return the same document."""
    claims = await asyncio.gather(*(library.claim("a") for _ in range(20)))
    assert sum(claim.granted for claim in claims) == 1
    assert len({claim.document.id for claim in claims}) == 1


async def test_different_bytes_do_not_meet(library: Library) -> None:
    """Claims on different bytes are all granted."""
    claims = [await library.claim(text) for text in "abc"]
    assert all(claim.granted for claim in claims)
    assert len({claim.token for claim in claims}) == 3


async def test_a_claim_can_be_renewed(library: Library) -> None:
    """Renewing extends a claim, even an expired one."""
    claim = await library.claim("a")
    await library.expire_claim(claim.document.id)
    await library.claims.renew(claim)
    status = (await library.catalog.get(claim.document.id)).status
    assert status is DocumentStatus.PROCESSING
    assert not (await library.claim("a")).granted


async def test_a_claim_that_ran_out_is_granted_anew_to_one(library: Library) -> None:
    """Of concurrent claims on an expired document one is granted, under the old document id."""
    lapsed = await library.claim("a")
    await library.expire_claim(lapsed.document.id)
    claims = await asyncio.gather(*(library.claim("a") for _ in range(10)))
    assert sum(claim.granted for claim in claims) == 1
    assert {claim.document.id for claim in claims} == {lapsed.document.id}
    assert lapsed.token not in {claim.token for claim in claims}


async def test_processing_that_was_cut_off_reads_as_pending(library: Library) -> None:
    """A document with an expired claim is shown as pending: whoever comes next goes on."""
    claim = await library.claim("a")
    await library.expire_claim(claim.document.id)
    shown = await library.catalog.get(claim.document.id)
    assert (shown.status, shown.error_message) == (DocumentStatus.PENDING, None)


async def test_a_failed_document_is_granted_anew(library: Library) -> None:
    """Claiming a failed document again processes it under the same id and clears its error."""
    claim = await library.claim("a")
    await library.claims.fail(claim, "The disk is full.", "disk_full")
    failed = await library.catalog.get(claim.document.id)
    assert (failed.status, failed.error_message) == (DocumentStatus.FAILED, "The disk is full.")
    assert failed.error_code == "disk_full"
    again = await library.claim("a", filename="other.txt")
    assert again.granted
    assert again.document.id == claim.document.id
    assert again.document.names == ("notes.txt", "other.txt")
    assert again.document.status is DocumentStatus.PROCESSING
    assert again.document.error_message is None


async def test_a_released_claim_is_granted_immediately(library: Library, act: Act) -> None:
    """A claim that was released allows nothing, reads as pending, and is granted to a waiter."""
    claim = await library.claim("a")
    await library.claims.release(claim)
    shown = await library.catalog.get(claim.document.id)
    assert (shown.status, shown.error_message) == (DocumentStatus.PENDING, None)
    with pytest.raises(ClaimLost):
        await act(library, claim)
    taken = await library.claims.claim(a_document("a"), a_file(b"a"), waiting=True)
    assert taken.granted
    assert taken.document.id == claim.document.id
    with pytest.raises(ClaimLost):
        await act(library, claim)


async def test_a_processed_document_is_not_granted(library: Library) -> None:
    """Claiming bytes that are already processed returns their document."""
    done = await library.add("a")
    claim = await library.claim("a", done.filename)
    assert not claim.granted
    assert claim.document == done


async def test_whoever_was_taken_over_changes_nothing(library: Library, act: Act) -> None:
    """The former holder of a claim that was taken over gets ClaimLost and changes nothing.

    In particular, the document is not shown as failed while the new holder processes it.
    """
    lapsed, successor = await taken_over(library)
    before = await shown(library, successor)
    with pytest.raises(ClaimLost):
        await act(library, lapsed)
    assert await shown(library, successor) == before
    await library.claims.renew(successor)
    assert not (await library.claim("a")).granted


async def test_whoever_was_taken_over_changes_no_result(library: Library, act: Act) -> None:
    """The former holder of a claim changes neither the failure nor the result of the new holder."""
    lapsed, successor = await taken_over(library)
    await library.claims.fail(successor, "It broke.")
    failed = await shown(library, successor)
    with pytest.raises(ClaimLost):
        await act(library, lapsed)
    assert await shown(library, successor) == failed
    third = await library.claim("a")
    chunks = [embedded(0, "a", unit(0))]
    await library.store.add(third, processed(third.document, chunks), "a", chunks)
    done = await shown(library, third)
    for claim in (lapsed, successor):
        with pytest.raises(ClaimLost):
            await act(library, claim)
    assert await shown(library, third) == done


async def test_a_claim_that_was_not_granted_allows_nothing(library: Library, act: Act) -> None:
    """A caller that waits for another's result can neither renew, fail, add nor release."""
    holder = await library.claim("a")
    waiting = await library.claim("a")
    before = await shown(library, holder)
    with pytest.raises(ClaimLost):
        await act(library, waiting)
    assert await shown(library, holder) == before


async def test_a_claim_ends_with_its_failure(library: Library, act: Act) -> None:
    """After a failure, the claim allows nothing until the document is claimed again."""
    claim = await library.claim("a")
    await library.claims.fail(claim, "It broke.")
    with pytest.raises(ClaimLost):
        await act(library, claim)
    assert (await library.catalog.get(claim.document.id)).error_message == "It broke."


async def test_what_was_processed_under_the_claim_is_left_alone(library: Library, act: Act) -> None:
    """Using the claim after the document was added has no effect and raises nothing.

    A heartbeat may overlap with the end, and a caller that missed its own success does no harm.
    """
    claim = await library.claim("a")
    await library.store.add(claim, processed(claim.document, []), "a", [])
    before = await shown(library, claim)
    await act(library, claim)
    assert await shown(library, claim) == before


async def test_of_a_removed_document_it_is_said_that_it_was_removed(
    library: Library, act: Act
) -> None:
    """Using the claim of a removed document raises DocumentRemoved; its bytes can be reclaimed."""
    claim = await library.claim("a")
    await library.store.remove(claim.document.id)
    with pytest.raises(DocumentRemoved):
        await act(library, claim)
    with pytest.raises(DocumentNotFound):
        await library.catalog.get(claim.document.id)
    again = await library.claim("a")
    assert again.granted
    with pytest.raises(DocumentRemoved):
        await act(library, claim)
    assert await library.catalog.get(again.document.id) == again.document


async def test_renewals_and_a_removal_at_once_end_in_removal(library: Library) -> None:
    """When renewals and a removal run concurrently, the document is removed."""
    claim = await library.claim("a")
    renewals = (library.claims.renew(claim) for _ in range(10))
    results = await asyncio.gather(
        *renewals, library.store.remove(claim.document.id), return_exceptions=True
    )
    errors = [result for result in results if isinstance(result, BaseException)]
    assert all(isinstance(error, DocumentRemoved) for error in errors)
    with pytest.raises(DocumentNotFound):
        await library.catalog.get(claim.document.id)


async def test_the_uploaded_bytes_are_stored_with_the_claim(library: Library) -> None:
    """The uploaded bytes are stored with the claim and stay the same after failure and success."""
    content = bytes(range(256)) * 1000
    claim = await library.claims.claim(a_document("a"), a_file(content))
    assert await library.original(claim.document.id) == content
    await library.claims.fail(claim, "It broke.")
    assert await library.original(claim.document.id) == content
    again = await library.claims.claim(a_document("a"), a_file(content))
    assert again.granted
    await library.store.add(again, processed(again.document, []), "a", [])
    assert await library.original(claim.document.id) == content


async def test_the_uploaded_bytes_go_with_their_document(library: Library) -> None:
    """Removing a document deletes its bytes alone; a claim that was not granted stores none."""
    gone, kept = await library.claim("a"), await library.claim("b")
    waiting = a_document("a")
    await library.claims.claim(waiting, a_file(b"a"))
    await library.store.remove(gone.document.id)
    assert await library.original(gone.document.id) is None
    assert await library.original(waiting.id) is None
    assert await library.original(kept.document.id) == b"b"
