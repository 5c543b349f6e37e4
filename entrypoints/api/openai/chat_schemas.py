"""The wire types of chat completions. As clients expect, unknown fields are ignored."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from domain.answering.answer_limits import AnswerLimits
from domain.conversation.message import AbstentionReason, FinishReason, Usage
from entrypoints.api.citation_schemas import CitationView, SourceView
from entrypoints.api.collection_schemas import Within
from entrypoints.api.model_schemas import FailedModelView
from entrypoints.api.openai.conversations import ChatMessage


class StreamOptions(Struct):
    """What a stream contains beside the answer."""

    include_usage: bool | None = None


class ResponseFormat(Struct):
    """The form of the answer, which is always text."""

    type: str = "text"


class ChatCompletionRequest(Struct):
    """A conversation to continue. `within` is Quoth's own: which documents are asked."""

    messages: Annotated[list[ChatMessage], Meta(max_length=10_000)]
    model: str = "quoth"
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = None
    response_format: ResponseFormat | None = None
    max_tokens: Annotated[int, Meta(ge=1)] | None = None
    max_completion_tokens: Annotated[int, Meta(ge=1)] | None = None
    stop: str | Annotated[list[str], Meta(max_length=16)] | None = None
    within: Within | None = None

    def limits(self) -> AnswerLimits:
        """Return where the answer ends at the latest. `max_tokens` is the former name."""
        stop = [self.stop] if isinstance(self.stop, str) else self.stop or []
        longest = self.max_completion_tokens
        return AnswerLimits(
            self.max_tokens if longest is None else longest, tuple(each for each in stop if each)
        )


class UsageFields(Struct):
    """The tokens that the model counted; 0 if it counts none."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int

    @classmethod
    def of(cls, usage: Usage) -> "UsageFields | None":
        """Return the wire type of a usage; None if it is unknown."""
        read, written = usage.prompt_tokens, usage.completion_tokens
        if read is None or written is None:
            return None
        return cls(read, written, read + written)


class IndexedSource(SourceView, kw_only=True):
    """A source as in `sources`, with its place in the list, by which SDKs accumulate lists."""

    index: int


class IndexedCitation(CitationView, kw_only=True):
    """A citation as in `citation` events, with its place in the list."""

    index: int


class Outcome(Struct):
    """What Quoth says of an answer beside OpenAI's fields; see the event `done`."""

    finish_reason: FinishReason
    reason: AbstentionReason | None
    groundedness: float | None
    supported: int | None
    sentences: int | None
    model: str | None
    fallback_from: list[FailedModelView]


class Delta(Struct, omit_defaults=True):
    """What a chunk adds to the message; the last one has the outcome."""

    role: str | None = None
    content: str | None = None
    sources: list[IndexedSource] | None = None
    citations: list[IndexedCitation] | None = None
    quoth: Outcome | None = None


class ChunkChoice(Struct):
    """What a chunk adds to the only choice."""

    delta: Delta
    finish_reason: str | None = None
    index: int = 0
    logprobs: None = None


class Chunk(Struct):
    """A piece of an answer."""

    id: str
    created: int
    model: str
    choices: list[ChunkChoice]
    object: str = "chat.completion.chunk"


class ChunkWithUsage(Chunk):
    """A piece of an answer in a stream with usage: null before its last chunk."""

    usage: UsageFields | None = None


class AnswerMessage(Struct):
    """The whole answer, with Quoth's sources, citations and outcome."""

    content: str
    sources: list[IndexedSource]
    citations: list[IndexedCitation]
    quoth: Outcome | None
    role: str = "assistant"
    refusal: None = None


class Choice(Struct):
    """The only choice."""

    message: AnswerMessage
    finish_reason: str
    index: int = 0
    logprobs: None = None


class ChatCompletion(Struct):
    """A whole answer."""

    id: str
    created: int
    model: str
    choices: list[Choice]
    usage: UsageFields | None
    object: str = "chat.completion"


class SourceChunk(Struct):
    """An event that Open WebUI shows as a citation."""

    event: dict[str, Any]
