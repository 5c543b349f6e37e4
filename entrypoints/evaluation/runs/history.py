"""Converts the history of a question into messages."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from application.identifiers import new_id
from domain.conversation.message import FinishReason, Message, Role
from entrypoints.evaluation.datasets.dataset import Exchange


def messages_of(history: Sequence[Exchange], session_id: UUID | None = None) -> list[Message]:
    """Return two messages, question and answer, for each exchange.

    Args:
        history: The exchanges, oldest first.
        session_id: The session of the messages; by default a new id that is not stored.
    """
    session = session_id or new_id()
    messages = []
    for exchange in history:
        now = datetime.now(UTC)
        messages += [
            Message(new_id(), session, Role.USER, exchange.question, now),
            Message(new_id(), session, Role.ASSISTANT, exchange.answer, now, FinishReason.STOP),
        ]
    return messages
