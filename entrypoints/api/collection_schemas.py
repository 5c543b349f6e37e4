"""The wire types of collections, of filters of documents, and of what is deleted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, TypeAlias
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from application.documents.remove_document import RemovalReceipt
from domain.documents.collection import MAX_COLLECTION_NAME, Collection
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import MAX_NAMES_ASKED, MAX_VALUES_ASKED
from domain.errors import InvalidInput
from entrypoints.api.limiting import LIMITED_ALONE, Groups
from entrypoints.api.openapi import says
from entrypoints.api.times import in_utc

MetadataFields: TypeAlias = dict[str, str | list[str]]
MetadataAsked: TypeAlias = Annotated[
    dict[str, str | Annotated[list[str], says(maxItems=MAX_VALUES_ASKED)]],
    says(maxProperties=MAX_NAMES_ASKED),
]

# what `collection_name` leaves of a name: no control characters, and no blanks around it
VISIBLE = r"[^\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
_ID = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
CollectionName: TypeAlias = Annotated[
    str, says(pattern=rf"^(?!{_ID}$)[\s\S]*{VISIBLE}", maxLength=MAX_COLLECTION_NAME)
]
COLLECTION = {
    "type": "string",
    "pattern": VISIBLE,
    "maxLength": MAX_COLLECTION_NAME,
    "description": "The name or id of a collection.",
}


class CollectionView(Struct):
    """A set of documents, with the number of those that one may read. A document can be in several.

    `limited_to` are the groups that may read it and its documents, beside admins; everybody in the
    workspace if it is empty.
    """

    collection_id: UUID
    name: str
    documents: int
    created_at: datetime
    limited_to: list[str]

    @classmethod
    def of(cls, collection: Collection) -> "CollectionView":
        """Return the wire type of a collection."""
        return cls(
            collection.id,
            collection.name,
            collection.documents,
            collection.created_at,
            list(collection.limited_to),
        )


class CollectionBody(Struct, forbid_unknown_fields=True):
    """The name of a collection: 1 to 200 characters after white space is normalised."""

    name: CollectionName


class CollectionChangesBody(Struct, forbid_unknown_fields=True):
    """What to change of a collection: its name, or who may read it and its documents.

    `limited_to` are the groups that may, beside admins; none lets everybody in the workspace. Only
    admins change it, in a request that changes nothing else.
    """

    name: CollectionName | UnsetType = UNSET
    limited_to: Groups | UnsetType = UNSET

    def limit(self) -> Sequence[str] | None:
        """Return the groups that may read it from now on; None if that stays as it is.

        Raises:
            InvalidInput: If the name is to change as well, or nothing.
        """
        if self.name is UNSET and self.limited_to is UNSET:
            raise InvalidInput("The request is not valid: give `name` or `limited_to`.")
        if self.limited_to is UNSET:
            return None
        if self.name is not UNSET:
            raise InvalidInput(LIMITED_ALONE)
        return self.limited_to


class Within(Struct, forbid_unknown_fields=True):
    """Which documents are meant. All conditions that are given have to hold; null is none.

    `collections` are names or ids: a document is in one of them. `filename` is a pattern of a whole
    name: `*` matches any characters, `?` matches one. `metadata` has a value, or up to 100 of which
    one is enough, for each of up to 16 names. `uploaded_since` is a time.
    """

    document_ids: Annotated[list[UUID], Meta(max_length=1000)] | None = None
    collections: Annotated[list[str], Meta(max_length=1000), says(items=COLLECTION)] | None = None
    filename: Annotated[str, Meta(max_length=255)] | None = None
    metadata: MetadataAsked | None = None
    uploaded_since: datetime | None = None

    def filter(self) -> DocumentFilter:
        """Return the filter that this stands for."""
        since = self.uploaded_since
        return DocumentFilter(
            document_ids=None if self.document_ids is None else tuple(self.document_ids),
            filename=self.filename,
            uploaded_since=None if since is None else in_utc(since),
            collections=None if self.collections is None else tuple(self.collections),
            metadata={
                name: (value,) if isinstance(value, str) else tuple(value)
                for name, value in (self.metadata or {}).items()
            },
        )

    @classmethod
    def of(cls, within: DocumentFilter | None) -> "Within | None":
        """Return the wire type of a filter."""
        if within is None:
            return None
        metadata: MetadataAsked = {
            name: values[0] if len(values) == 1 else list(values)
            for name, values in within.metadata.items()
        }
        return cls(
            None if within.document_ids is None else list(within.document_ids),
            None if within.collections is None else list(within.collections),
            within.filename,
            metadata or None,
            within.uploaded_since,
        )


class DeletionBody(Struct, forbid_unknown_fields=True):
    """Which documents to delete. With `dry_run` nothing is deleted: the receipt says what would be.

    A filter without a condition is refused.
    """

    within: Within
    dry_run: bool = False


class DeletedDocumentView(Struct):
    """A document that was deleted, with all its names."""

    document_id: UUID
    filename: str
    names: list[str]


class DeletedNameView(Struct):
    """A name that was deleted of a document that has others, and stays."""

    document_id: UUID
    name: str


class DeletionView(Struct, kw_only=True):
    """Everything that was deleted, in one transaction; with `dry_run`, what would be.

    `deleted_vectors` are the embeddings of the chunks, `deleted_terms` the entries of the word
    index, one for each chunk and term in it, and `deleted_bytes` the size of the stored uploads.
    """

    deleted_documents: int
    deleted_chunks: int
    deleted_vectors: int
    deleted_terms: int
    deleted_cached_answers: int
    deleted_bytes: int


class ListedDeletionView(DeletionView, kw_only=True):
    """Everything that was deleted, and from which documents.

    `names` are those that a pattern selected of documents that have others.
    """

    documents: list[DeletedDocumentView]
    names: list[DeletedNameView]
    dry_run: bool = False

    @classmethod
    def of(cls, receipt: RemovalReceipt, *, dry_run: bool = False) -> "ListedDeletionView":
        """Return the wire type of a receipt."""
        documents = [
            DeletedDocumentView(each.id, each.names[0], list(each.names))
            for each in receipt.removal.documents
        ]
        names = [DeletedNameView(each.document_id, each.name) for each in receipt.removal.names]
        return cls(**deletion_fields(receipt), documents=documents, names=names, dry_run=dry_run)


def deletion_fields(receipt: RemovalReceipt) -> dict[str, int]:
    """Return the numbers of a receipt by the names of their fields."""
    removal = receipt.removal
    return {
        "deleted_documents": len(removal.documents),
        "deleted_chunks": removal.chunks,
        "deleted_vectors": removal.vectors,
        "deleted_terms": removal.terms,
        "deleted_cached_answers": receipt.cached_answers,
        "deleted_bytes": removal.bytes,
    }
