"""The port for writing an answer."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from domain.answering.prompt import Prompt
from domain.conversation.message import FinishReason, TextFormat, Usage


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the answer's text; never empty. All pieces have the same format."""

    text: str
    format: TextFormat = TextFormat.MARKDOWN


@dataclass(frozen=True, slots=True)
class SourceCited:
    """The text so far cites a source here: passage number `source` of the prompt, from 1."""

    source: int


@dataclass(frozen=True, slots=True)
class Abstained:
    """The passages do not contain the answer. The text, if any, says so."""


@dataclass(frozen=True, slots=True)
class Completion:
    """The answer is complete.

    Attributes:
        finish_reason: STOP, or LENGTH if the answer was cut off.
        usage: The tokens that it took.
        model: What wrote it, in the provider's words, which may be a version of the model that was
            asked or one that a gateway chose; None if it does not say.
    """

    finish_reason: FinishReason
    usage: Usage
    model: str | None = None


ModelEvent: TypeAlias = TextDelta | SourceCited | Abstained | Completion


class LanguageModel(Protocol):
    """Writes an answer from a prompt, piece by piece."""

    @property
    def name(self) -> str:
        """The kind of model and, if there are several, the model: `groq:openai/gpt-oss-20b`."""
        ...

    def stream(self, prompt: Prompt) -> AsyncGenerator[ModelEvent, None]:
        """Yield the events of the answer, the last of them a Completion.

        A stream never ends without a Completion: it raises instead. Closing the iterator early
        (`aclosing`) stops the model.

        Raises:
            LanguageModelFailed: If the model broke off; the events so far remain valid.
            LanguageModelTimedOut: If it took longer than its deadline.
            LanguageModelRejected: If it refused the request, as for a wrong key or model name.
            Unavailable: If a part that the model depends on is unavailable.
        """
        ...
