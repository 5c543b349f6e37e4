"""Repeating a call while other work runs."""

import asyncio

import pytest

from application.heartbeat import heartbeat
from domain.errors import (
    ClaimLost,
    DatabaseUnavailable,
    DocumentNotFound,
    InsufficientStorage,
    QuothError,
)


async def test_it_beats_until_the_block_ends() -> None:
    """The call is repeated while the block runs, and not afterwards."""
    beats = 0
    enough = asyncio.Event()

    async def beat() -> None:
        nonlocal beats
        beats += 1
        if beats == 3:
            enough.set()

    async with heartbeat(0.001, beat):
        await asyncio.wait_for(enough.wait(), 5)
    after = beats
    await asyncio.sleep(0.01)
    assert beats == after


async def test_a_beat_that_fails_is_followed_by_the_next() -> None:
    """A temporary failure of the call does not end the heartbeat."""
    beats = 0
    recovered = asyncio.Event()

    async def beat() -> None:
        nonlocal beats
        beats += 1
        if beats == 1:
            raise DatabaseUnavailable
        recovered.set()

    async with heartbeat(0.001, beat):
        await asyncio.wait_for(recovered.wait(), 5)
    assert beats > 1


async def test_beats_that_fail_for_one_reason_are_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """An outage is one line, until a beat succeeds or fails for another reason."""
    failures = [DatabaseUnavailable(), DatabaseUnavailable(), InsufficientStorage(), None]
    script = iter([*failures, *failures])
    done = asyncio.Event()

    async def beat() -> None:
        failure = next(script, done)
        if failure is done:
            done.set()
        elif isinstance(failure, QuothError):
            raise failure

    async with heartbeat(0.001, beat):
        await asyncio.wait_for(done.wait(), 5)
    codes = ["database_unavailable", "insufficient_storage"]
    assert caplog.messages == [f"heartbeat missed: {code}" for code in codes * 2]


async def test_an_error_of_the_block_is_its_own() -> None:
    """An error in the block is raised, and the heartbeat stops."""

    async def beat() -> None:
        raise AssertionError("never reached")

    with pytest.raises(LookupError):
        async with heartbeat(60, beat):
            raise LookupError


@pytest.mark.parametrize("error", [DocumentNotFound, ClaimLost])
async def test_a_beat_for_what_is_gone_ends_the_block(error: type[QuothError]) -> None:
    """If the subject was removed or taken over, the block is cancelled with that error."""
    record: list[str] = []

    async def beat() -> None:
        record.append("beat")
        raise error

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            record.append("ended")

    with pytest.raises(error):
        async with heartbeat(0.001, beat):
            await work()
    assert record == ["beat", "ended"]
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0  # the error replaces the cancellation


async def test_a_cancellation_from_outside_stays_one() -> None:
    """A task that is cancelled from outside raises CancelledError."""
    entered = asyncio.Event()

    async def beat() -> None:
        raise AssertionError("never reached")

    async def work() -> None:
        async with heartbeat(60, beat):
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_timeout_of_the_block_is_its_own() -> None:
    """A TimeoutError raised in the block is not changed."""

    async def beat() -> None:
        raise AssertionError("never reached")

    with pytest.raises(TimeoutError, match="mine"):
        async with heartbeat(60, beat):
            raise TimeoutError("mine")
