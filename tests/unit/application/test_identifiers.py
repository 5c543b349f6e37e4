"""Identifiers: UUIDv7, in the order of their creation."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from uuid import RFC_4122, UUID

import pytest

from application import identifiers
from application.identifiers import new_id


@pytest.fixture
def frozen_time(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Stop the clock; the returned list holds its nanoseconds and can be changed."""
    now = [1_700_000_000_123_500_000]
    monkeypatch.setattr(identifiers, "_last_tick", 0)
    monkeypatch.setattr(time, "time_ns", lambda: now[0])
    return now


def test_the_layout_is_that_of_version_seven() -> None:
    """Version and variant have their bits, and the creation time comes first."""
    before = time.time_ns() // 1_000_000
    identifier = new_id()
    after = time.time_ns() // 1_000_000
    assert identifier.version == 7
    assert identifier.variant == RFC_4122
    assert before <= identifier.int >> 80 <= after + 1


@pytest.mark.usefixtures("frozen_time")
def test_the_twelve_bits_after_the_millisecond_hold_its_fraction() -> None:
    """Half a millisecond is encoded as 2,048 of 4,096."""
    identifier = new_id()
    assert identifier.int >> 80 == 1_700_000_000_123
    assert (identifier.int >> 64) & 0xFFF == 2_048


@pytest.mark.usefixtures("frozen_time")
def test_identifiers_of_one_moment_are_in_order() -> None:
    """Identifiers grow while the clock stands still, even into the next millisecond."""
    made = [new_id() for _ in range(5_000)]
    assert all(earlier < later for earlier, later in pairwise(made))
    assert {identifier.version for identifier in made} == {7}
    assert made[-1].int >> 80 == 1_700_000_000_124


def test_identifiers_grow_when_the_clock_is_set_back(frozen_time: list[int]) -> None:
    """Identifiers grow even if the clock is set back."""
    earlier = new_id()
    frozen_time[0] -= 3_600_000_000_000
    assert new_id() > earlier


def test_identifiers_are_in_order_in_every_thread() -> None:
    """Threads create distinct identifiers concurrently, each in its own order."""

    def make(_: int) -> list[UUID]:
        return [new_id() for _ in range(2_000)]

    with ThreadPoolExecutor(4) as threads:
        batches = list(threads.map(make, range(4)))
    for batch in batches:
        assert all(earlier < later for earlier, later in pairwise(batch))
    everything = [identifier for batch in batches for identifier in batch]
    assert len({identifier.int >> 64 for identifier in everything}) == len(everything)


@pytest.mark.usefixtures("frozen_time")
def test_the_last_bits_cannot_be_guessed() -> None:
    """The last 62 bits are random: each of them takes both values."""
    mask = (1 << 62) - 1
    ones, zeros = 0, 0
    for _ in range(200):
        tail = new_id().int & mask
        ones, zeros = ones | tail, zeros | (~tail & mask)
    assert ones == zeros == mask
