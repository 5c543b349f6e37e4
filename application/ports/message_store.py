"""The port for the messages of a session."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from domain.conversation.message import Message
from domain.idempotency import IdempotencyKey


@dataclass(frozen=True, slots=True)
class StartedExchange:
    """An exchange that was begun.

    Attributes:
        answer_id: The answer; an earlier one if the question's key had been used before.
        history: The messages before the exchange, oldest first; none with an earlier answer. They
            are as `MessageStore.list` returns them.
    """

    answer_id: UUID
    history: tuple[Message, ...] = ()


class MessageStore(Protocol):
    """Keeps messages. Each method is one transaction, committed when it returns.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def begin(
        self, question: Message, answer: Message, key: IdempotencyKey | None = None
    ) -> StartedExchange:
        """Keep a question and its answer yet to be written, and take the question's key.

        The answer counts as being written for 5 seconds after it was begun or last saved
        unfinished. After that it reads as interrupted: its writer is gone. The first question
        gives its session its title. A key that was taken before leads to its answer, and nothing
        is kept.

        Raises:
            SessionNotFound: If there is no such session.
            AnswerInProgress: If an answer of this session is being written.
            IdempotencyKeyReused: If the key was taken for another request.
        """
        ...

    async def save(self, answer: Message) -> bool:
        """Keep what an answer has become; one with a finish reason is complete.

        An answer that is complete stays as it is, and one that was removed stays removed. Returns
        whether the answer was kept.
        """
        ...

    async def get(self, message_id: UUID) -> Message:
        """Return one message.

        Raises:
            MessageNotFound: If there is none with this id.
        """
        ...

    async def list(self, session_id: UUID) -> tuple[Message, ...]:
        """Return a session's messages in their order, apart from what their searches considered.

        Only `get` reads that: `considered` is empty here, so that a long history stays small.

        Raises:
            SessionNotFound: If there is no such session.
        """
        ...
