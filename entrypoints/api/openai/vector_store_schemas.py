"""The wire types of vector stores, which are collections of documents."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from domain.documents.collection import Collection, CollectionContents
from domain.documents.document import Document, DocumentStatus
from domain.retrieval.passages import RankedPassage
from entrypoints.api.openai.filters import Attributes, attributes_of
from entrypoints.api.openai.ids import FILE, VECTOR_STORE, named
from entrypoints.api.openai.response_schemas import RankingOptions
from entrypoints.api.places import PlaceView, place_fields

STATUSES = {
    DocumentStatus.PENDING: "in_progress",
    DocumentStatus.PROCESSING: "in_progress",
    DocumentStatus.PROCESSED: "completed",
    DocumentStatus.FAILED: "failed",
    DocumentStatus.CANCELLED: "cancelled",
}


class StoreBody(Struct):
    """A new vector store. Without a name it gets one."""

    name: str | None = None
    file_ids: Annotated[list[str], Meta(max_length=500)] = []
    metadata: dict[str, str] | None = None


class StoreChangesBody(Struct):
    """What changes of a vector store: its name."""

    name: str | None = None
    metadata: dict[str, str] | None = None


class StoreFileBody(Struct):
    """A file for a vector store. Its attributes are added to the document's metadata."""

    file_id: str
    attributes: Attributes | None = None


class BatchBody(Struct):
    """Files for a vector store: `file_ids` with the same attributes, or `files` with their own."""

    file_ids: Annotated[list[str], Meta(max_length=2000)] = []
    files: Annotated[list[StoreFileBody], Meta(max_length=2000)] = []
    attributes: Attributes | None = None


class AttributesBody(Struct):
    """The attributes of a file, which replace what was given before."""

    attributes: Attributes | None = None


class StoreSearchBody(Struct):
    """A search in a vector store."""

    query: str | Annotated[list[str], Meta(min_length=1, max_length=10)]
    filters: dict[str, Any] | None = None
    max_num_results: Annotated[int, Meta(ge=1, le=50)] = 10
    ranking_options: RankingOptions | None = None


class FileCounts(Struct):
    """How many files are in a vector store, by their status."""

    in_progress: int
    completed: int
    failed: int
    cancelled: int
    total: int

    @classmethod
    def of(cls, documents: Mapping[DocumentStatus, int]) -> "FileCounts":
        """Return the wire type of how many documents have each status."""
        states = Counter[str]()
        for status, count in documents.items():
            states[STATUSES[status]] += count
        counts = {each: states[each] for each in STATUSES.values()}
        return cls(**counts, total=states.total())


class BatchView(Struct):
    """Files that were put into a vector store together."""

    id: str
    created_at: int
    vector_store_id: str
    status: str
    file_counts: FileCounts
    object: str = "vector_store.files_batch"

    @classmethod
    def of(
        cls,
        batch_id: str,
        store_id: str,
        created_at: datetime,
        documents: Mapping[DocumentStatus, int],
    ) -> "BatchView":
        """Return the wire type of a batch, of whose documents so many have each status."""
        counts = FileCounts.of(documents)
        if counts.in_progress:
            status = "in_progress"
        elif counts.cancelled:
            status = "cancelled"
        elif counts.failed and counts.failed == counts.total:
            status = "failed"
        else:
            status = "completed"
        return cls(batch_id, int(created_at.timestamp()), store_id, status, counts)


class StoreView(Struct):
    """A collection as a vector store."""

    id: str
    created_at: int
    name: str
    usage_bytes: int
    file_counts: FileCounts
    status: str
    last_active_at: int | None = None
    metadata: dict[str, str] = {}
    object: str = "vector_store"

    @classmethod
    def of(cls, collection: Collection, contents: CollectionContents) -> "StoreView":
        """Return the wire type of a collection."""
        counts = FileCounts.of(contents.documents)
        return cls(
            named(VECTOR_STORE, collection.id),
            int(collection.created_at.timestamp()),
            collection.name,
            contents.bytes,
            counts,
            "in_progress" if counts.in_progress else "completed",
        )


class LastError(Struct):
    """Why a document could not be processed."""

    message: str
    code: str = "invalid_file"


class StoreFileView(Struct):
    """A document in a collection."""

    id: str
    created_at: int
    status: str
    usage_bytes: int
    vector_store_id: str
    attributes: Attributes
    last_error: LastError | None
    object: str = "vector_store.file"

    @classmethod
    def of(cls, store_id: str, document: Document) -> "StoreFileView":
        """Return the wire type of a document."""
        error = document.error_message
        return cls(
            named(FILE, document.id),
            int(document.uploaded_at.timestamp()),
            STATUSES[document.status],
            document.file_size,
            store_id,
            attributes_of(document.shown_metadata),
            None if error is None else LastError(error),
        )


class TextContent(Struct):
    """A piece of text."""

    text: str
    type: str = "text"


class StoreResult(PlaceView, kw_only=True):
    """A passage that was found; beside OpenAI's fields, its place in the document."""

    file_id: str
    score: float
    attributes: Attributes
    content: list[TextContent]

    @classmethod
    def of(cls, ranked: RankedPassage, attributes: Attributes) -> "StoreResult":
        """Return the wire type of a passage. Its score is the cosine to the query, at least 0."""
        passage = ranked.passage
        return cls(
            **place_fields(passage.place),
            file_id=named(FILE, passage.place.document_id),
            score=round(max(0.0, passage.similarity), 4),
            attributes=attributes,
            content=[TextContent(passage.content)],
        )


class StoreResults(Struct):
    """The passages that were found, best first."""

    search_query: list[str]
    data: list[StoreResult]
    has_more: bool = False
    next_page: str | None = None
    object: str = "vector_store.search_results.page"


class FileContent(Struct):
    """The text of a document."""

    data: list[TextContent]
    has_more: bool = False
    next_page: str | None = None
    object: str = "vector_store.file_content.page"
