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
from application.ports.upload_files import UploadFiles
from application.retrieval.contextual_query import ContextualQueryBuilder
from application.retrieval.retriever import Retriever
from entrypoints.evaluation.runs.answer_run import Answering
from entrypoints.evaluation.runs.case_run import CaseRun
from entrypoints.evaluation.runs.library_shelf import LibraryShelf
from entrypoints.evaluation.runs.question_search import QuestionSearch
from entrypoints.evaluation.runs.use_cases import EvaluationUseCases


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
        await container.get(UploadFiles),
        await container.get(DocumentCatalog),
        await container.get(RemoveDocument),
    )
    return CaseRun(shelf, await answering_of(container), await container.get(DocumentTexts))


async def use_cases_of(container: AsyncContainer) -> EvaluationUseCases:
    """Return what a run of `quoth eval` needs of the application."""
    search = QuestionSearch(
        await container.get(ContextualQueryBuilder), await container.get(Retriever)
    )
    return EvaluationUseCases(
        await container.get(IngestDocument),
        await container.get(UploadFiles),
        search,
        await answering_of(container),
        await case_run_of(container),
    )
