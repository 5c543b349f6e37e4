"""The arguments and results of the tools.

Results are short: an agent reads every character of them.
"""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from domain.citations.citation import Citation
from domain.conversation.message import AbstentionReason, FinishReason, Message
from domain.documents.document import Document, DocumentStatus
from domain.retrieval.passages import Passage, RankedPassage, SearchMode
from entrypoints.api.collection_schemas import Within
from entrypoints.api.mcp.addresses import address_of
from entrypoints.api.places import PlaceView, place_fields

LONGEST_SPAN = 20_000  # code points, about 5,000 tokens


class SearchArguments(Struct, forbid_unknown_fields=True):
    """A search."""

    query: Annotated[
        str,
        Meta(
            description='What to search for. "Quotation marks" ask for a phrase, and -word leaves'
            " out passages with this word."
        ),
    ]
    limit: Annotated[int, Meta(ge=1, le=50, description="The maximum number of passages.")] = 8
    mode: Annotated[
        SearchMode, Meta(description="By meaning (vector), by words (text), or both (hybrid).")
    ] = SearchMode.HYBRID
    within: Annotated[
        Within | None, Meta(description="Which documents to search; by default all.")
    ] = None


class FoundPassage(PlaceView, kw_only=True):
    """A passage: `content` is exactly this span of the document's text, unless it was joined."""

    uri: str
    content: str
    score: float

    @classmethod
    def of(cls, ranked: RankedPassage) -> "FoundPassage":
        """Return the wire type of a ranked passage."""
        passage = ranked.passage
        return cls(
            **place_fields(passage.place),
            uri=address_of(passage.place),
            content=passage.content,
            score=round(ranked.scores.final, 4),
        )


class SearchFound(Struct):
    """Passages, best first, and the estimated probability, 0 to 1, that they answer the query."""

    passages: list[FoundPassage]
    confidence: float


class AskArguments(Struct, forbid_unknown_fields=True):
    """A question."""

    question: Annotated[str, Meta(description="The question, in any language.")]
    session_id: Annotated[
        UUID | None,
        Meta(description="The `session_id` of an earlier answer, which the question follows up."),
    ] = None
    within: Annotated[
        Within | None, Meta(description="Which documents to ask; by default all.")
    ] = None
    model: Annotated[
        str | None,
        Meta(description="The name of the model that is to answer; leave it out for the default."),
    ] = None


class AnswerSource(PlaceView, kw_only=True):
    """A passage that the answer draws on: `[number]` in the answer."""

    number: int
    uri: str

    @classmethod
    def of(cls, number: int, passage: Passage) -> "AnswerSource":
        """Return the wire type of a source."""
        return cls(**place_fields(passage.place), number=number, uri=address_of(passage.place))


class AnswerCitation(PlaceView, kw_only=True):
    """A quotation that supports the answer from `answer_start` to `answer_end`.

    If `verified`, `cited_text` is exactly this span of the document's text.
    """

    number: int
    uri: str
    cited_text: str
    verified: bool
    answer_start: int
    answer_end: int

    @classmethod
    def of(cls, citation: Citation) -> "AnswerCitation":
        """Return the wire type of a citation."""
        return cls(
            **place_fields(citation.place),
            number=citation.source_id,
            uri=address_of(citation.place),
            cited_text=citation.cited_text,
            verified=citation.verified,
            answer_start=citation.answer_start,
            answer_end=citation.answer_end,
        )


class Answer(Struct):
    """An answer with its citations.

    `finish_reason` is `abstained` if the documents do not contain the answer; `reason` says why.
    Of its `sentences`, `supported` have a verified citation.
    """

    answer: str
    finish_reason: FinishReason | None
    reason: AbstentionReason | None
    citations: list[AnswerCitation]
    sources: list[AnswerSource]
    supported: int | None
    sentences: int | None
    session_id: UUID
    message_id: UUID

    @classmethod
    def of(cls, message: Message) -> "Answer":
        """Return the wire type of an answer. An abstention has no sources: they do not answer."""
        abstained = message.finish_reason is FinishReason.ABSTAINED
        sources = () if abstained else message.sources
        return cls(
            answer=message.content,
            finish_reason=message.finish_reason,
            reason=message.metadata.reason,
            citations=[AnswerCitation.of(each) for each in message.citations],
            sources=[AnswerSource.of(number, each) for number, each in enumerate(sources, 1)],
            supported=message.metadata.supported,
            sentences=message.metadata.sentences,
            session_id=message.session_id,
            message_id=message.id,
        )


class ListArguments(Struct, forbid_unknown_fields=True):
    """Which documents to list."""

    within: Annotated[Within | None, Meta(description="Only these; by default all.")] = None
    limit: Annotated[int, Meta(ge=1, le=200, description="The maximum number of documents.")] = 50
    cursor: Annotated[
        str | None, Meta(description="The `next_cursor` of the list before this one.")
    ] = None


class ListedDocument(Struct):
    """A document. Only those with the status `processed` are searched."""

    document_id: UUID
    uri: str
    filename: str
    title: str | None
    status: DocumentStatus
    version: int
    media_type: str
    pages: int | None
    collections: list[str]

    @classmethod
    def of(cls, document: Document) -> "ListedDocument":
        """Return the wire type of a document."""
        return cls(
            document_id=document.id,
            uri=address_of(document.id),
            filename=document.filename,
            title=document.shown_title,
            status=document.status,
            version=document.version,
            media_type=document.media_type,
            pages=document.pages,
            collections=list(document.labels.collections),
        )


class DocumentList(Struct):
    """Documents, last uploaded first. `next_cursor` is null on the last list."""

    documents: list[ListedDocument]
    next_cursor: str | None


class ReadArguments(Struct, forbid_unknown_fields=True):
    """A span of a document. To open a citation or a passage, give its fields of these names."""

    document_id: UUID
    version: Annotated[int, Meta(ge=1)] | None = None
    char_start: Annotated[int, Meta(ge=0, description="The first code point.")] = 0
    char_end: Annotated[int, Meta(ge=0, description="The end, exclusive.")] | None = None


class DocumentSpan(Struct):
    """A span of a document's text, exactly as it is stored.

    At most 20,000 code points are returned at a time: `next_start` is where to go on, null if
    nothing is left of what was asked for.
    """

    document_id: UUID
    version: int
    filename: str
    uri: str
    char_start: int
    char_end: int
    content: str
    next_start: int | None
