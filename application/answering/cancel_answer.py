"""Cancelling an answer."""

from contextlib import suppress
from uuid import UUID

from application.answering.running_answers import RunningAnswers
from application.ports.answer_leases import AnswerLeases
from application.ports.answer_signals import AnswerSignals
from application.ports.message_store import MessageStore
from domain.conversation.message import MessageRole
from domain.errors import AnswerWithheld, MessageNotFound, Unavailable


class CancelAnswer:
    """Cancels answers that are being written, by whichever process. Their text so far is saved."""

    def __init__(
        self,
        running: RunningAnswers,
        messages: MessageStore,
        leases: AnswerLeases,
        signals: AnswerSignals,
    ) -> None:
        self._running = running
        self._messages = messages
        self._leases = leases
        self._signals = signals

    async def execute(self, message_id: UUID) -> None:
        """Cancel an answer. One that has ended does not change.

        Raises:
            MessageNotFound: If there is no such answer.
            AnswerWithheld: If it rests on documents that who acts may not read.
            DatabaseUnavailable: If the database is needed and not reachable.
        """
        try:
            self._running.cancel(message_id)
        except MessageNotFound:
            answer = await self._messages.get(message_id)
            if answer.role is not MessageRole.ASSISTANT:
                raise
            if answer.withheld:
                raise AnswerWithheld from None
            if answer.finish_reason is None:
                await self._leases.request_stop(message_id)
                with suppress(Unavailable):  # its writer sees the request within a second
                    await self._signals.stop(message_id)
