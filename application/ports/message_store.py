"""The port for the messages of a session."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from domain.conversation.message import Message
from domain.idempotency import IdempotencyKey


@dataclass(frozen=True, slots=True)
class StartedExchange:
    """An exchange that has begun.

    Attributes:
        answer_id: The answer; an earlier one if the question's key had been used before.
        history: The messages before the exchange, oldest first, as `MessageStore.list` returns
            them; empty with an earlier answer.
    """

    answer_id: UUID
    history: tuple[Message, ...] = ()


class MessageStore(Protocol):
    """Stores messages. Each method is one transaction, committed when it returns.

    Every method raises DatabaseUnavailable if the database is not reachable; nothing was stored.
    It raises OutcomeUnknown if the connection was lost while a change was being stored, and
    InsufficientStorage if there is no space for one.
    """

    async def begin(
        self, question: Message, answer: Message, key: IdempotencyKey | None = None
    ) -> StartedExchange:
        """Store a question and its empty answer, and take the question's key.

        The answer counts as being written for 5 seconds after it was begun or last saved
        unfinished. After that it reads as interrupted: its writer is gone. The first question
        becomes the title of a session that has none. If the key was already taken, its answer is
        returned and nothing is stored.

        Raises:
            SessionNotFound: If there is no such session.
            AnswerInProgress: If an answer of this session is being written.
            IdempotencyKeyReused: If the key was taken for another request.
        """
        ...

    async def save(self, answer: Message) -> bool:
        """Store the current state of an answer; with a finish reason it is complete.

        A complete answer does not change any more, and a removed one stays removed.

        Returns:
            Whether the answer was stored.
        """
        ...

    async def get(self, message_id: UUID) -> Message:
        """Return one message.

        Raises:
            MessageNotFound: If there is none with this id.
        """
        ...

    async def list(self, session_id: UUID) -> tuple[Message, ...]:
        """Return a session's messages in order, without the traces of their searches.

        Only `get` reads the traces: `considered` is empty here, so that a long history stays small.

        Raises:
            SessionNotFound: If there is no such session.
        """
        ...
