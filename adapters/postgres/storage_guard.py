"""Notices that the disk of the database is full, and that it has space again."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from domain.errors import DatabaseUnavailable, InsufficientStorage, OutcomeUnknown

RESERVE_BYTES = 256 * 1024**2
"""Free space that no change may use. Without any, PostgreSQL stops, and nothing can be read."""
REFUSED_SECONDS = 10.0
"""How long a refusal by the server counts. The first change after that finds out more."""
SECONDS_BETWEEN_WARNINGS = 60.0

logger = logging.getLogger(__name__)


class StorageGuard:
    """Refuses changes while there is too little space for them.

    Of a server on this machine the free space is known. Any other says by itself that its disk is
    full.
    """

    def __init__(
        self,
        free_bytes: Callable[[], int] | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Create the guard.

        Args:
            free_bytes: Returns the free space on the disk of the database; None if it is on another
                machine.
            clock: Returns the time in seconds.
        """
        self._free_bytes = free_bytes
        self._clock = clock
        self._refused_at: float | None = None
        self._warned_at: float | None = None

    def admit(self) -> None:
        """Return if there is space for a change.

        Raises:
            InsufficientStorage: If there is not.
        """
        if self._is_full():
            self._warn()
            raise InsufficientStorage

    def check(self) -> None:
        """Return if there is space for a change, and the server has not just refused one.

        Raises:
            InsufficientStorage: If there is not, or if it has.
        """
        self.admit()
        refused_at = self._refused_at
        if refused_at is not None and self._clock() - refused_at < REFUSED_SECONDS:
            raise InsufficientStorage

    @contextmanager
    def noticing(self) -> Iterator[None]:
        """Note if the server refuses the block for lack of space, or is gone for lack of it."""
        try:
            yield
        except OutcomeUnknown:
            raise
        except DatabaseUnavailable as exc:
            if not self._is_full():
                raise
            self._warn()
            raise InsufficientStorage from exc
        except InsufficientStorage:
            if self._free_bytes is None:  # otherwise it is known when there is space again
                self._refused_at = self._clock()
            self._warn()
            raise

    def _is_full(self) -> bool:
        if self._free_bytes is None:
            return False
        try:
            return self._free_bytes() < RESERVE_BYTES
        except OSError:  # the server will say what is wrong with its disk
            return False

    def _warn(self) -> None:
        now = self._clock()
        if self._warned_at is None or now - self._warned_at >= SECONDS_BETWEEN_WARNINGS:
            self._warned_at = now
            logger.warning("the disk of the database is full: changes are refused")
