"""The use cases behind the tools and the resources."""

from dataclasses import dataclass

from dishka import AsyncContainer

from application.access.record_action import RecordAction
from application.answering.answer_question import AnswerQuestion
from application.answering.cancel_answer import CancelAnswer
from application.conversation.create_session import CreateSession
from application.documents.read_document import ReadDocument
from application.documents.read_text import ReadText
from application.ports.document_catalog import DocumentCatalog
from application.ports.message_store import MessageStore
from application.retrieval.resolve_filter import ResolveFilter
from application.retrieval.search_passages import SearchPassages


@dataclass(frozen=True, slots=True)
class McpUseCases:
    """The use cases behind the tools and the resources."""

    search_passages: SearchPassages
    create_session: CreateSession
    answer_question: AnswerQuestion
    cancel_answer: CancelAnswer
    messages: MessageStore
    catalog: DocumentCatalog
    resolve: ResolveFilter
    read_document: ReadDocument
    read_text: ReadText
    record: RecordAction

    @classmethod
    async def of(cls, container: AsyncContainer) -> "McpUseCases":
        """Return the use cases of a container."""
        return cls(
            await container.get(SearchPassages),
            await container.get(CreateSession),
            await container.get(AnswerQuestion),
            await container.get(CancelAnswer),
            await container.get(MessageStore),
            await container.get(DocumentCatalog),
            await container.get(ResolveFilter),
            await container.get(ReadDocument),
            await container.get(ReadText),
            await container.get(RecordAction),
        )
