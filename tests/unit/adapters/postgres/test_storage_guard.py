"""The guard against a full disk: what it refuses, how long, and how often it warns."""

import pytest

from adapters.postgres.storage_guard import (
    REFUSED_SECONDS,
    RESERVE_BYTES,
    SECONDS_BETWEEN_WARNINGS,
    StorageGuard,
)
from domain.errors import InsufficientStorage


class Disk:
    """A disk and a clock that tests set."""

    def __init__(self) -> None:
        self.free = RESERVE_BYTES
        self.seconds = 0.0
        self.broken = False

    def free_bytes(self) -> int:
        """Return the free space, or raise OSError if the disk is broken."""
        if self.broken:
            raise FileNotFoundError
        return self.free

    def clock(self) -> float:
        """Return the time."""
        return self.seconds


@pytest.fixture
def disk() -> Disk:
    return Disk()


def refuse(guard: StorageGuard) -> None:
    """Let the server refuse a change."""
    with pytest.raises(InsufficientStorage), guard.noticing():
        raise InsufficientStorage


def test_changes_are_refused_while_the_reserve_is_touched(disk: Disk) -> None:
    """A change needs the whole reserve, and is admitted as soon as it is there again."""
    guard = StorageGuard(disk.free_bytes, disk.clock)
    guard.admit()
    guard.check()
    disk.free -= 1
    for ask in (guard.admit, guard.check):
        with pytest.raises(InsufficientStorage):
            ask()
    disk.free += 1
    guard.admit()
    guard.check()


def test_a_refusal_of_the_server_counts_for_some_seconds(disk: Disk) -> None:
    """The check fails for some seconds, in which changes may find out that there is space again."""
    guard = StorageGuard(None, disk.clock)
    guard.check()
    refuse(guard)
    guard.admit()
    with pytest.raises(InsufficientStorage):
        guard.check()
    disk.seconds = REFUSED_SECONDS
    guard.check()


def test_a_disk_that_cannot_be_measured_is_left_to_the_server(disk: Disk) -> None:
    """If the free space is not known, changes are tried."""
    disk.broken = True
    StorageGuard(disk.free_bytes, disk.clock).check()


def test_a_full_disk_is_one_warning_a_minute(disk: Disk, caplog: pytest.LogCaptureFixture) -> None:
    """However many changes are refused, the log gets one line a minute."""
    guard = StorageGuard(disk.free_bytes, disk.clock)
    disk.free = 0
    for seconds in (0.0, 1.0, SECONDS_BETWEEN_WARNINGS - 1):
        disk.seconds = seconds
        refuse(guard)
        with pytest.raises(InsufficientStorage):
            guard.admit()
    assert len(caplog.records) == 1
    disk.seconds = SECONDS_BETWEEN_WARNINGS
    refuse(guard)
    assert caplog.messages == ["the disk of the database is full: changes are refused"] * 2
