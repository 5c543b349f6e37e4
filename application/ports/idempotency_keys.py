"""The port for the keys under which requests may be repeated."""

from typing import Protocol
from uuid import UUID

from domain.idempotency import IdempotencyKey


class IdempotencyKeys(Protocol):
    """Remembers for 24 hours what was made under a key.

    Keys of questions are taken by `MessageStore.begin`, with the question itself.
    """

    async def find(self, key: IdempotencyKey) -> UUID | None:
        """Return the id that a key was taken for, or None if it is free.

        Raises:
            IdempotencyKeyReused: If it was taken for another request.
            DatabaseUnavailable: If the database is not reachable.
        """
        ...

    async def take(self, key: IdempotencyKey, subject_id: UUID) -> UUID:
        """Take a key for an id, and return the id that it stands for from now on.

        That is an earlier one if it was taken already. Of several callers exactly one takes it.

        Raises:
            IdempotencyKeyReused: If it was taken for another request.
            DatabaseUnavailable: If the database is not reachable.
        """
        ...
