"""The contract of DocumentClaims for callers that wait for a claim that is not their own."""

import asyncio

from tests.contracts.stores import Library
from tests.support.documents import a_document
from tests.support.uploads import a_file


async def test_whoever_waited_takes_the_failure(library: Library) -> None:
    """Callers that waited get the failure of the attempt; the next new caller is granted."""
    claim = await library.claim("a")
    waiting = [await library.claim("a") for _ in range(3)]
    assert not any(each.granted or each.error_code for each in waiting)
    await library.claims.fail(claim, "The model is gone.", "embedder_unavailable")
    for _ in waiting:
        ended = await library.claims.claim(a_document("a"), a_file(b"a"), waiting=True)
        assert not ended.granted
        assert ended.error_code == "embedder_unavailable"
        assert ended.document == await library.catalog.get(claim.document.id)
    again = await library.claim("a")
    assert again.granted
    assert again.error_code is None
    assert not (await library.claims.claim(a_document("a"), a_file(b"a"), waiting=True)).error_code


async def test_whoever_waited_takes_over_what_was_cut_off(library: Library) -> None:
    """Of the callers that waited for a claim that expired, one is granted the document."""
    await library.expire_claim((await library.claim("a")).document.id)
    claims = await asyncio.gather(
        *(library.claims.claim(a_document("a"), a_file(b"a"), waiting=True) for _ in range(5))
    )
    assert sum(claim.granted for claim in claims) == 1
    assert not any(claim.error_code for claim in claims)
