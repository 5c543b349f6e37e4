"""What happens to a document until it is searchable, as those who follow it are told."""

from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from domain.documents.document import Document
from domain.documents.jobs import Progress


@dataclass(frozen=True, slots=True)
class DocumentProgressed:
    """The work has come this far; None while the document waits for a worker."""

    progress: Progress | None


@dataclass(frozen=True, slots=True)
class DocumentDone:
    """The document is searchable."""

    document: Document


@dataclass(frozen=True, slots=True)
class DocumentNotDone:
    """The work ended without a document: it failed, was cancelled, or the document was deleted."""

    document_id: UUID
    error_message: str
    error_code: str


DocumentEvent: TypeAlias = DocumentProgressed | DocumentDone | DocumentNotDone
EndOfDocument: TypeAlias = DocumentDone | DocumentNotDone
