"""What the events of a message of Anthropic's say."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from application.ports.chat_model import ChatEvent
from application.ports.language_model import Completion, SourceCited, TextDelta
from domain.conversation.message import FinishReason, Usage

if TYPE_CHECKING:
    from anthropic.types import RawMessageStreamEvent

_CUT_OFF = {"max_tokens", "model_context_window_exceeded"}


class EventReader:
    """Reads the events of one message.

    Citations arrive beside the text of a block, and hold for all of it: they come out at its end.
    """

    def __init__(self) -> None:
        self._cited: list[int] = []
        self._model: str | None = None
        self._stop_reason: str | None = None
        self._prompt_tokens: int | None = None
        self._completion_tokens: int | None = None

    def read(self, event: "RawMessageStreamEvent") -> Iterator[ChatEvent]:
        """Yield what an event adds to the reply. Unknown events add nothing."""
        match event.type:
            case "message_start":
                self._model = event.message.model or None
                self._prompt_tokens = _read_tokens(event.message.usage)
            case "content_block_delta":
                yield from self._read_delta(event.delta)
            case "content_block_stop":
                yield from map(SourceCited, dict.fromkeys(self._cited))
                self._cited = []
            case "message_delta":
                self._stop_reason = event.delta.stop_reason or self._stop_reason
                usage: Any = event.usage  # some proxies leave it out
                self._completion_tokens = usage.output_tokens if usage else None

    def completion(self) -> Completion | None:
        """Return the end of the message; None if it broke off."""
        if self._stop_reason is None:
            return None
        reason = FinishReason.LENGTH if self._stop_reason in _CUT_OFF else FinishReason.STOP
        return Completion(reason, Usage(self._prompt_tokens, self._completion_tokens), self._model)

    def _read_delta(self, delta: Any) -> Iterator[ChatEvent]:
        if delta.type == "text_delta" and delta.text:
            yield TextDelta(delta.text)
        elif delta.type == "citations_delta":
            # the only documents in the request are the passages, in their order
            self._cited.append(delta.citation.document_index + 1)


def _read_tokens(usage: Any) -> int | None:
    """Return the tokens that were read, with those from and for the cache."""
    if usage is None or usage.input_tokens is None:
        return None
    counts: tuple[int | None, ...] = (
        usage.input_tokens,
        usage.cache_creation_input_tokens,
        usage.cache_read_input_tokens,
    )
    return sum(filter(None, counts))
