"""Work that is repeated beside other work."""

import asyncio

import pytest

from application.heartbeat import heartbeat
from domain.errors import DatabaseUnavailable


async def test_it_beats_until_the_block_ends() -> None:
    """Beats follow one another while the block runs, and none comes afterwards."""
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
    """A database that is away for a moment does not end the heartbeat."""
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


async def test_an_error_of_the_block_is_its_own() -> None:
    """What goes wrong inside comes out, and the heartbeat has ended by then."""

    async def beat() -> None:
        raise AssertionError("never reached")

    with pytest.raises(LookupError):
        async with heartbeat(60, beat):
            raise LookupError
