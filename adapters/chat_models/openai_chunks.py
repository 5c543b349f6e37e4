"""What a chunk of a chat completion says. Servers leave out what the protocol promises."""

from typing import TYPE_CHECKING, Any

from domain.conversation.message import FinishReason, Usage
from domain.errors import LanguageModelFailed

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionChunk


def text_of(chunk: "ChatCompletionChunk") -> str:
    """Return the text of the reply in a chunk, without the model's reasoning."""
    delta = chunk.choices[0].delta if chunk.choices else None
    content: Any = delta.content if delta else None
    if isinstance(content, list):  # of Mistral's reasoning models
        texts = [part.get("text") for part in content if part.get("type") == "text"]
        return "".join(filter(None, texts))
    return content or ""


def finish_reason_of(chunk: "ChatCompletionChunk") -> FinishReason | None:
    """Return how the reply ended, or None if it goes on.

    Raises:
        LanguageModelFailed: If it ended with an error.
    """
    reason: str | None = chunk.choices[0].finish_reason if chunk.choices else None
    if reason == "error":
        raise LanguageModelFailed
    if not reason:
        return None
    return FinishReason.LENGTH if reason == "length" else FinishReason.STOP


def usage_of(chunk: "ChatCompletionChunk") -> Usage | None:
    """Return the number of tokens, or None if the chunk has none."""
    usage = chunk.usage
    return Usage(usage.prompt_tokens, usage.completion_tokens) if usage else None
