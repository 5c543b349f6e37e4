"""The wire types of responses. As clients expect, unknown fields of a request are ignored."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from domain.citations.citation import Citation
from domain.conversation.message import Usage
from entrypoints.api.citation_schemas import CitationView
from entrypoints.api.collection_schemas import Within
from entrypoints.api.openai.chat_schemas import IndexedSource, Outcome, ResponseFormat
from entrypoints.api.openai.conversations import ChatMessage
from entrypoints.api.openai.ids import FILE, named

RESULTS = "file_search_call.results"
"""What `include` has to list for the results of the search to be sent."""


class TextOptions(Struct):
    """The form of the answer, which is always text."""

    format: ResponseFormat | None = None


class RankingOptions(Struct):
    """How results are chosen."""

    score_threshold: float | None = None


class FileSearchTool(Struct):
    """A tool. Only file_search is read: which vector stores are asked; without it, all files."""

    type: str
    vector_store_ids: list[str] = []
    filters: dict[str, Any] | None = None
    max_num_results: Annotated[int, Meta(ge=1, le=50)] | None = None
    ranking_options: RankingOptions | None = None


class ResponseRequest(Struct):
    """A question to answer. `within` is Quoth's own: which documents are asked."""

    input: str | Annotated[list[ChatMessage], Meta(max_length=10_000)]
    model: str = "quoth"
    previous_response_id: str | None = None
    instructions: str | None = None
    metadata: dict[str, str] | None = None
    include: list[str] | None = None
    tools: list[FileSearchTool] | None = None
    stream: bool | None = None
    store: bool | None = None
    background: bool | None = None
    conversation: Any = None
    max_output_tokens: Annotated[int, Meta(ge=1)] | None = None
    text: TextOptions | None = None
    within: Within | None = None


class ResponseOptions(Struct):
    """What a client asked for beside its question, as it reads it again."""

    model: str
    instructions: str | None = None
    metadata: dict[str, str] = {}
    include: list[str] = []
    tools: list[FileSearchTool] = []
    background: bool = False
    store: bool = True
    max_output_tokens: int | None = None


class FileCitation(CitationView, kw_only=True):
    """A verified citation. `index` is where it belongs in the text.

    The other fields are Quoth's own.
    """

    index: int
    file_id: str
    type: str = "file_citation"

    @classmethod
    def at(cls, citation: Citation) -> "FileCitation":
        """Return the wire type of a citation."""
        view = CitationView.of(citation)
        fields = {name: getattr(view, name) for name in CitationView.__struct_fields__}
        marked = citation.marker_start
        index = citation.answer_end if marked is None else marked
        return cls(**fields, index=index, file_id=named(FILE, citation.place.document_id))


class OutputText(Struct):
    """The text of an answer, with its citations."""

    text: str
    annotations: list[FileCitation]
    logprobs: list[None] = []
    type: str = "output_text"


class OutputMessage(Struct):
    """The answer."""

    id: str
    status: str
    content: list[OutputText]
    role: str = "assistant"
    type: str = "message"


class SearchResult(Struct):
    """A source, as a result of the search."""

    file_id: str
    filename: str
    score: float
    text: str
    attributes: dict[str, str | float | bool]


class FileSearchCall(Struct):
    """The search for the answer."""

    id: str
    queries: list[str]
    status: str
    results: list[SearchResult] | None = None
    type: str = "file_search_call"


class TokenDetails(Struct):
    """What is known of the tokens that went in: nothing."""

    cached_tokens: int = 0
    cache_write_tokens: int = 0


class ReasoningDetails(Struct):
    """What is known of the tokens that came out: nothing."""

    reasoning_tokens: int = 0


class ResponseUsage(Struct):
    """The tokens that the model counted; 0 if it counts none."""

    input_tokens: int
    output_tokens: int
    total_tokens: int
    input_tokens_details: TokenDetails
    output_tokens_details: ReasoningDetails

    @classmethod
    def of(cls, usage: Usage) -> "ResponseUsage | None":
        """Return the wire type of a usage; None if it is unknown."""
        read, written = usage.prompt_tokens, usage.completion_tokens
        if read is None or written is None:
            return None
        return cls(read, written, read + written, TokenDetails(), ReasoningDetails())


class ResponseError(Struct):
    """Why an answer broke off."""

    code: str
    message: str


class Incomplete(Struct):
    """Why an answer ends early."""

    reason: str


class ResponseView(Struct, kw_only=True):
    """An answer. `quoth` says of it what the event `done` says, `sources` what it drew on."""

    id: str
    created_at: int
    status: str
    model: str
    output: list[FileSearchCall | OutputMessage]
    usage: ResponseUsage | None = None
    error: ResponseError | None = None
    incomplete_details: Incomplete | None = None
    previous_response_id: str | None = None
    instructions: str | None = None
    metadata: dict[str, str] = {}
    tools: list[FileSearchTool] = []
    background: bool = False
    store: bool = True
    sources: list[IndexedSource] = []
    quoth: Outcome | None = None
    object: str = "response"
    parallel_tool_calls: bool = False
    tool_choice: str = "auto"
    temperature: float | None = None
    top_p: float | None = None
    max_output_tokens: int | None = None
    truncation: str = "disabled"


class InputItem(Struct):
    """A message of the input."""

    id: str
    role: str
    content: list[dict[str, str]]
    type: str = "message"
    status: str = "completed"


class InputItems(Struct):
    """The messages of the input, newest first."""

    data: list[InputItem]
    first_id: str
    last_id: str
    has_more: bool = False
    object: str = "list"
