"""Asks the cases of an answer set of an application."""

from dishka import AsyncContainer

from application.answering.answer_question import AnswerQuestion
from application.conversation.create_session import CreateSession
from application.documents.ingest_document import IngestDocument
from application.documents.remove_document import RemoveDocument
from application.ports.document_catalog import DocumentCatalog
from application.ports.document_texts import DocumentTexts
from application.ports.message_store import MessageStore
from application.ports.session_store import SessionStore
from entrypoints.evaluation.runs.answer_run import Answering
from entrypoints.evaluation.runs.case_run import CaseRun
from entrypoints.evaluation.runs.library_shelf import LibraryShelf


async def answering_of(container: AsyncContainer) -> Answering:
    """Return what answers questions with the application's use cases."""
    return Answering(
        await container.get(CreateSession),
        await container.get(SessionStore),
        await container.get(MessageStore),
        await container.get(AnswerQuestion),
    )


async def case_run_of(container: AsyncContainer) -> CaseRun:
    """Return what asks the cases of an answer set with the application's use cases."""
    shelf = LibraryShelf(
        await container.get(IngestDocument),
        await container.get(DocumentCatalog),
        await container.get(RemoveDocument),
    )
    return CaseRun(shelf, await answering_of(container), await container.get(DocumentTexts))
