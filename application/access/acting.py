"""Who acts now: entered by what receives a request, a command or a job, read by what stores.

A task that is started within the block acts for the same principal, to its end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from domain.access.principal import Principal

_acting: ContextVar[Principal] = ContextVar("acting principal")


@contextmanager
def acting_as(principal: Principal) -> Iterator[None]:
    """Act for a principal within the block."""
    token = _acting.set(principal)
    try:
        yield
    finally:
        _acting.reset(token)


def acting_principal() -> Principal:
    """Return who acts now.

    Raises:
        LookupError: If nobody was entered, which is a mistake of the program: there is no default,
            so that nothing happens in a workspace by accident.
    """
    return _acting.get()
