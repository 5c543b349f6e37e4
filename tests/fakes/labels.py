"""What clients say of documents in memory, and filters by it."""

from dataclasses import replace

from domain.documents.changes import UNCHANGED, DocumentChanges
from domain.documents.document import Document
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import Labels, has_values, storable_values
from tests.fakes.document_names import is_named


def with_labels(document: Document, labels: Labels) -> Document:
    """Return a document with what another upload of its bytes gives."""
    return replace(document, labels=document.labels.with_more(labels))


def labels_after(labels: Labels, changes: DocumentChanges) -> Labels:
    """Return what clients have said of a document after a change."""
    if changes.collections is not UNCHANGED:
        labels = replace(labels, collections=tuple(sorted(changes.collections)))
    if changes.metadata is not UNCHANGED:
        labels = replace(labels, metadata=changes.metadata)
    return labels if changes.title is UNCHANGED else replace(labels, title=changes.title)


def passes(document: Document, within: DocumentFilter) -> bool:
    """Return whether a document passes a filter."""
    return (
        (within.document_ids is None or document.id in within.document_ids)
        and is_named(document, within.filename)
        and (within.uploaded_since is None or document.uploaded_at >= within.uploaded_since)
        and (
            within.collections is None
            or not set(within.collections).isdisjoint(document.labels.collections)
        )
        and has_values(document.shown_metadata, storable_values(within.metadata))
    )
