"""Idempotency keys in PostgreSQL."""

from uuid import UUID

from adapters.postgres.database import Connection, Database
from adapters.postgres.queries import QUERIES
from application.ports.idempotency_keys import IdempotencyKeys
from domain.idempotency import IdempotencyKey


class PostgresIdempotencyKeys(IdempotencyKeys):
    """Remembers what was made under a key."""

    def __init__(self, database: Database) -> None:
        """Keep the keys in this database."""
        self._database = database

    async def find(self, key: IdempotencyKey) -> UUID | None:
        """Return the id that a key was taken for, or None if it is free."""
        async with self._database.connection() as connection:
            return await _find(connection, key)

    async def take(self, key: IdempotencyKey, subject_id: UUID) -> UUID:
        """Take a key for an id, and return the id that it stands for."""
        async with self._database.transaction() as connection:
            return await take_key(connection, key, subject_id)


async def take_key(connection: Connection, key: IdempotencyKey, subject_id: UUID) -> UUID:
    """Do the same within a transaction; the key is free again if that is undone."""
    found = None
    while found is None:  # the one that was in the way may just have been freed
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
