"""Stores messages in PostgreSQL."""

from uuid import UUID

from adapters.postgres.database import Connection, Database
from adapters.postgres.idempotency_keys import take_key
from adapters.postgres.pooled_connections import reading_as
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import message_from, to_json, withheld_message_from
from adapters.postgres.webhook_events import queue_events, queue_interruptions
from application.access.acting import acting_principal
from application.ports.message_store import MessageStore, StartedExchange
from domain.conversation.message import HistoryMessage, Message, MessageRole
from domain.conversation.session import default_title
from domain.errors import AnswerInProgress, MessageNotFound, SessionNotFound
from domain.idempotency import IdempotencyKey
from domain.webhooks.events import answer_ended


class PostgresMessageStore(MessageStore):
    """Stores the messages of sessions in PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(
        self,
        question: Message,
        answer: Message,
        key: IdempotencyKey | None = None,
        *,
        history_bytes: int = 0,
    ) -> StartedExchange:
        """Store a question and its unwritten answer, and take the question's idempotency key."""
        session_id = question.session_id
        asker = acting_principal()
        # whoever asks, an answer that is being written in this session is in their way
        async with self._database.transaction(grows=True, reading_all=True) as connection:
            if key is not None:
                # first, so that the second of two requests with one key waits here
                taken_for = await take_key(connection, key, answer.id)
                if taken_for != answer.id:
                    return StartedExchange(taken_for)
            if await connection.fetchval(QUERIES["lock_session"], session_id) is None:
                raise SessionNotFound
            if await connection.fetchval(QUERIES["answer_in_progress"], session_id):
                raise AnswerInProgress
            abandoned = await connection.fetch(QUERIES["interrupt_answers"], session_id)
            await queue_interruptions(connection, abandoned)
            if not asker.reads_all:
                await connection.execute(reading_as(asker.reads_as))
            earlier = await connection.fetch(QUERIES["history"], session_id, history_bytes)
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
                {document_id for row in earlier for document_id in row["rests_on"]},
                asker.reads_as,
            )
            await connection.execute(
                QUERIES["touch_session"],
                session_id,
                default_title(question.content),
                question.created_at,
            )
        return StartedExchange(
            answer.id,
            tuple(HistoryMessage(MessageRole(row["role"]), row["content"]) for row in earlier),
        )

    async def save(self, answer: Message) -> bool:
        """Store an answer with its end."""
        # it is saved even if who asked may not read its sources any more
        async with self._database.transaction(reading_all=True) as connection:
            stored = await connection.fetchval(
                QUERIES["save_answer"],
                answer.id,
                answer.content,
                answer.finish_reason and answer.finish_reason.value,
                to_json(answer.sources),
                to_json(answer.citations),
                answer.usage.prompt_tokens,
                answer.usage.completion_tokens,
                answer.stream,
                to_json(answer.metadata),
                to_json(answer.considered),
                answer.document_ids,
            )
            if stored is not None and answer.finish_reason:
                ended = answer_ended(
                    answer.id,
                    answer.session_id,
                    answer.finish_reason,
                    answer.metadata,
                    len(answer.citations),
                )
                await queue_events(connection, [ended])
        return stored is not None

    async def get(self, message_id: UUID) -> Message:
        """Return a message by its id."""
        async with self._database.connection(snapshot=True, by_key=True) as connection:
            row = await connection.fetchrow(QUERIES["message"], message_id)
            return await _withheld(connection, message_id) if row is None else message_from(row)

    async def may_read(self, message_id: UUID) -> bool:
        """Return whether a message can be seen."""
        async with self._database.connection(snapshot=True, by_key=True) as connection:
            if await connection.fetchval(QUERIES["is_readable"], message_id):
                return True
            return not (await _withheld(connection, message_id)).withheld


async def _withheld(connection: Connection, message_id: UUID) -> Message:
    """Return an answer that who acts may not read, without its text.

    Raises:
        MessageNotFound: If there is none.
    """
    row = await connection.fetchrow(QUERIES["withheld_message"], message_id)
    if row is None:
        raise MessageNotFound
    return withheld_message_from(row)
