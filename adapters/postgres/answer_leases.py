"""The leases of answers in PostgreSQL."""

from collections.abc import Collection
from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from application.ports.answer_leases import AnswerLeases


class PostgresAnswerLeases(AnswerLeases):
    """Renews and reads leases in the rows of messages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def renew(self, answers: Collection[UUID]) -> frozenset[UUID]:
        """Renew leases, and return the answers that should stop."""
        # a lease that a crash of the database loses has run out by then
        async with self._database.transaction(durable=False, by_key=True) as connection:
            rows = await connection.fetch(QUERIES["renew_leases"], list(answers))
        return frozenset(row["id"] for row in rows)

    async def request_stop(self, answer_id: UUID) -> None:
        """Mark the row of an answer."""
        async with self._database.transaction() as connection:
            await connection.execute(QUERIES["request_stop"], answer_id)

    async def ended(self, answers: Collection[UUID]) -> frozenset[UUID]:
        """Return the answers without a lease that holds."""
        async with self._database.connection(by_key=True) as connection:
            rows = await connection.fetch(QUERIES["ended_answers"], list(answers))
        return frozenset(row["id"] for row in rows)
