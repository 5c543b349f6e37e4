"""What goes with documents that are deleted."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RemovedDocument:
    """A document that was deleted, or would be, with all its names."""

    id: UUID
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemovedName:
    """A name that a document lost, or would lose, which stays under others."""

    document_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Removal:
    """Everything that was deleted in one transaction, or would be.

    Attributes:
        documents: The documents, in the order of their ids.
        names: The names that a filter meant of documents that have others.
        chunks: The number of their chunks.
        vectors: The number of the embeddings of these chunks.
        terms: The number of entries in the word index: one for each chunk and term in it.
        bytes: The size of the stored uploads.
    """

    documents: tuple[RemovedDocument, ...] = ()
    names: tuple[RemovedName, ...] = ()
    chunks: int = 0
    vectors: int = 0
    terms: int = 0
    bytes: int = 0
