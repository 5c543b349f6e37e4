"""Whose request is handled now, and what it was counted as.

What the program does by itself, in commands and jobs, has no requester, and is not limited.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from domain.limits.rate_limit import Allowance


@dataclass(eq=False)
class Requester:
    """Who sent a request.

    Attributes:
        address: The network address.
        allowances: What was left of each limit that the request was counted for.
    """

    address: str
    allowances: list[Allowance] = field(default_factory=list)


_requester: ContextVar[Requester | None] = ContextVar("requester", default=None)


@contextmanager
def requested_from(address: str) -> Iterator[Requester]:
    """Handle a request from a network address within the block."""
    token = _requester.set(requester := Requester(address))
    try:
        yield requester
    finally:
        _requester.reset(token)


def current_requester() -> Requester | None:
    """Return whose request is handled now; None if it is none."""
    return _requester.get()
