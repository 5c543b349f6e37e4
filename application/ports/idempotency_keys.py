"""The port for idempotency keys."""

from typing import Protocol
from uuid import UUID

from domain.idempotency import IdempotencyKey


class IdempotencyKeys(Protocol):
    """Stores for 24 hours what was created under a key.

    `MessageStore.begin` takes the keys of questions, together with the question.
    """

    async def find(self, key: IdempotencyKey) -> UUID | None:
        """Return the id that a key was taken for, or None if the key is free.

        Raises:
            IdempotencyKeyReused: If the key was taken for another request.
            DatabaseUnavailable: If the database is not reachable.
        """
        ...

    async def take(self, key: IdempotencyKey, subject_id: UUID) -> UUID:
        """Take a key for an id, and return the id that the key stands for from now on.

        If the key was already taken, that is the earlier id. Of several callers, exactly one takes
        the key.

        Raises:
            IdempotencyKeyReused: If the key was taken for another request.
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
            OutcomeUnknown: If the connection was lost while the change was being stored.
            InsufficientStorage: If there is no space for it; nothing was stored.
        """
        ...
