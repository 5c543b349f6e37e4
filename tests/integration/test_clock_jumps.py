"""A clock of the database that is set forward or back by an hour, and the work that goes on.

What is stored is moved in time, which is the same as to set the clock.
"""

import pytest

from adapters.postgres.database import Database
from adapters.postgres.rate_limiter import PostgresRateLimiter
from domain.conversation.message import FinishReason
from domain.errors import ClaimLost
from domain.limits.rate_limit import Limited, RateLimit
from domain.paging import PageRequest
from tests.contracts.stores import chats_in, exchange, library_in
from tests.support.databases import owner_of
from tests.support.documents import embedded, processed, unit

HOUR = 3600


async def set_clock(database: Database, seconds: int) -> None:
    """Let every stored time lie as it would after the clock was set by so many seconds."""
    async with owner_of(database) as connection:
        for change in (
            "document_jobs SET run_at = run_at - move, lease_expires_at = lease_expires_at - move",
            "chat_messages SET lease_expires_at = lease_expires_at - move",
            "rate_limit_hits SET hits = ARRAY(SELECT hit - move FROM unnest(hits) AS hit)",
        ):
            moved = change.replace("move", f"make_interval(secs => {seconds})")
            await connection.execute(f"UPDATE {moved}")


@pytest.mark.parametrize("seconds", [HOUR, -HOUR])
async def test_whoever_works_goes_on_and_works_alone(database: Database, seconds: int) -> None:
    """Leases are renewed by the new clock, and one of two holders stores the document."""
    library, chats = library_in(database), chats_in(database)
    claim = await library.claim("herons wade")
    session = await chats.open_session()
    question, answer = exchange(session.id)
    await chats.messages.begin(question, answer)
    await set_clock(database, seconds)

    await library.claims.renew(claim)
    assert not (await library.claim("herons wade")).granted
    await chats.leases.renew([answer.id])
    async with owner_of(database) as connection:
        left = await connection.fetch(
            "SELECT extract(epoch FROM lease_expires_at - clock_timestamp())::float8 AS seconds"
            " FROM (SELECT lease_expires_at FROM document_jobs"
            " UNION ALL SELECT lease_expires_at FROM chat_messages) AS lease"
            " WHERE lease_expires_at IS NOT NULL"
        )
    assert len(left) == 2
    assert all(0 < each["seconds"] <= 30 for each in left)
    chunk = embedded(0, "herons wade", unit(0))
    await library.store.add(claim, processed(claim.document, [chunk]), "herons wade", [chunk])
    assert [each.content for each in await library.nearest(unit(0), 1)] == ["herons wade"]


async def test_a_clock_that_is_set_forward_costs_a_lease_and_no_document(
    database: Database,
) -> None:
    """Another worker may take over before the lease is renewed; then only that one can store."""
    library = library_in(database)
    first = await library.claim("herons wade")
    await set_clock(database, HOUR)
    second = await library.jobs.claim_next()
    assert second is not None
    assert second.document.id == first.document.id
    chunk = embedded(0, "herons wade", unit(0))
    done = processed(first.document, [chunk])
    with pytest.raises(ClaimLost):
        await library.store.add(first, done, "herons wade", [chunk])
    await library.store.add(second, done, "herons wade", [chunk])
    assert len((await library.catalog.list(PageRequest())).items) == 1


async def test_what_a_killed_process_left_before_the_clock_was_set_back_is_no_obstacle(
    database: Database,
) -> None:
    """A session takes the next question, and a document that is cancelled can be tried again."""
    library, chats = library_in(database), chats_in(database)
    left = await library.claim("herons wade")
    session = await chats.open_session()
    question, answer = exchange(session.id)
    await chats.messages.begin(question, answer)
    await set_clock(database, -HOUR)

    await chats.messages.begin(*exchange(session.id, "And now?"))
    interrupted = await chats.messages.get(answer.id)
    assert interrupted.finish_reason is FinishReason.INTERRUPTED
    await library.board.cancel(left.document.id)
    await library.board.retry(left.document.id)
    again = await library.jobs.claim_next()
    assert again is not None
    assert again.document.id == left.document.id


@pytest.mark.parametrize("seconds", [HOUR, -HOUR])
async def test_nobody_is_shut_out_by_what_was_counted_before(
    database: Database, seconds: int
) -> None:
    """Requests from before the jump do not count, and the limit holds from then on."""
    limiter, limit = PostgresRateLimiter(database), RateLimit(Limited.QUESTIONS, 2, 60)
    assert [(await limiter.hit(limit, "a")).admitted for _ in range(3)] == [True, True, False]
    await set_clock(database, seconds)
    after = [await limiter.hit(limit, "a") for _ in range(3)]
    assert [each.admitted for each in after] == [True, True, False]
    assert all(each.reset_after <= 60 for each in after)
