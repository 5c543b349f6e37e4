"""Converts the history of a question into messages."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from application.identifiers import new_id
from domain.conversation.message import FinishReason, HistoryMessage, Message, MessageRole
from entrypoints.evaluation.datasets.dataset import Exchange


def messages_of(history: Sequence[Exchange], session_id: UUID) -> list[Message]:
    """Return two messages to store, question and answer, for each exchange.

    Args:
        history: The exchanges, oldest first.
        session_id: The session of the messages.
    """
    messages = []
    for exchange in history:
        now = datetime.now(UTC)
        messages += [
            Message(new_id(), session_id, MessageRole.USER, exchange.question, now),
            Message(
                new_id(), session_id, MessageRole.ASSISTANT, exchange.answer, now, FinishReason.STOP
            ),
        ]
    return messages


def history_of(exchanges: Sequence[Exchange]) -> list[HistoryMessage]:
    """Return what an answer would see of exchanges, oldest first."""
    return [
        HistoryMessage(role, content)
        for exchange in exchanges
        for role, content in (
            (MessageRole.USER, exchange.question),
            (MessageRole.ASSISTANT, exchange.answer),
        )
    ]
