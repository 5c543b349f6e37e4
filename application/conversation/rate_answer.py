"""Saying whether an answer helped."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from application.access.acting import acting_principal
from application.identifiers import new_id
from application.ports.feedback_store import FeedbackStore
from application.ports.message_store import MessageStore
from domain.conversation.feedback import Feedback, Verdict, checked_note, quotations_of
from domain.conversation.message import MessageRole
from domain.errors import AnswerInProgress, AnswerWithheld, MessageNotFound


@dataclass(frozen=True, slots=True)
class Rating:
    """What somebody says about an answer.

    Attributes:
        wrong_quotations: The ids of its citations that do not support what it says.
        note: What else they say; empty if nothing.
    """

    answer_id: UUID
    verdict: Verdict
    wrong_quotations: tuple[UUID, ...] = ()
    note: str = ""


class RateAnswer:
    """Stores what people say about answers, one thing for each person and answer."""

    def __init__(self, messages: MessageStore, feedback: FeedbackStore) -> None:
        self._messages = messages
        self._feedback = feedback

    async def execute(self, rating: Rating) -> Feedback:
        """Store a rating, in place of what the same person said before.

        Raises:
            MessageNotFound: If there is no such answer.
            AnswerWithheld: If it rests on documents that they may not read.
            AnswerInProgress: If it is being written.
            FeedbackInvalid: If the note is too long, or a quotation is not one of the answer.
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
        """
        note = checked_note(rating.note)
        answer = await self._messages.get(rating.answer_id)
        if answer.role is not MessageRole.ASSISTANT:
            raise MessageNotFound
        if answer.withheld:
            raise AnswerWithheld
        if answer.finish_reason is None:
            raise AnswerInProgress
        feedback = Feedback(
            new_id(),
            answer.id,
            acting_principal().voice,
            datetime.now(UTC),
            rating.verdict,
            quotations_of(answer, rating.wrong_quotations),
            note,
        )
        await self._feedback.save(feedback)
        return feedback
