"""Stores exchanges outside sessions in PostgreSQL."""

from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import history_from, to_json
from application.access.acting import acting_principal
from application.ports.linked_exchanges import LinkedExchanges
from domain.conversation.linked_exchange import LinkedExchange
from domain.conversation.message import HistoryMessage, Message, MessageRole
from domain.errors import MessageNotFound


class PostgresLinkedExchanges(LinkedExchanges):
    """Stores each exchange in a session of its own, which is not listed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, exchange: LinkedExchange, question: Message, answer: Message) -> None:
        """Store an exchange, its question and its empty answer, and delete expired exchanges."""
        session_id = answer.session_id
        # what the model was given counts, even if it may not be read any more
        async with self._database.transaction(grows=True, reading_all=True) as connection:
            await connection.execute(QUERIES["forget_exchanges"])
            await connection.execute(
                QUERIES["create_unlisted_session"], session_id, question.created_at
            )
            await connection.execute(
                QUERIES["add_question"],
                question.id,
                session_id,
                question.content,
                question.created_at,
                None if question.within is None else to_json(question.within),
            )
            await connection.execute(
                QUERIES["add_answer"],
                answer.id,
                session_id,
                answer.content,
                answer.created_at,
                await connection.fetchval(QUERIES["rests_on"], exchange.previous_id) or (),
                acting_principal().reads_as,
            )
            await connection.execute(
                QUERIES["add_link"],
                exchange.answer_id,
                exchange.previous_id,
                to_json(exchange.given),
                exchange.options,
            )

    async def get(self, answer_id: UUID) -> LinkedExchange:
        """Return one exchange."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(QUERIES["linked_exchange"], answer_id)
        if row is None:
            raise MessageNotFound
        return LinkedExchange(
            row["answer_id"],
            row["question"],
            row["previous_id"],
            history_from(row["given"]),
            row["options"],
        )

    async def history(self, answer_id: UUID, most_bytes: int) -> tuple[HistoryMessage, ...]:
        """Return what was said up to an answer, in one read."""
        async with self._database.connection(by_key=True) as connection:
            rows = await connection.fetch(QUERIES["linked_history"], answer_id, most_bytes)
        return tuple(
            message
            for row in rows
            for message in (
                *history_from(row["given"]),
                HistoryMessage(MessageRole.USER, row["question"]),
                HistoryMessage(MessageRole.ASSISTANT, row["answer"]),
            )
        )

    async def remove(self, answer_id: UUID) -> None:
        """Delete the session of an exchange."""
        async with self._database.transaction() as connection:
            removed = await connection.fetchval(QUERIES["remove_exchange"], answer_id)
        if removed is None:
            raise MessageNotFound
