"""Letting the chat model do a task of a client, such as a title, without any document."""

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from application.answering.chat.reply import Deadline, read_reply, until_stop
from application.answering.running_answers import RunningAnswers
from application.limits.admit_question import AdmitQuestion
from application.ports.chat_model import ChatModel
from application.ports.language_model import Completion, TextDelta
from domain.answering.answer_limits import NO_LIMITS, AnswerLimits
from domain.answering.models import ModelList
from domain.answering.prompt import PromptMessage
from domain.conversation.message import FinishReason, Usage

MAX_TOKENS = 1_000
DEADLINE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class TaskReply:
    """What the chat model replied, how it ended, and the tokens that it counted."""

    text: str
    finish_reason: FinishReason
    usage: Usage


class CompleteTask:
    """Passes tasks on to the chat model. They are questions to nobody's documents."""

    def __init__(
        self,
        models: ModelList,
        chats: Mapping[str, ChatModel],
        admit: AdmitQuestion,
        running: RunningAnswers,
    ) -> None:
        self._models = models
        self._chats = chats
        self._admit = admit
        self._running = running

    async def execute(
        self,
        messages: Sequence[PromptMessage],
        model: str | None = None,
        limits: AnswerLimits = NO_LIMITS,
    ) -> TaskReply | None:
        """Return the reply of a model, or None if it is no chat model.

        Args:
            messages: The task.
            model: The name of the model; None means the default one.
            limits: Where the reply ends at the latest.

        Raises:
            ModelUnknown: If there is no model with the name.
            RateLimited: If the client has asked too many questions.
            DailyQuotaExceeded: If the workspace has used up a quota of this day.
            LanguageModelFailed: If the chat model did not answer in time or at all.
            Unavailable: If the server is busy or stopping.
        """
        chat = self._chats.get(self._models.find(model).name)
        if chat is None:
            return None
        return await self._running.reply(lambda: self._reply(chat, messages, limits))

    async def _reply(
        self, chat: ChatModel, messages: Sequence[PromptMessage], limits: AnswerLimits
    ) -> TaskReply:
        await self._admit.execute()
        pieces = []
        end = Completion(FinishReason.STOP, Usage())
        attempt = chat.stream(messages, limits.tokens(MAX_TOKENS))
        reply = read_reply(attempt, Deadline(DEADLINE_SECONDS))
        async with aclosing(until_stop(reply, limits.stop)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    pieces.append(event.text)
                elif isinstance(event, Completion):
                    end = event
        return TaskReply("".join(pieces), end.finish_reason, end.usage)
