"""The port for exchanges outside sessions."""

from typing import Protocol
from uuid import UUID

from domain.conversation.linked_exchange import LinkedExchange
from domain.conversation.message import HistoryMessage, Message


class LinkedExchanges(Protocol):
    """Stores exchanges outside sessions for 30 days. Their answers are in the MessageStore.

    Each method is one transaction. Every method raises DatabaseUnavailable if the database is not
    reachable, and those that change something OutcomeUnknown if the connection was lost meanwhile.
    """

    async def begin(self, exchange: LinkedExchange, question: Message, answer: Message) -> None:
        """Store an exchange with its question and its empty answer.

        No list of sessions shows it. The answer has a lease, as in `MessageStore.begin`.

        Raises:
            InsufficientStorage: If there is no space for it.
        """
        ...

    async def get(self, answer_id: UUID) -> LinkedExchange:
        """Return one exchange.

        Raises:
            MessageNotFound: If there is none with this answer.
        """
        ...

    async def history(self, answer_id: UUID, most_bytes: int) -> tuple[HistoryMessage, ...]:
        """Return what was said up to an answer and in it, oldest first.

        It ends where the exchange that was continued is stored no more.

        Args:
            answer_id: The answer.
            most_bytes: About as many bytes of text are read, and one exchange at least.
        """
        ...

    async def remove(self, answer_id: UUID) -> None:
        """Delete one exchange. Those that continue it stay.

        Raises:
            MessageNotFound: If there is none with this answer.
        """
        ...
