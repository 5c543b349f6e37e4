"""The wire types of what people say about answers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Struct

from domain.conversation.feedback import MAX_NOTE_LENGTH, Feedback, Verdict
from entrypoints.api.openapi import says


class FeedbackRequest(Struct, forbid_unknown_fields=True):
    """What somebody says about an answer.

    `wrong_quotations` are the `citation_id`s of the quotations that do not support what the answer
    says.
    """

    verdict: Verdict
    wrong_quotations: list[UUID] = []
    note: Annotated[str, says(maxLength=MAX_NOTE_LENGTH)] = ""


class FeedbackView(Struct):
    """What somebody said about an answer, the last time that they said something."""

    feedback_id: UUID
    message_id: UUID
    given_at: datetime
    verdict: Verdict
    wrong_quotations: list[UUID]
    note: str

    @classmethod
    def of(cls, feedback: Feedback) -> "FeedbackView":
        """Return the wire type of feedback."""
        return FeedbackView(
            feedback.id,
            feedback.answer_id,
            feedback.given_at,
            feedback.verdict,
            [*feedback.wrong_quotations],
            feedback.note,
        )
