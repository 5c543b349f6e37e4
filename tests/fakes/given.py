"""What clients say of documents in memory, and filters by it."""

from dataclasses import replace

from domain.documents.changes import UNCHANGED, DocumentChanges
from domain.documents.document import Document
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import Given, has_values, storable_values
from tests.fakes.document_names import is_named


def with_given(document: Document, given: Given) -> Document:
    """Return a document with what another upload of its bytes gives."""
    return replace(document, given=document.given.with_more(given))


def given_after(given: Given, changes: DocumentChanges) -> Given:
    """Return what clients have said of a document after a change."""
    if changes.collections is not UNCHANGED:
        given = replace(given, collections=tuple(sorted(changes.collections)))
    if changes.metadata is not UNCHANGED:
        given = replace(given, metadata=changes.metadata)
    return given if changes.title is UNCHANGED else replace(given, title=changes.title)


def passes(document: Document, within: DocumentFilter) -> bool:
    """Return whether a document passes a filter."""
    return (
        (within.document_ids is None or document.id in within.document_ids)
        and is_named(document, within.filename)
        and (within.uploaded_since is None or document.uploaded_at >= within.uploaded_since)
        and (
            within.collections is None
            or not set(within.collections).isdisjoint(document.given.collections)
        )
        and has_values(document.shown_metadata, storable_values(within.metadata))
    )
