"""The port for the messages of a session."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from domain.conversation.message import HistoryMessage, Message
from domain.idempotency import IdempotencyKey


@dataclass(frozen=True, slots=True)
class StartedExchange:
    """An exchange that has begun.

    Attributes:
        answer_id: The answer; an earlier one if the question's key had been used before.
        history: The newest messages before the exchange, oldest first; empty with an earlier
            answer.
    """

    answer_id: UUID
    history: tuple[HistoryMessage, ...] = ()


class MessageStore(Protocol):
    """Stores messages. Each method is one transaction, committed when it returns.

    Every method raises DatabaseUnavailable if the database is not reachable; nothing was stored.
    It raises OutcomeUnknown if the connection was lost while a change was being stored, and
    InsufficientStorage if there is no space for one.
    """

    async def begin(
        self,
        question: Message,
        answer: Message,
        key: IdempotencyKey | None = None,
        *,
        history_bytes: int = 0,
    ) -> StartedExchange:
        """Store a question and its empty answer, and take the question's key.

        The answer counts as being written for 5 seconds after it was begun, or after its lease
        was last renewed. After that it reads as interrupted: its writer is gone. The first question
        becomes the title of a session that has none. If the key was already taken, its answer is
        returned and nothing is stored.

        Args:
            question: The question.
            answer: The answer, still empty.
            key: The question's idempotency key.
            history_bytes: The most that is read of the messages before: the last two, and as many
                more as fit together with them, by the UTF-8 bytes of their texts.

        Raises:
            SessionNotFound: If there is no such session.
            AnswerInProgress: If an answer of this session is being written.
            IdempotencyKeyReused: If the key was taken for another request.
        """
        ...

    async def save(self, answer: Message) -> bool:
        """Store an answer with its end, in place of its parts.

        A complete answer does not change any more, and a removed one stays removed.

        Returns:
            Whether the answer was stored.
        """
        ...

    async def get(self, message_id: UUID) -> Message:
        """Return one message; an answer that has not ended as far as its parts are stored.

        Raises:
            MessageNotFound: If there is none with this id.
        """
        ...

    async def may_read(self, message_id: UUID) -> bool:
        """Return whether who acts may read a message now, or it is withheld from them.

        Raises:
            MessageNotFound: If there is none with this id.
        """
        ...
