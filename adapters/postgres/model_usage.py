"""Counts the usage of chat models in PostgreSQL."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from application.ports.model_usage import ModelUsage
from domain.answering.model_usage import DailyUsage
from domain.conversation.message import Usage


class PostgresModelUsage(ModelUsage):
    """Counts calls in a row for each day and model."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, day: date, model: str, usage: Usage, cost: Decimal | None, estimated: int = 0
    ) -> None:
        """Count one call."""
        async with self._database.transaction() as connection:
            await connection.execute(
                QUERIES["add_model_usage"],
                day,
                model,
                usage.prompt_tokens,
                usage.completion_tokens,
                cost,
                estimated,
            )

    async def between(self, since: date, until: date) -> Sequence[DailyUsage]:
        """Return the usage from a day to another."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(QUERIES["model_usage"], since, until)
        return [DailyUsage(**row) for row in rows]
