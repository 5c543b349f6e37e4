"""Signals of answers over PostgreSQL's notifications."""

from collections.abc import Collection
from uuid import UUID

from adapters.postgres.database import Connection, Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.signals import Listener
from application.ports.answer_signals import AnswerSignals, Heard

WRITTEN, STOPS = "quoth_answers", "quoth_stops"
ANSWERS_EACH = 200  # a notification has 7,999 bytes at most


async def signal_parts(connection: Connection, answers: Collection[UUID]) -> None:
    """Signal within a transaction which answers have new parts."""
    named = [each.hex for each in answers]
    for start in range(0, len(named), ANSWERS_EACH):
        await connection.execute(
            QUERIES["signal_parts"], ",".join(named[start : start + ANSWERS_EACH])
        )


class PostgresAnswerSignals(Listener, AnswerSignals):
    """Hears of parts and stops over a connection of its own."""

    channels = (WRITTEN, STOPS)

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._database = database
        self._named: dict[str, set[UUID]] = {each: set() for each in self.channels}

    async def wait(self, seconds: float) -> Heard:
        """Return what was notified."""
        await self.listen(seconds)
        heard = Heard(self._named[WRITTEN], self._named[STOPS])
        self._named = {each: set() for each in self.channels}
        return heard

    async def stop(self, answer_id: UUID) -> None:
        """Notify all servers that an answer should stop."""
        async with self._database.transaction(durable=False) as connection:
            await connection.execute(QUERIES["signal_stop"], answer_id.hex)

    def hear(self, channel: str, payload: str) -> None:
        """Collect the answers that a notification names."""
        self._named[channel].update(map(UUID, payload.split(",")))
