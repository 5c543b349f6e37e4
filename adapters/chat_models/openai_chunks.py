"""What a chunk of a chat completion says. Servers leave out what the protocol promises.

A chunk is what its JSON has. The SDKs would make an object of each: for a long reply that takes two
thirds of the time that reading it takes a processor.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from domain.conversation.message import FinishReason, Usage
from domain.errors import LanguageModelFailed

Chunk: TypeAlias = Mapping[str, Any]


def text_of(chunk: Chunk) -> str:
    """Return the text of the reply in a chunk, without the model's reasoning."""
    content: Any = (_choice(chunk).get("delta") or {}).get("content")
    if isinstance(content, list):  # of Mistral's reasoning models
        texts = [part.get("text") for part in content if part.get("type") == "text"]
        return "".join(filter(None, texts))
    return content or ""


def finish_reason_of(chunk: Chunk) -> FinishReason | None:
    """Return how the reply ended, or None if it goes on.

    Raises:
        LanguageModelFailed: If it ended with an error.
    """
    reason: str | None = _choice(chunk).get("finish_reason")
    if reason == "error":
        raise LanguageModelFailed
    if not reason:
        return None
    return FinishReason.LENGTH if reason == "length" else FinishReason.STOP


def usage_of(chunk: Chunk) -> Usage | None:
    """Return the tokens that the server counted, or None if the chunk has none."""
    usage = chunk.get("usage")
    return Usage(usage.get("prompt_tokens"), usage.get("completion_tokens")) if usage else None


def model_of(chunk: Chunk) -> str | None:
    """Return the model that replies, as the server names it, or None if the chunk does not say."""
    return chunk.get("model") or None


def _choice(chunk: Chunk) -> Chunk:
    choices = chunk.get("choices")
    return choices[0] if choices else {}
