"""The port for the messages of a session."""

from typing import Protocol
from uuid import UUID

from domain.conversation import Message


class MessageStore(Protocol):
    """Keeps messages. Each method is one transaction, committed when it returns.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def begin(self, question: Message, answer: Message) -> tuple[Message, ...]:
        """Keep a question and its answer yet to be written, and return the messages before them.

        The answer counts as being written for 30 seconds after it was begun or last saved
        unfinished. After that it reads as interrupted: its writer is gone. The first question
        gives its session its title.

        Raises:
            SessionNotFound: If there is no such session.
            AnswerInProgress: If an answer of this session is being written.
        """
        ...

    async def save(self, answer: Message) -> None:
        """Keep what an answer has become; one with a finish reason is complete.

        An answer that is complete stays as it is. One that was removed stays removed.
        """
        ...

    async def get(self, message_id: UUID) -> Message:
        """Return one message.

        Raises:
            MessageNotFound: If there is none with this id.
        """
        ...

    async def list(self, session_id: UUID) -> tuple[Message, ...]:
        """Return a session's messages in their order.

        Raises:
            SessionNotFound: If there is no such session.
        """
        ...
