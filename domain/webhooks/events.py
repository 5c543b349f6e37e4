"""What webhooks are told: ids and outcomes, and no text of documents or answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.conversation.message import AnswerMetadata, FinishReason
from domain.documents.document import Document
from domain.webhooks.webhook import EventType

TEST_EVENT = "webhook.test"
"""The type of the event that tries out one webhook, whatever it is told of."""

_FAILED = (FinishReason.ERROR, FinishReason.INTERRUPTED)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        type: An EventType, or TEST_EVENT.
        subject_id: What it happened to. Events of one subject are delivered in their order.
        data: What is told of it, as JSON has it.
    """

    type: str
    subject_id: UUID
    data: Mapping[str, object]


def document_processed(document: Document) -> Event:
    """Return the event of a version that can be searched now."""
    kind = EventType.DOCUMENT_REPLACED if document.version > 1 else EventType.DOCUMENT_PROCESSED
    version = _version(document.id, document.filename, document.external_id, document.version)
    return Event(kind, document.id, {**version, "total_chunks": document.total_chunks})


def document_failed(
    document_id: UUID,
    filename: str,
    external_id: str | None,
    version: int,
    *,
    error_code: str,
    error_message: str,
) -> Event:
    """Return the event of a version that could not be made."""
    error = {"error_code": error_code, "error_message": error_message}
    data = {**_version(document_id, filename, external_id, version), **error}
    return Event(EventType.DOCUMENT_FAILED, document_id, data)


def document_deleted(
    document_id: UUID, filename: str, external_id: str | None, version: int
) -> Event:
    """Return the event of a document that is no more, with the last of its versions."""
    data = _version(document_id, filename, external_id, version)
    return Event(EventType.DOCUMENT_DELETED, document_id, data)


def answer_ended(
    message_id: UUID,
    session_id: UUID,
    finish_reason: FinishReason,
    metadata: AnswerMetadata = AnswerMetadata(),  # noqa: B008 - it cannot be changed
    citations: int = 0,
) -> Event:
    """Return the event of an answer that is complete, or broke off."""
    failed = finish_reason in _FAILED
    data = {
        "message_id": str(message_id),
        "session_id": str(session_id),
        "finish_reason": finish_reason.value,
        "reason": metadata.reason and metadata.reason.value,
        "model": metadata.model,
        "confidence": metadata.confidence,
        "groundedness": metadata.groundedness,
        "citations": citations,
        "error_code": metadata.code,
        "error_message": metadata.error,
    }
    kind = EventType.ANSWER_FAILED if failed else EventType.ANSWER_FINISHED
    return Event(kind, message_id, data)


def webhook_tested(webhook_id: UUID) -> Event:
    """Return the event that tries out a webhook."""
    return Event(TEST_EVENT, webhook_id, {"webhook_id": str(webhook_id)})


def _version(
    document_id: UUID, filename: str, external_id: str | None, version: int
) -> dict[str, object]:
    return {
        "document_id": str(document_id),
        "filename": filename,
        "external_id": external_id,
        "version": version,
    }
