"""The wire types of documents."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import asdict

from application.documents.put_document import PutChange, PutResult
from application.documents.remove_document import RemovalReceipt
from domain.documents.changes import UNCHANGED, DocumentChanges
from domain.documents.chunks import Chunk
from domain.documents.document import Document, DocumentStatus
from domain.documents.highlights import Highlight
from domain.documents.languages import LANGUAGES
from domain.documents.metadata import MAX_NAMES, Metadata, as_metadata
from domain.documents.titles import MAX_TITLE_LENGTH
from domain.errors import InvalidInput
from entrypoints.api.collection_schemas import (
    COLLECTION,
    DeletionView,
    MetadataFields,
    deletion_fields,
)
from entrypoints.api.limiting import LIMITED_ALONE, Groups
from entrypoints.api.openapi import SOME_TEXT, says


class DocumentView(Struct):
    """An uploaded document. Only documents with the status `processed` are searched.

    `names` are all names under which the same bytes were uploaded, in that order; `filename` is the
    first of them. `language` is a code of ISO 639-1, or null if it is unknown. `notes` say what was
    assumed when the file was read, such as its encoding, and what was left out of its text.
    `collections` are the names of its collections. `metadata` is what clients have said, and what
    the file says about itself, such as the front matter of Markdown: text and lists of text by
    their names; those of a group are `group.name`. An attachment names its `mail` there, and a mail
    its `attachments`. `given_metadata` is the part that clients have said, which a change replaces.
    `media_type` is what the content is, whatever the name says. `title` is one
    that a client gave, or that the file states, or else its first heading. `pages` is null for
    formats without pages. `version` counts from 1. `external_id` is the name under which its
    content is replaced, or null if its bytes identify it. `error_message` and `error_code` say why
    the last attempt failed, and are null if none did. A processed document with an
    `error_message` is what it was before its next version failed. `limited_to` are the groups that
    may read it, beside admins; everybody in the workspace if it is empty. The limits of its
    collections hold as well.
    """

    document_id: UUID
    filename: str
    names: list[str]
    file_size: int
    status: DocumentStatus
    total_chunks: int
    processing_time: str | None
    uploaded_at: datetime
    content_sha256: str
    error_message: str | None
    error_code: str | None
    language: str | None
    notes: list[str]
    metadata: dict[str, str | list[str]]
    given_metadata: dict[str, str | list[str]]
    media_type: str
    title: str | None
    pages: int | None
    version: int
    external_id: str | None
    collections: list[str]
    limited_to: list[str]

    @classmethod
    def of(cls, document: Document) -> "DocumentView":
        """Return the wire type of a document."""
        seconds = document.processing_seconds
        return cls(
            document_id=document.id,
            filename=document.filename,
            names=list(document.names),
            file_size=document.file_size,
            status=document.status,
            total_chunks=document.total_chunks,
            processing_time=None if seconds is None else f"{seconds:.2f}s",
            uploaded_at=document.uploaded_at,
            content_sha256=document.content_sha256,
            error_message=document.error_message,
            error_code=document.error_code,
            language=document.language,
            notes=list(document.notes),
            metadata=_on_wire(document.shown_metadata),
            given_metadata=_on_wire(document.labels.metadata),
            media_type=document.media_type,
            title=document.shown_title,
            pages=document.pages,
            version=document.version,
            external_id=document.external_id,
            collections=list(document.labels.collections),
            limited_to=list(document.limited_to),
        )


def _on_wire(metadata: Metadata) -> dict[str, str | list[str]]:
    return {
        name: value if isinstance(value, str) else list(value) for name, value in metadata.items()
    }


class PutView(DocumentView, kw_only=True):
    """The document under a name, and what putting content there changed of it.

    With the status `pending` it is shown as a worker will make it.
    """

    change: PutChange

    @classmethod
    def of_result(cls, result: PutResult) -> "PutView":
        """Return the wire type of a result."""
        shown = DocumentView.of(result.document)
        return cls(**asdict(shown), change=result.change)


class HighlightView(Struct):
    """Where words stand on a page: its number, from 1, and a rectangle for each line of them.

    A rectangle is left, bottom, right, top, in points of 1/72 inch from the page's bottom left.
    """

    page: int
    rectangles: list[tuple[float, float, float, float]]

    @classmethod
    def of(cls, highlight: Highlight) -> "HighlightView":
        """Return the wire type of a highlight."""
        return cls(highlight.page, list(highlight.rectangles))


class WebPageBody(Struct, forbid_unknown_fields=True):
    """The address of a page or file of the web, and the names or ids of its collections."""

    url: Annotated[str, says(pattern="^https?://", maxLength=2000)]
    collections: Annotated[list[str], Meta(max_length=100), says(items=COLLECTION)] = []


class RenameBody(Struct, forbid_unknown_fields=True):
    """The name that a document gets, and what its file is called now, if that has changed."""

    external_id: Annotated[str, says(pattern=r"^[^\x00]+$", maxLength=2000)]
    filename: Annotated[str, says(minLength=1, maxLength=255)] | None = None


class DocumentChangesBody(Struct, forbid_unknown_fields=True):
    """What to change of a document; what is left out stays as it is.

    `language` is a code of ISO 639-1, or null if it is unknown. `collections` are the names or ids
    of all collections that the document is to be in; names that are new make collections.
    `metadata` replaces what clients have given before; what the file says itself stays, unless a
    name is given again. `title` is shown in place of the title of the file; null shows that one.

    `limited_to` are the groups that may read it from now on, beside admins; none lets everybody in
    the workspace read it. Only admins change it, in a request that changes nothing else.
    """

    language: Annotated[str | UnsetType | None, says(enum=[*sorted(LANGUAGES), None])] = UNSET
    collections: Annotated[list[str], Meta(max_length=100), says(items=COLLECTION)] | UnsetType = (
        UNSET
    )
    metadata: (
        Annotated[
            MetadataFields, says(maxProperties=MAX_NAMES, propertyNames={"pattern": SOME_TEXT})
        ]
        | UnsetType
    ) = UNSET
    title: (
        Annotated[str, says(pattern=SOME_TEXT, maxLength=MAX_TITLE_LENGTH)] | UnsetType | None
    ) = UNSET
    limited_to: Groups | UnsetType = UNSET

    def limit(self) -> Sequence[str] | None:
        """Return the groups that may read it from now on; None if that stays as it is.

        Raises:
            InvalidInput: If something else is to change as well.
        """
        if self.limited_to is UNSET:
            return None
        if self != DocumentChangesBody(limited_to=self.limited_to):
            raise InvalidInput(LIMITED_ALONE)
        return self.limited_to

    def changes(self) -> DocumentChanges:
        """Return the changes that this stands for.

        Raises:
            InvalidInput: If there is none.
        """
        if self == DocumentChangesBody():
            raise InvalidInput("The request is not valid: it changes nothing.")
        collections, metadata = self.collections, self.metadata
        return DocumentChanges(
            language=UNCHANGED if self.language is UNSET else self.language,
            collections=UNCHANGED if collections is UNSET else tuple(collections),
            metadata=UNCHANGED if metadata is UNSET else as_metadata(metadata),
            title=UNCHANGED if self.title is UNSET else self.title,
        )


class ChunkView(Struct):
    """A chunk. Its offsets are code points in the document's text, end exclusive."""

    chunk_index: int
    content: str
    token_count: int
    char_start: int
    char_end: int

    @classmethod
    def of(cls, chunk: Chunk) -> "ChunkView":
        """Return the wire type of a chunk."""
        return cls(chunk.index, chunk.content, chunk.token_count, chunk.char_start, chunk.char_end)


class RemovalView(DeletionView, kw_only=True):
    """Everything that was deleted with a document.

    Nothing is deleted with a name if the document has others.
    """

    document_id: UUID

    @classmethod
    def of(cls, document_id: UUID, receipt: RemovalReceipt) -> "RemovalView":
        """Return the wire type of a receipt."""
        return cls(document_id=document_id, **deletion_fields(receipt))
