"""Stores feedback in PostgreSQL."""

from collections.abc import Collection
from uuid import UUID

from asyncpg import Record

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import message_from, more_follows
from application.ports.feedback_store import FeedbackStore
from domain.conversation.feedback import Feedback, JudgedAnswer, Verdict
from domain.errors import MessageNotFound
from domain.paging import MAX_PAGE_BYTES, Page, PageRequest


class PostgresFeedbackStore(FeedbackStore):
    """Stores what people say about answers in PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, feedback: Feedback) -> None:
        """Store feedback, in place of what the same person said before."""
        async with self._database.transaction(grows=True) as connection:
            stored = await connection.fetchval(
                QUERIES["save_feedback"],
                feedback.id,
                feedback.answer_id,
                feedback.given_by,
                feedback.given_at,
                feedback.verdict.value,
                feedback.wrong_quotations,
                feedback.note,
            )
        if stored is None:
            raise MessageNotFound

    async def remove(self, answer_id: UUID, given_by: UUID) -> None:
        """Delete what a person said about an answer."""
        async with self._database.transaction() as connection:
            await connection.execute(QUERIES["remove_feedback"], answer_id, given_by)

    async def of(self, answer_ids: Collection[UUID], given_by: UUID) -> tuple[Feedback, ...]:
        """Return what a person said about some answers."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(QUERIES["own_feedback"], [*answer_ids], given_by)
        return tuple(_feedback_from(row, row["id"]) for row in rows)

    async def list(
        self, page: PageRequest[UUID], verdict: Verdict | None = None
    ) -> Page[JudgedAnswer, UUID]:
        """Return a page of what everybody said, newest first."""
        async with self._database.connection() as connection:
            # one extra row shows whether another page follows
            rows = await connection.fetch(
                QUERIES["feedback"],
                page.after,
                verdict and verdict.value,
                page.limit + 1,
                MAX_PAGE_BYTES,
            )
        items = tuple(
            JudgedAnswer(
                _feedback_from(row, row["feedback_id"]), tuple(row["questions"]), message_from(row)
            )
            for row in rows[: page.limit]
        )
        return Page(items, items[-1].feedback.id if more_follows(rows, items) else None)


def _feedback_from(row: Record, feedback_id: UUID) -> Feedback:
    return Feedback(
        feedback_id,
        row["answer_id"],
        row["given_by"],
        row["given_at"],
        Verdict(row["verdict"]),
        tuple(row["wrong_quotations"]),
        row["note"],
    )
