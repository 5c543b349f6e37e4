"""Stores idempotency keys in PostgreSQL."""

from uuid import UUID

from adapters.postgres.database import Connection, Database
from adapters.postgres.queries import QUERIES
from application.ports.idempotency_keys import IdempotencyKeys
from domain.idempotency import IdempotencyKey


class PostgresIdempotencyKeys(IdempotencyKeys):
    """Stores which id each key was taken for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, key: IdempotencyKey) -> UUID | None:
        """Return the id that a key was taken for, or None if it is free."""
        async with self._database.connection() as connection:
            return await _find(connection, key)

    async def take(self, key: IdempotencyKey, subject_id: UUID) -> UUID:
        """Take a key for an id; return the earlier id if the key was taken already."""
        async with self._database.transaction(grows=True) as connection:
            return await take_key(connection, key, subject_id)


async def take_key(connection: Connection, key: IdempotencyKey, subject_id: UUID) -> UUID:
    """Take a key within the caller's transaction, as `PostgresIdempotencyKeys.take` does.

    A rollback frees the key again.

    Raises:
        IdempotencyKeyReused: If the key was taken for another request.
    """
    found = None
    while found is None:  # a conflicting key may have expired and been deleted meanwhile
        await connection.execute(QUERIES["forget_keys"])
        await connection.execute(
            QUERIES["take_key"], key.operation.value, key.value, key.fingerprint, subject_id
        )
        found = await _find(connection, key)
    return found


async def _find(connection: Connection, key: IdempotencyKey) -> UUID | None:
    row = await connection.fetchrow(QUERIES["key"], key.operation.value, key.value)
    if row is None:
        return None
    key.check_same_request(row["fingerprint"])
    subject_id: UUID = row["subject_id"]
    return subject_id
