"""Generating an answer beside everything else that the server does."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from application.answering.chat.language_model import ChatLanguageModel
from application.answering.steps.generate_answer import GenerateAnswer
from application.answering.workflow_state import AnswerState
from application.citations.cite_answer import CiteAnswer
from application.citations.verify_citations import VerifyCitations
from application.identifiers import new_id
from domain.answering.events import AnswerDelta, AnswerEvent, AnswerFinished, AnswerTask
from domain.answering.prompt import Prompt
from domain.conversation.message import FailedModel, Message, MessageRole
from domain.documents.place import Place
from domain.errors import QuothError
from domain.retrieval.passages import Passage
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.language_model import ScriptedChatModel, list_of_one, models_of
from tests.fakes.library import InMemoryDocumentTexts


class Sink:
    """Collects the events of an answer, and how many came between two turns of other tasks."""

    def __init__(self) -> None:
        self.events: list[AnswerEvent] = []
        self.most_at_once = 0
        self._since = 0

    def emit(self, event: AnswerEvent) -> None:
        self.events.append(event)
        self._since += 1
        self.most_at_once = max(self.most_at_once, self._since)

    def written_by(self, model: str, failed: Sequence[FailedModel] = ()) -> None:
        self.written = (model, failed)

    async def finish(self, end: AnswerFinished) -> None:
        raise NotImplementedError

    async def fail(self, error: QuothError) -> None:
        raise NotImplementedError

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Run another task beside the block, which is ready for its turn at any time."""

        async def take_turns() -> None:
            while True:
                self._since = 0
                await asyncio.sleep(0)

        other = asyncio.create_task(take_turns())
        try:
            yield
        finally:
            other.cancel()


async def test_other_tasks_have_a_turn_after_each_piece_of_a_long_answer() -> None:
    """An answer that arrives as one long piece is emitted in short ones, with turns between."""
    chat, sink = ScriptedChatModel(), Sink()
    text = "A true word [1]. " * 3_000
    chat.enqueue([text])
    cite = CiteAnswer(FakeEmbedder(), VerifyCitations(InMemoryDocumentTexts()))
    answer = Message(new_id(), new_id(), MessageRole.ASSISTANT, "", datetime.now(UTC))
    passage = Passage(Place(new_id(), "a.txt", 0, 12), 0, "A true word.", 3, 0.9)
    state = AnswerState(AnswerTask("What?", (), answer), sink, 0.0)
    state = AnswerState(state.task, sink, 0.0, prompt=Prompt("What?", (passage,)))
    async with sink.watched():
        await GenerateAnswer(models_of(list_of_one(), ChatLanguageModel(chat)), cite).run(state)
    deltas = [event.content for event in sink.events if isinstance(event, AnswerDelta)]
    assert "".join(deltas) == text
    assert max(map(len, deltas)) < 600
    assert sink.most_at_once <= 2
