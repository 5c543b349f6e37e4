"""Stores answers part by part in PostgreSQL, while they are written."""

from collections.abc import Sequence

from adapters.postgres.answer_signals import signal_parts
from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import part_from, parts_to_json
from application.ports.answer_parts import AnswerParts
from domain.answering.parts import AnswerPart, PartPlace


class PostgresAnswerParts(AnswerParts):
    """Adds a row for each part. No row is ever changed.

    What is written here waits for no disk: the end of each answer does. So the signal can be sent
    in the same transaction; in one that waits for the disk, all others would wait behind it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(self, parts: Sequence[AnswerPart]) -> None:
        """Add the rows of parts, and signal their answers."""
        # an answer goes on even if who asked may not read its sources any more
        async with self._database.transaction(
            reading_all=True, durable=False, by_key=True
        ) as connection:
            await connection.execute(QUERIES["append_parts"], parts_to_json(parts))
            await signal_parts(connection, {each.answer_id for each in parts})

    async def since(self, places: Sequence[PartPlace]) -> Sequence[tuple[AnswerPart, ...]]:
        """Return the parts behind places."""
        async with self._database.connection(by_key=True) as connection:
            rows = await connection.fetch(
                QUERIES["parts_since"],
                [each.answer_id for each in places],
                [each.number for each in places],
            )
        found: list[list[AnswerPart]] = [[] for _ in places]
        for row in rows:
            found[row["ordinal"] - 1].append(part_from(row))
        return [tuple(each) for each in found]

    async def prune(self) -> None:
        """Delete old parts of answers that have ended."""
        async with self._database.transaction(durable=False) as connection:
            await connection.execute(QUERIES["prune_parts"])
