"""The port for what people say about answers."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from domain.conversation.feedback import Feedback, JudgedAnswer, Verdict
from domain.paging import Page, PageRequest


class FeedbackStore(Protocol):
    """Stores feedback. Each method is one transaction, committed when it returns.

    Every method raises DatabaseUnavailable if the database is not reachable. It raises
    OutcomeUnknown if the connection was lost while a change was being stored, and
    InsufficientStorage if there is no space for one. Feedback is deleted with its answer, and is
    not there for who may not read that answer.
    """

    async def save(self, feedback: Feedback) -> None:
        """Store feedback, in place of what the same person said about the same answer.

        Raises:
            MessageNotFound: If there is no such answer.
        """
        ...

    async def remove(self, answer_id: UUID, given_by: UUID) -> None:
        """Delete what a person said about an answer, if they said anything."""
        ...

    async def of(self, answer_ids: Collection[UUID], given_by: UUID) -> tuple[Feedback, ...]:
        """Return what a person said about some answers, oldest first."""
        ...

    async def list(
        self, page: PageRequest[UUID], verdict: Verdict | None = None
    ) -> Page[JudgedAnswer, UUID]:
        """Return what everybody said, newest first; with a verdict, only what has it.

        Each has the newest 10 questions of its session up to the answer, oldest first.
        """
        ...
