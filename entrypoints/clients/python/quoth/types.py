"""What the server returns. Names are those of the API; fields that are new are ignored."""

from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from msgspec import Struct

Item = TypeVar("Item")


class Page(Struct, Generic[Item], frozen=True):
    """A page of a list. `next_cursor` leads to the next page, and is None on the last."""

    items: tuple[Item, ...]
    next_cursor: str | None = None


class Document(Struct, frozen=True, kw_only=True):
    """A document. Only one with the status `processed` is searched.

    `names` are all names of the same bytes, and `filename` is the first of them. `limited_to` are
    the groups that may read it; everybody in the workspace if it is empty.
    """

    document_id: UUID
    filename: str
    names: tuple[str, ...]
    file_size: int
    status: str
    total_chunks: int
    processing_time: str | None
    uploaded_at: datetime
    content_sha256: str
    error_message: str | None = None
    error_code: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
    metadata: dict[str, str | list[str]] = {}
    given_metadata: dict[str, str | list[str]] = {}
    media_type: str = ""
    title: str | None = None
    pages: int | None = None
    version: int = 1
    external_id: str | None = None
    collections: tuple[str, ...] = ()
    limited_to: tuple[str, ...] = ()


class Uploaded(Document, frozen=True, kw_only=True):
    """A document after an upload.

    `created` is False if the same bytes were stored before.
    """

    created: bool = True


class Put(Document, frozen=True, kw_only=True):
    """A document under a stable name. `change` is `created`, `replaced` or `unchanged`."""

    change: str


class Chunk(Struct, frozen=True):
    """A part of a document's text. Offsets are code points, end exclusive, as in slices."""

    chunk_index: int
    content: str
    token_count: int
    char_start: int
    char_end: int


class Deletion(Struct, frozen=True, kw_only=True):
    """Everything that was deleted; in a dry run, what would be."""

    deleted_documents: int
    deleted_chunks: int
    deleted_vectors: int
    deleted_terms: int
    deleted_cached_answers: int
    deleted_bytes: int


class DeletedDocument(Struct, frozen=True):
    """A document that was deleted, with all its names."""

    document_id: UUID
    filename: str
    names: tuple[str, ...] = ()


class DeletedName(Struct, frozen=True):
    """A name that was deleted of a document that has others, and stays."""

    document_id: UUID
    name: str


class ListedDeletion(Deletion, frozen=True, kw_only=True):
    """Everything that was deleted, and from which documents."""

    documents: tuple[DeletedDocument, ...]
    names: tuple[DeletedName, ...] = ()
    dry_run: bool = False


class Collection(Struct, frozen=True):
    """A set of documents, with the number of them.

    `limited_to` are the groups that may read it and them; everybody in the workspace if it is
    empty.
    """

    collection_id: UUID
    name: str
    documents: int
    created_at: datetime
    limited_to: tuple[str, ...] = ()


class Progress(Struct, frozen=True):
    """How far the work on a document is: `done` of `total` parts of a stage, which may be 0."""

    stage: str
    done: int
    total: int
    seconds_left: float | None


class Job(Struct, frozen=True, kw_only=True):
    """Work on a document that is not done: pending, processing, failed or cancelled."""

    document_id: UUID
    version: int
    filename: str
    file_size: int
    state: str
    attempts: int
    run_at: datetime
    uploaded_at: datetime
    progress: Progress | None = None
    error_message: str | None = None
    error_code: str | None = None


class Webhook(Struct, frozen=True, kw_only=True):
    """An address that is told of events. `state` is `active`, `paused` or `gone`."""

    webhook_id: UUID
    url: str
    events: tuple[str, ...]
    description: str
    state: str
    created_at: datetime


class CreatedWebhook(Webhook, frozen=True, kw_only=True):
    """A webhook that was made, with its secret, which is shown this once."""

    secret: str


class Delivery(Struct, frozen=True, kw_only=True):
    """The delivery of one event. `state` is `pending`, `delivered` or `dead`."""

    delivery_id: UUID
    type: str
    subject_id: UUID
    occurred_at: datetime
    state: str
    attempts: int
    response_status: int | None = None
    reason: str | None = None
    next_attempt_at: datetime | None = None


class Place(Struct, frozen=True, kw_only=True):
    """A span of a document's text, in code points, end exclusive."""

    document_id: UUID
    version: int
    filename: str
    char_start: int
    char_end: int
    page: int | None = None
    section: tuple[str, ...] = ()
    slide: int | None = None
    sheet: str | None = None
    row: int | None = None
    part: str | None = None


class Source(Place, frozen=True, kw_only=True):
    """A passage that an answer may use; the marker `[source_id]` in the answer refers to it."""

    source_id: int
    chunk_index: int
    similarity: float
    content: str
    gone: bool = False


class Citation(Place, frozen=True, kw_only=True):
    """A quotation that supports the sentence from `answer_start` to `answer_end`.

    If `verified`, `cited_text` is exactly this span of the document's text.
    """

    citation_id: UUID
    source_id: int
    cited_text: str
    answer_start: int
    answer_end: int
    marker_start: int | None = None
    marker_end: int | None = None
    verified: bool
    gone: bool = False


class Stage(Struct, frozen=True):
    """The result of one stage of a search for a passage. `rank` is None if not found by it."""

    rank: int | None
    score: float


class NameMatch(Struct, frozen=True):
    """What the names of a passage's document contributed."""

    score: float
    words: tuple[str, ...]


class Explanation(Struct, frozen=True, kw_only=True):
    """How each stage of a search ranked a passage."""

    vector: Stage
    text: Stage
    fusion: Stage
    final: Stage
    reranker: Stage | None = None
    name: NameMatch = NameMatch(0.0, ())
    phrases: tuple[str, ...] = ()


class Passage(Source, frozen=True, kw_only=True):
    """A passage that a search found. `score` determined its rank."""

    score: float
    explanation: Explanation | None = None


class Dropped(Struct, frozen=True):
    """A passage that was found but is not used, and why."""

    document_id: UUID
    chunk_index: int
    reason: str
    explanation: Explanation


class Phrase(Struct, frozen=True):
    """A phrase of a query, and whether a passage has it."""

    text: str
    found: bool


class Query(Struct, frozen=True):
    """How a query was read: words, phrases, and what was left out."""

    words: str
    phrases: tuple[Phrase, ...]
    excluded: tuple[str, ...]


class Timings(Struct, frozen=True):
    """The duration of each step in milliseconds; None for a step that did not run."""

    embed: float | None = None
    search: float | None = None
    first_token: float | None = None
    total: float | None = None
    rewrite: float | None = None


class Found(Struct, frozen=True):
    """The passages that a search found, best first.

    `confidence` is the estimated probability that they answer the query as a question. `query` and
    `dropped` are there if an explanation was asked for.
    """

    passages: tuple[Passage, ...]
    confidence: float
    timings: Timings
    query: Query | None = None
    dropped: tuple[Dropped, ...] = ()


class Usage(Struct, frozen=True):
    """The number of tokens; None if the language model did not count them."""

    prompt_tokens: int | None
    completion_tokens: int | None


class FailedModel(Struct, frozen=True):
    """A model that failed, so that another one wrote the answer."""

    model: str
    code: str
    reason: str


class Hit(Struct, frozen=True):
    """Where a session contains the text that was searched for.

    `message_id` is the newest message with it, None if only the title has it. In `excerpt` it
    stands from `start` to `end`.
    """

    message_id: UUID | None
    excerpt: str
    start: int
    end: int


class Session(Struct, frozen=True):
    """A conversation without its messages. `hit` is None unless it was searched for."""

    session_id: UUID
    created_at: datetime
    updated_at: datetime | None = None
    title: str | None = None
    pinned: bool = False
    hit: Hit | None = None


class Feedback(Struct, frozen=True, kw_only=True):
    """What somebody said about an answer: its `verdict` is `good` or `bad`."""

    feedback_id: UUID
    message_id: UUID
    given_at: datetime
    verdict: str
    wrong_quotations: tuple[UUID, ...] = ()
    note: str = ""


class Sentence(Struct, frozen=True):
    """A sentence of an answer, in code points, end exclusive."""

    start: int
    end: int


class Marker(Struct, frozen=True):
    """A marker `[source_id]` in an answer."""

    start: int
    end: int
    source_id: int


class Within(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which documents are meant. All conditions that are given have to hold.

    `collections` are names or ids, and a document is in one of them. `filename` is a pattern of a
    whole name, with `*` and `?`. `metadata` has a value, or several of which one is enough, for
    each name.
    """

    document_ids: tuple[UUID, ...] | None = None
    collections: tuple[str, ...] | None = None
    filename: str | None = None
    metadata: dict[str, str | list[str]] | None = None
    uploaded_since: datetime | None = None


class Message(Struct, frozen=True, kw_only=True):
    """A message of a session. `finish_reason` is None while an answer is being written.

    An answer is `withheld`, and nothing of it is shown, if it rests on documents that the key may
    not read.
    """

    message_id: UUID
    role: str
    content: str
    created_at: datetime
    finish_reason: str | None = None
    citations: tuple[Citation, ...] = ()
    sources: tuple[Source, ...] = ()
    markers: tuple[Marker, ...] = ()
    format: str = "markdown"
    reason: str | None = None
    groundedness: float | None = None
    supported: int | None = None
    sentences: int | None = None
    unsupported: tuple[Sentence, ...] = ()
    confidence: float | None = None
    cached: bool = False
    within: Within | None = None
    model: str | None = None
    fallback_from: tuple[FailedModel, ...] = ()
    withheld: bool = False


class JudgedAnswer(Feedback, frozen=True, kw_only=True):
    """Feedback with its answer, and the questions of the session up to there."""

    questions: tuple[str, ...]
    answer: Message


class Conversation(Session, frozen=True, kw_only=True):
    """A session with its newest messages, oldest first; `next_cursor` leads to older ones.

    `feedback` is what was said about these answers with the same key.
    """

    messages: tuple[Message, ...]
    next_cursor: str | None = None
    feedback: tuple[Feedback, ...] = ()


class Format(Struct, frozen=True):
    """A format of files that the server reads, with the usual endings of their names."""

    name: str
    media_type: str
    suffixes: tuple[str, ...]


class Model(Struct, frozen=True, kw_only=True):
    """A language model that can be chosen. Prices are per million tokens, None if unknown.

    `problem` says why it failed when it was last used; it is `available` if it did not. `leaving`
    says what leaves the machine of the server if it answers: `nothing`, `questions` or `documents`.
    """

    name: str
    provider: str
    default: bool
    context_window: int
    price_in: float | None = None
    price_out: float | None = None
    available: bool = True
    problem: str | None = None
    leaving: str | None = None


class DailyUsage(Struct, frozen=True, kw_only=True):
    """What one model was used for on one day (UTC). What is unknown is None, never 0.

    Of its `calls`, `uncounted` did not say how many tokens they took, and of `unpriced` the cost is
    unknown. The tokens and the cost are those of the other calls.
    """

    day: date
    model: str
    calls: int
    prompt_tokens: int | None
    completion_tokens: int | None
    uncounted: int
    cost: float | None
    unpriced: int


class UsageOfModels(Struct, frozen=True, kw_only=True):
    """The usage of all models from `since` to `until`, by day and name of the model."""

    since: date
    until: date
    items: tuple[DailyUsage, ...]


class Health(Struct, frozen=True, kw_only=True):
    """Whether the server can answer questions, and the state of its parts."""

    status: str
    database: str
    language_model: str
    version: str
    embedding_service: str
    database_replica: str | None = None
    embedding_dim: int | None = None
    embedding_model: str | None = None
    embedding_calibration: str | None = None
    embedding_note: str | None = None
    file_readers: str = ""
    valkey: str | None = None
    milvus: str | None = None
