"""What is told of documents and answers."""

from dataclasses import replace

import pytest

from application.identifiers import new_id
from domain.conversation.message import AbstentionReason, AnswerMetadata, FinishReason
from domain.webhooks.events import (
    answer_ended,
    document_deleted,
    document_failed,
    document_processed,
)
from tests.support.documents import a_document, processed


def test_a_document_is_told_by_its_names_and_its_outcome() -> None:
    """A first version is processed and a later one replaces it; titles and metadata are text."""
    done = processed(a_document("Herons", "herons.md"), [])
    names = {
        "document_id": str(done.id),
        "filename": "herons.md",
        "external_id": None,
        "version": 1,
    }
    first = document_processed(done)
    assert (first.type, first.subject_id) == ("document.processed", done.id)
    assert first.data == {**names, "total_chunks": 0}
    second = document_processed(replace(done, version=2))
    assert second.type == "document.replaced"
    named = (done.id, "herons.md", None, 1)
    failed = document_failed(*named, error_code="file_damaged", error_message="It is damaged.")
    assert failed.data == {**names, "error_code": "file_damaged", "error_message": "It is damaged."}
    assert (document_deleted(*named).type, document_deleted(*named).data) == (
        *("document.deleted", names),
    )


@pytest.mark.parametrize("reason", FinishReason)
def test_an_answer_finished_or_failed(reason: FinishReason) -> None:
    """An error and an interruption are failures, whatever else an answer ended with is an end."""
    metadata = AnswerMetadata(
        question="How many herons?", reason=AbstentionReason.NO_DOCUMENTS, confidence=0.25
    )
    told = answer_ended(new_id(), new_id(), reason, metadata, 2)
    failed = reason in (FinishReason.ERROR, FinishReason.INTERRUPTED)
    assert told.type == ("answer.failed" if failed else "answer.finished")
    assert (told.data["finish_reason"], told.data["reason"]) == (reason.value, "no_documents")
    assert (told.data["confidence"], told.data["citations"]) == (0.25, 2)
    assert "herons" not in str(told.data)
