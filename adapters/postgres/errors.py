"""Converts failures of the database to domain errors."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from domain.errors import DatabaseUnavailable

UNAVAILABLE_SQLSTATES = (
    "08",  # connection lost or refused
    "25006",  # read-only: the server has become a standby
    "25P03",  # idle in transaction for too long
    "28",  # role or password is no longer accepted
    "3D000",  # the database does not exist any more
    "40",  # rolled back: deadlock or serialization failure
    "53",  # out of connections, memory or disk
    "55P03",  # lock not available in time
    "57",  # shutting down, starting up, or statement timeout
    "58",  # I/O error
)

logger = logging.getLogger(__name__)


@contextmanager
def unavailable_when_unreachable() -> Iterator[None]:
    """Convert errors that say that the database does not work now to DatabaseUnavailable.

    Errors that indicate a bug in the caller, such as a violated constraint or a malformed value,
    pass unchanged. So does cancellation.

    Raises:
        DatabaseUnavailable: If the database cannot be reached or cannot serve at the moment.
    """
    try:
        yield
    except asyncpg.PostgresError as exc:
        if not (exc.sqlstate or "").startswith(UNAVAILABLE_SQLSTATES):
            raise
        raise _unavailable(exc) from exc
    except asyncpg.InterfaceError as exc:
        if isinstance(exc, ValueError):  # an argument that does not fit its column
            raise
        raise _unavailable(exc) from exc
    except (OSError, TimeoutError) as exc:
        raise _unavailable(exc) from exc


def _unavailable(exc: Exception) -> DatabaseUnavailable:
    # an OSError names only the address; an error of the server may quote a row
    reason = str(exc) if isinstance(exc, OSError) else ""
    logger.warning("database unavailable: %s", f"{type(exc).__name__} {reason}".rstrip())
    return DatabaseUnavailable()
