"""Whether who waits for a response may have it: a key may be revoked, or expire, meanwhile."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from domain.access.principal import Principal
from domain.errors import NotAllowed, NotAuthenticated, QuothError, Unavailable

SECONDS_BETWEEN_CHECKS = 2.0

Find = Callable[[], Awaitable[Principal]]
"""Finds who sent a request, once more."""


class _Standing:
    """How who sent a request stands, looked at again from time to time."""

    def __init__(self, principal: Principal, find: Find) -> None:
        self._principal = principal
        self._find = find
        self._looked_at = time.monotonic()

    async def refusal(self) -> QuothError | None:
        if time.monotonic() - self._looked_at < SECONDS_BETWEEN_CHECKS:
            return None
        self._looked_at = time.monotonic()
        # while the database is away nobody can be refused, and what runs goes on
        with suppress(Unavailable):
            try:
                if await self._find() != self._principal:
                    return NotAllowed("What you may do here has changed: send the request again.")
            except (NotAuthenticated, NotAllowed) as exc:
                return exc
        return None


_standing: ContextVar[_Standing] = ContextVar("standing of who sent the request")


@contextmanager
def standing_of(principal: Principal, find: Find) -> Iterator[None]:
    """Let the streams of the block look at how a principal stands."""
    token = _standing.set(_Standing(principal, find))
    try:
        yield
    finally:
        _standing.reset(token)


async def refusal_of_reader() -> QuothError | None:
    """Return why who sent this request may not read on; None if they may.

    A stream asks between its events, at least every few seconds. Looking costs a query, so it is
    done once in SECONDS_BETWEEN_CHECKS.
    """
    standing = _standing.get(None)
    return None if standing is None else await standing.refusal()


async def reader_refused() -> QuothError:
    """Return why who sent this request may not read on, as soon as that is so."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_CHECKS)
        if (refusal := await refusal_of_reader()) is not None:
            return refusal
