"""The contract of an AnswerWorkflow: LangGraph and a plain loop give the same results."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from adapters.langgraph_answer_workflow import LangGraphAnswerWorkflow
from application.answering.answer_writer import AnswerWriter
from application.answering.running_answers import LiveAnswerLog
from application.answering.workflow_steps import AnswerSteps
from application.identifiers import new_id
from application.ports.answer_workflow import AnswerWorkflow
from domain.answering.context_budget import ContextBudget
from domain.answering.events import (
    AnswerDelta,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    AnswerStarted,
    AnswerTask,
    SourcesFound,
)
from domain.conversation.message import (
    AbstentionReason,
    FinishReason,
    HistoryMessage,
    Message,
    MessageRole,
)
from domain.conversation.session import ChatSession
from domain.documents.chunking import ChunkingPolicy
from domain.errors import DatabaseUnavailable, LanguageModelFailed
from domain.retrieval.policy import RetrievalPolicy
from domain.retrieval.selection import DropReason
from tests.fakes.chats import (
    InMemoryChats,
    InMemoryMessageStore,
    InMemorySessionStore,
)
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.ingest import ingest_into
from tests.fakes.language_model import ScriptedLanguageModel
from tests.fakes.library import (
    InMemoryLibrary,
)
from tests.fakes.steps import FakeSteps
from tests.fakes.workflow import PlainAnswerWorkflow
from tests.support.uploads import an_upload

WORKFLOWS: dict[str, Callable[[AnswerSteps], AnswerWorkflow]] = {
    "plain": PlainAnswerWorkflow,
    "langgraph": LangGraphAnswerWorkflow,
}


@dataclass
class World:
    """Everything that a workflow needs, in memory."""

    library: InMemoryLibrary = field(default_factory=InMemoryLibrary)
    chats: InMemoryChats = field(default_factory=InMemoryChats)
    embedder: FakeEmbedder = field(default_factory=FakeEmbedder)
    model: ScriptedLanguageModel = field(default_factory=ScriptedLanguageModel)
    retrieval: RetrievalPolicy = field(default=RetrievalPolicy(top_k=2, min_score=0.1))
    budget: ContextBudget = field(default_factory=ContextBudget)

    def parts(self) -> FakeSteps:
        """Return the parts of the workflow's steps."""
        return FakeSteps(self.library, self.embedder, self.model, self.retrieval, self.budget)

    async def ingest(self, text: str) -> None:
        """Make a text searchable."""
        ingest = ingest_into(self.library, self.embedder, ChunkingPolicy(32, 4))
        await ingest.execute(an_upload(f"{len(self.library.entries)}.txt", text.encode()))

    async def question(self, text: str) -> AnswerTask:
        """Begin an exchange in a new session."""
        now = datetime.now(UTC)
        session = ChatSession(new_id(), now, now)
        await InMemorySessionStore(self.chats).create(session)
        asked = Message(new_id(), session.id, MessageRole.USER, text, now)
        answer = Message(new_id(), session.id, MessageRole.ASSISTANT, "", now)
        begun = await InMemoryMessageStore(self.chats).begin(asked, answer)
        return AnswerTask(text, begun.history, answer)

    async def kept(self, question: AnswerTask) -> Message:
        """Return the answer as it was stored."""
        return await InMemoryMessageStore(self.chats).get(question.answer.id)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture(params=list(WORKFLOWS))
def make_workflow(request: pytest.FixtureRequest, world: World) -> Callable[[], AnswerWorkflow]:
    def make() -> AnswerWorkflow:
        return WORKFLOWS[request.param](world.parts().steps())

    return make


MakeWorkflow = Callable[[], AnswerWorkflow]


async def run(world: World, make_workflow: MakeWorkflow, task: AnswerTask) -> list[AnswerEvent]:
    log = LiveAnswerLog()
    messages = InMemoryMessageStore(world.chats)
    writer = AnswerWriter(task.answer, log, messages, world.parts().verify)
    await make_workflow().run(task, writer)
    return await log.read(0, 0)


async def test_the_steps_run_in_order_to_a_kept_answer(
    world: World, make_workflow: MakeWorkflow
) -> None:
    """Sources, pieces and the end come in this order, and the finished answer is stored."""
    await world.ingest("The heron nests in the old mill.")
    await world.ingest("Copper is smelted in the valley.")
    world.model.enqueue(["In the ", "old mill [1]."])
    question = await world.question("Where does the heron nest?")
    started, sources, *pieces, end = await run(world, make_workflow, question)
    assert started == AnswerStarted(question.answer.id, question.text, cached=False)
    assert isinstance(sources, SourcesFound)
    assert sources.sources[0].content == "The heron nests in the old mill."
    said = "".join(piece.content for piece in pieces if isinstance(piece, AnswerDelta))
    assert said == "In the old mill [1]."
    assert isinstance(end, AnswerFinished)
    assert end.finish_reason is FinishReason.STOP
    assert None not in (end.timings.embed, end.timings.search, end.timings.total)
    kept = await world.kept(question)
    assert kept.content == "In the old mill [1]."
    assert kept.sources == sources.sources
    assert kept.usage == end.usage


async def test_passages_that_are_not_close_are_left_out(
    world: World, make_workflow: MakeWorkflow
) -> None:
    """A passage below the cut-off is neither a source nor in the prompt."""
    world.retrieval = RetrievalPolicy(top_k=5, min_score=0.5)
    await world.ingest("Copper is smelted in the valley.")
    await world.ingest("Where does the heron nest?")
    events = await run(world, make_workflow, await world.question("Where does the heron nest?"))
    [source] = world.model.history[0].passages
    assert source.content == "Where does the heron nest?"
    sources = events[1]
    assert isinstance(sources, SourcesFound)
    assert sources.sources == (source,)


@pytest.mark.parametrize("policy", [{"min_score": 9.0}, {"min_confidence": 1.0}])
async def test_a_search_that_is_not_good_enough_ends_the_answer(
    world: World, make_workflow: MakeWorkflow, policy: dict[str, float]
) -> None:
    """The model is not called, the nearest passages are shown, and the answer gives its reason."""
    world.retrieval = RetrievalPolicy(top_k=5, **policy)
    await world.ingest("Copper is smelted in the valley.")
    question = await world.question("Where does the heron nest?")
    _, sources, _, end = await run(world, make_workflow, question)
    assert isinstance(sources, SourcesFound)
    assert [source.content for source in sources.sources] == ["Copper is smelted in the valley."]
    assert isinstance(end, AnswerFinished)
    assert (end.finish_reason, end.reason) == (
        FinishReason.ABSTAINED,
        AbstentionReason.NOTHING_RELEVANT,
    )
    assert world.model.history == []
    assert (await world.kept(question)).metadata.reason is AbstentionReason.NOTHING_RELEVANT


async def test_small_talk_is_answered_without_a_search(
    world: World, make_workflow: MakeWorkflow
) -> None:
    """Thanks get a reply that is no abstention and has no sources; no model is called."""
    await world.ingest("Copper is smelted in the valley.")
    world.embedder.fail_with(RuntimeError("not needed"))
    question = await world.question("Danke dir!")
    started, said, end = await run(world, make_workflow, question)
    assert isinstance(started, AnswerStarted)
    assert said == AnswerDelta("Gern geschehen.")
    assert isinstance(end, AnswerFinished)
    assert (end.finish_reason, end.reason, end.groundedness) == (FinishReason.STOP, None, None)
    assert world.model.history == []
    stored = await world.kept(question)
    assert (stored.content, stored.sources, stored.citations) == ("Gern geschehen.", (), ())


async def test_the_model_knows_how_the_documents_begin(
    world: World, make_workflow: MakeWorkflow
) -> None:
    """A prompt has the beginning of each document that its passages are from."""
    await world.ingest("Report of Ketterholm Ltd.\n\n" + "The heron nests in the mill. " * 80)
    await run(world, make_workflow, await world.question("Where does the heron nest?"))
    [prompt] = world.model.history
    [opening] = prompt.openings.values()
    assert opening.startswith("Report of Ketterholm Ltd.")
    assert len(opening) < 2_000


async def test_a_question_reaches_the_model_with_what_it_continues(
    world: World, make_workflow: MakeWorkflow
) -> None:
    """The prompt has the question before as its context, and none if the question stands alone."""
    await world.ingest("The heron nests in the old mill.")
    question = await world.question("And when?")
    before = (HistoryMessage(MessageRole.USER, "Where does the heron nest?"),)
    await run(world, make_workflow, AnswerTask("And when?", before, question.answer))
    alone = await world.question("The heron nests in the old mill.")
    await run(world, make_workflow, AnswerTask(alone.text, before, alone.answer))
    assert [prompt.context for prompt in world.model.history] == ["Where does the heron nest?", ""]


async def test_neighbouring_chunks_reach_the_model_as_one_text(
    world: World, make_workflow: MakeWorkflow
) -> None:
    """Two adjacent chunks become one source, and their overlap appears once."""
    text = " ".join(f"heron{n} nests." for n in range(13))
    await world.ingest(text)
    [chunks] = [entry.chunks for entry in world.library.entries.values()]
    assert len(chunks) == 2
    events = await run(world, make_workflow, await world.question("nests."))
    [source] = world.model.history[0].passages
    assert source.content == text
    assert (source.place.char_start, source.place.char_end) == (0, len(text))
    sources = events[1]
    assert isinstance(sources, SourcesFound)
    assert sources.sources == (source,)


async def test_what_was_considered_is_told_and_kept(
    world: World, make_workflow: MakeWorkflow
) -> None:
    """For each passage found, the answer gives its source number or the reason it was dropped."""
    world.retrieval = RetrievalPolicy(top_k=1, min_score=0.5)
    await world.ingest("Copper is smelted in the valley.")
    await world.ingest("Where does the heron nest?")
    await world.ingest("Where does the heron nest? In the mill.")
    question = await world.question("Where does the heron nest?")
    sources = (await run(world, make_workflow, question))[1]
    assert isinstance(sources, SourcesFound)
    assert [
        (each.place.filename, each.rank, each.source, each.dropped) for each in sources.considered
    ] == [
        ("1.txt", 1, 1, None),
        ("2.txt", 2, None, DropReason.BEYOND_LIMIT),
        ("0.txt", 3, None, DropReason.BELOW_MIN_SCORE),
    ]
    assert (await world.kept(question)).considered == sources.considered


async def test_a_search_that_finds_nothing_good_says_why(
    world: World, make_workflow: MakeWorkflow
) -> None:
    """The nearest passage is shown with a number and the reason why there is no answer."""
    await world.ingest("Copper is smelted in the valley.")
    policies = {
        DropReason.LOW_CONFIDENCE: RetrievalPolicy(top_k=2, min_score=0.99, min_confidence=1.0),
        DropReason.BELOW_MIN_SCORE: RetrievalPolicy(top_k=2, min_score=0.99),
    }
    for reason, world.retrieval in policies.items():
        sources = (await run(world, make_workflow, await world.question("Where is the heron?")))[1]
        assert isinstance(sources, SourcesFound)
        assert [(each.source, each.dropped) for each in sources.considered] == [(1, reason)]


async def test_what_has_no_room_is_considered_and_no_source(
    world: World, make_workflow: MakeWorkflow
) -> None:
    """A relevant passage that does not fit is marked NO_ROOM; a shortened one is a source."""
    world.budget = ContextBudget(256, 20, 30, 20, 30, 10)
    for n in range(2):
        await world.ingest(" ".join(["heron"] + [f"heron{n}{m}" for m in range(30)]))
    sources = (await run(world, make_workflow, await world.question("heron")))[1]
    assert isinstance(sources, SourcesFound)
    assert [each.dropped for each in sources.considered] == [None, DropReason.NO_ROOM]
    assert [each.source for each in sources.considered] == [1, None]


async def test_a_model_that_fails_keeps_what_it_said(
    world: World, make_workflow: MakeWorkflow
) -> None:
    """The text so far is saved, the answer ends as an error, and exactly one event ends it."""
    await world.ingest("What is the heron?")
    world.model.enqueue(["Half "], error=LanguageModelFailed())
    question = await world.question("What?")
    events = await run(world, make_workflow, question)
    assert [type(event) for event in events] == [
        AnswerStarted,
        SourcesFound,
        AnswerDelta,
        AnswerDelta,
        AnswerFailed,
    ]
    failed = events[-1]
    assert isinstance(failed, AnswerFailed)
    assert (failed.code, failed.partial) == ("language_model_failed", True)
    kept = await world.kept(question)
    assert (kept.content, kept.finish_reason) == ("Half ", FinishReason.ERROR)


async def test_a_step_that_fails_leads_straight_to_the_end(
    world: World, make_workflow: MakeWorkflow
) -> None:
    """If the question cannot be embedded, the answer fails without a search or a model call."""
    world.embedder.fail_with(RuntimeError("broken"))
    question = await world.question("What?")
    started, failed = await run(world, make_workflow, question)
    assert isinstance(started, AnswerStarted)
    assert isinstance(failed, AnswerFailed)
    assert (failed.code, failed.partial) == ("internal_error", False)
    assert (await world.kept(question)).finish_reason is FinishReason.ERROR
    assert world.model.history == []


async def test_an_answer_that_cannot_be_kept_is_not_reported_as_done(
    world: World, make_workflow: MakeWorkflow
) -> None:
    """If the database is lost before the answer is saved, the answer ends with an error."""
    question = await world.question("What?")
    world.chats.available = False
    failed = (await run(world, make_workflow, question))[-1]
    assert isinstance(failed, AnswerFailed)
    assert (failed.code, failed.partial) == (DatabaseUnavailable.code, False)


async def test_a_cancelled_run_stops_the_model(world: World, make_workflow: MakeWorkflow) -> None:
    """Cancelling the task that runs the workflow stops the model and raises CancelledError."""
    await world.ingest("What is the heron?")
    world.model.enqueue(["One ", "two."], pause=asyncio.Event())
    question = await world.question("What?")
    running = asyncio.create_task(run(world, make_workflow, question))
    await world.model.asked.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await asyncio.wait_for(world.model.stopped.wait(), 5)


async def test_a_small_window_takes_part_of_a_passage(
    world: World, make_workflow: MakeWorkflow
) -> None:
    """If no whole passage fits, the model gets the beginning of one, with its exact place."""
    world.budget = ContextBudget(256, 20, 30, 20, 30, 10)
    words = " ".join(f"heron{n}" for n in range(31))
    await world.ingest(f"heron {words}")
    await run(world, make_workflow, await world.question("heron"))
    [passage] = world.model.history[0].passages
    assert 0 < len(passage.content) < len(f"heron {words}")
    assert f"heron {words}"[passage.place.char_start : passage.place.char_end] == passage.content


async def test_old_messages_give_way_to_new_ones(world: World, make_workflow: MakeWorkflow) -> None:
    """A history that does not fit loses whole messages, oldest first."""
    world.budget = ContextBudget(512, 200, 50, 50, 50, 50)
    await world.ingest("What is the heron?")
    question = await world.question("What?")
    said = [HistoryMessage(MessageRole.USER, f"{n} " + "word " * 40) for n in range(6)]
    await run(world, make_workflow, AnswerTask("What?", tuple(said), question.answer))
    kept = world.model.history[0].history
    assert 0 < len(kept) < 6
    assert kept == tuple(said[-len(kept) :])
