"""Converts failures of the database to domain errors."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from domain.errors import (
    DatabaseUnavailable,
    InsufficientStorage,
    OutcomeUnknown,
    QueueFull,
    QuotaExceeded,
    QuothError,
    Unavailable,
)

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
DISK_FULL = "53100"
# raised by the trigger check_quotas, with the limit as the message
QUOTAS = {"QT001": "documents", "QT002": "bytes of files"}
QUEUE_FULL = "QT003"
# what a call of the driver raises; the last is of one on a connection that the server ends just now
DRIVER_ERRORS = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
NOT_STORED = (
    "The database is not reachable, or too busy, so the change was not stored."
    " Try again in a moment."
)

logger = logging.getLogger(__name__)


@contextmanager
def unavailable_when_unreachable(message: str | None = None) -> Iterator[None]:
    """Convert errors that say that the database does not work now to DatabaseUnavailable.

    Errors that indicate a bug in the caller, such as a violated constraint or a malformed value,
    pass unchanged. So does cancellation.

    Args:
        message: The message of the error, if it should say more than the default one.

    Raises:
        DatabaseUnavailable: If the database cannot be reached or cannot serve at the moment.
        InsufficientStorage: If its disk is full.
        QuotaExceeded: If the workspace may not have more.
        QueueFull: If the queue may not be longer.
    """
    try:
        yield
    except DRIVER_ERRORS as exc:
        if (refusal := _refusal(exc)) is not None:
            raise refusal from exc
        if not is_about_the_server(exc):
            raise
        raise _converted(exc, DatabaseUnavailable(message)) from exc


@contextmanager
def unknown_when_lost() -> Iterator[None]:
    """Convert errors while a change becomes permanent.

    The server may have stored the change, and only its answer was lost. If an answer arrived that
    says that the change failed, it was not stored.

    Raises:
        OutcomeUnknown: If no such answer arrived.
        DatabaseUnavailable: If the change was not stored.
        InsufficientStorage: If it was not stored because the disk is full.
    """
    try:
        yield
    except DRIVER_ERRORS as exc:
        if not is_about_the_server(exc):
            raise
        refused = getattr(exc, "severity_en", None) == "ERROR"
        raise _converted(
            exc, DatabaseUnavailable(NOT_STORED) if refused else OutcomeUnknown()
        ) from exc


def is_about_the_server(exc: Exception) -> bool:
    """Whether an error of the driver says that the server does not work now."""
    if isinstance(exc, asyncpg.PostgresError):
        return (exc.sqlstate or "").startswith(UNAVAILABLE_SQLSTATES)
    # an InterfaceError that is a ValueError is an argument that does not fit its column
    return not (isinstance(exc, asyncpg.InterfaceError) and isinstance(exc, ValueError))


def _refusal(exc: Exception) -> QuothError | None:
    sqlstate = getattr(exc, "sqlstate", None)
    if sqlstate == QUEUE_FULL:
        return QueueFull()
    return QuotaExceeded.of(int(str(exc)), QUOTAS[sqlstate]) if sqlstate in QUOTAS else None


def _converted(exc: Exception, otherwise: Unavailable) -> Unavailable:
    if getattr(exc, "sqlstate", None) == DISK_FULL:
        return InsufficientStorage()  # logged by StorageGuard
    # an OSError names only the address; an error of the server may quote a row
    reason = str(exc) if isinstance(exc, OSError) else ""
    logger.warning("database unavailable: %s", f"{type(exc).__name__} {reason}".rstrip())
    return otherwise
