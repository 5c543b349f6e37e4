"""Answers written by a chat model."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from application.answering.chat_reply import Deadline, read_reply
from application.answering.reply_reader import ReplyReader
from application.ports.chat_model import ChatEvent, ChatModel
from application.ports.language_model import LanguageModel, ModelEvent, TextDelta
from domain.answering.prompt import Prompt
from domain.errors import LanguageModelFailed, LanguageModelRejected, LanguageModelTimedOut

FIRST_RETRY_SECONDS = 0.5


class ChatLanguageModel(LanguageModel):
    """Prompts a chat model, and reads its reply as model events.

    One deadline holds for an answer, retries included. A reply that breaks off before its first
    piece is tried again; after that it is not, since clients have seen what came.
    """

    def __init__(self, chat: ChatModel, deadline: float = 60.0, max_retries: int = 2) -> None:
        """Answer by `chat`.

        Args:
            chat: The chat model.
            deadline: The seconds that one answer may keep us waiting.
            max_retries: How often a reply that broke off before its first piece is tried again.
        """
        self._chat = chat
        self._deadline = deadline
        self._max_retries = max_retries

    @property
    def name(self) -> str:
        """The name of the chat model."""
        return self._chat.name

    async def stream(self, prompt: Prompt) -> AsyncGenerator[ModelEvent, None]:
        """Yield the events of the answer, the last of them a Completion."""
        reader = ReplyReader(len(prompt.passages))
        async with aclosing(self._reply(prompt)) as reply:
            try:
                async for event in reply:
                    if isinstance(event, TextDelta):
                        for each in reader.feed(event.text):
                            yield each
                    else:
                        for each in reader.finish():
                            yield each
                        yield event
            except LanguageModelFailed:
                for each in reader.finish():
                    yield each  # what came before the failure stands
                raise

    async def _reply(self, prompt: Prompt) -> AsyncGenerator[ChatEvent, None]:
        deadline = Deadline(self._deadline)
        attempt = 0
        while True:
            begun = False
            try:
                attempted = self._chat.stream(prompt.messages(), prompt.max_answer_tokens)
                async with aclosing(read_reply(attempted, deadline)) as events:
                    async for event in events:
                        begun = True
                        yield event
                return
            except (LanguageModelTimedOut, LanguageModelRejected):
                raise
            except LanguageModelFailed as failure:
                delay = failure.retry_after
                if delay is None:
                    delay = FIRST_RETRY_SECONDS * 2**attempt
                if begun or attempt >= self._max_retries or delay >= deadline.seconds_left:
                    raise
            attempt += 1
            await deadline.wait_for(asyncio.sleep(delay))
