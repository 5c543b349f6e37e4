"""Announces what a transaction queued, once it is committed, to those who listen.

Not within it: PostgreSQL lets transactions that notify commit one after the other, so that all
would wait for the disk behind each other.
"""

from collections.abc import Iterator, Set
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from adapters.postgres.errors import DRIVER_ERRORS
from adapters.postgres.pooled_connections import NO_DISK, Connection, rolled_back_on_errors

JOBS, DELIVERIES = "quoth_jobs", "quoth_deliveries"

_announced: ContextVar[set[str] | None] = ContextVar("announced", default=None)


@contextmanager
def announcements() -> Iterator[Set[str]]:
    """Collect what is announced within the block: the names of channels."""
    before, channels = _announced.get(), set[str]()
    _announced.set(channels)
    try:
        yield channels
    finally:
        # not by a token: a block that is left behind may be ended elsewhere
        _announced.set(before)


def announce(channel: str) -> None:
    """Announce on a channel what this transaction queued, as soon as it is committed.

    Raises:
        RuntimeError: If there is no transaction that writes.
    """
    channels = _announced.get()
    if channels is None:
        raise RuntimeError(f"there is no transaction whose end could be announced on {channel}")
    channels.add(channel)


async def send(connection: Connection, channels: Set[str]) -> None:
    """Send announcements in a transaction of their own, which waits for no disk.

    One that cannot be sent is left out: who listens looks by itself, too.
    """
    if channels:
        notify = "; ".join(f"NOTIFY {each}" for each in sorted(channels))
        with suppress(*DRIVER_ERRORS):
            async with rolled_back_on_errors(connection):
                await connection.execute(f"BEGIN; {NO_DISK}; {notify}; COMMIT")
