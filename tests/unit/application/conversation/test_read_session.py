"""Reading a session with the state of the documents that it cites."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from application.conversation.read_session import ReadSession
from application.identifiers import new_id
from domain.citations.citation import Citation
from domain.conversation.message import FinishReason
from domain.conversation.session import ChatSession
from domain.documents.place import Place
from domain.paging import PageRequest
from tests.contracts.stores import exchange
from tests.fakes.chats import (
    InMemoryChats,
    InMemoryMessageStore,
    InMemorySessionCatalog,
    InMemorySessionStore,
)
from tests.fakes.feedback import InMemoryFeedbackStore
from tests.fakes.library import Entry, InMemoryDocumentCatalog
from tests.support.documents import a_document


class RecordingCatalog(InMemoryDocumentCatalog):
    """Records each question for missing documents."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[set[UUID]] = []

    async def missing(self, document_ids: Collection[UUID]) -> frozenset[UUID]:
        self.asked.append(set(document_ids))
        return await super().missing(document_ids)


async def test_many_cited_documents_are_one_question() -> None:
    """However many documents a page cites, the catalog is asked once, and for that page only."""
    chats, catalog = InMemoryChats(), RecordingCatalog()
    question, _ = exchange(new_id())
    session = ChatSession(question.session_id, question.created_at, question.created_at)
    await InMemorySessionStore(chats).create(session)
    messages = InMemoryMessageStore(chats)
    documents = [a_document(f"text {number}") for number in range(40)]
    for document in documents[::2]:
        catalog.library.entries[document.id] = Entry(document)
    for half in (documents[:20], documents[20:]):
        _, answer = pair = exchange(session.id)
        await messages.begin(*pair)
        citations = tuple(
            Citation(new_id(), 1, Place(each.id, "a.txt", 0, 1), "a", 0, 1, verified=True)
            for each in half
        )
        ended = replace(answer, citations=citations, finish_reason=FinishReason.STOP)
        await messages.save(ended)
    read = ReadSession(InMemorySessionCatalog(chats), catalog, InMemoryFeedbackStore(chats))
    whole = await read.execute(session.id)
    assert whole.gone == {each.id for each in documents[1::2]}
    last = await read.execute(session.id, PageRequest(2))
    assert last.gone == {each.id for each in documents[21::2]}
    assert catalog.asked == [{each.id for each in documents}, {each.id for each in documents[20:]}]
