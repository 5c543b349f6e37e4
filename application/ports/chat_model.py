"""The port for a provider of chat models."""

from collections.abc import AsyncGenerator, Sequence
from typing import Protocol, TypeAlias

from application.ports.language_model import Completion, SourceCited, TextDelta
from domain.answering.prompt import PromptMessage

ChatEvent: TypeAlias = TextDelta | SourceCited | Completion


class ChatModel(Protocol):
    """Continues a conversation. The caller handles deadlines, retries and citations."""

    @property
    def name(self) -> str:
        """The provider and the model, such as `groq:openai/gpt-oss-20b`."""
        ...

    def stream(
        self, messages: Sequence[PromptMessage], max_tokens: int
    ) -> AsyncGenerator[ChatEvent, None]:
        """Make one attempt; yield the pieces of the reply, then a Completion.

        A provider that tells citations from text yields SourceCited where they are; the reply of
        another has them as marks in its text. Reasoning beside the reply is left out; the caller
        removes what is in it, in `<think>`. A reply without a Completion broke off. Closing the
        iterator early, or cancelling its reader, stops the model.

        Args:
            messages: The conversation, the instructions first.
            max_tokens: The longest reply, in the model's tokens.

        Raises:
            LanguageModelFailed: If the provider broke off, is unreachable or is busy; with
                `retry_after` if it said when to try again.
            LanguageModelRejected: If it refused; the message names the setting to check.
        """
        ...

    async def check(self) -> None:
        """Ask the provider whether it accepts the key and the model, within seconds.

        Raises:
            LanguageModelFailed: If it is unreachable.
            LanguageModelRejected: If it refused; the message names the setting to check.
        """
        ...

    async def close(self) -> None:
        """Close the connections. The model can still be used afterwards."""
        ...
