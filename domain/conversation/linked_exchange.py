"""Exchanges outside sessions: each is linked to the one that it continues."""

from dataclasses import dataclass
from uuid import UUID

from domain.conversation.message import HistoryMessage


@dataclass(frozen=True, slots=True)
class LinkedExchange:
    """A question outside a session and what belongs to it. Several can continue the same one.

    Attributes:
        answer_id: The answer, which names the exchange.
        question: The question.
        previous_id: The answer that the question continues; None if it continues none.
        given: The messages that its client sent before the question.
        options: What else its client asked for, in JSON, for the client to read again.
    """

    answer_id: UUID
    question: str
    previous_id: UUID | None = None
    given: tuple[HistoryMessage, ...] = ()
    options: str = "{}"
