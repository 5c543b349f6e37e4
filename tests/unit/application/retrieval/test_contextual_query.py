"""Building the query of a question in a conversation."""

from collections.abc import Sequence
from dataclasses import asdict
from math import hypot

import pytest

from application.ports.live_embedder import LiveEmbedder
from application.ports.passage_index import PassageIndex
from application.ports.question_rewriter import QuestionRewriter
from application.retrieval.contextual_query import ContextualQueryBuilder
from application.retrieval.retriever import Query, Retriever
from application.retrieval.stopwatch import Stopwatch
from domain.conversation.message import HistoryMessage, MessageRole
from domain.documents.chunks import Chunk, EmbeddedChunk
from domain.errors import LanguageModelTimedOut
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.query_blending import blend
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.library import Entry, InMemoryLibrary, InMemoryPassageIndex
from tests.support.documents import a_document, processed

CALIBRATION = RelevanceCalibration()


def queries(
    embedder: LiveEmbedder, index: PassageIndex, rewriter: QuestionRewriter | None = None
) -> ContextualQueryBuilder:
    return ContextualQueryBuilder(embedder, index, lambda _: rewriter)


TEXT = "The heron nests in the old mill."


class ScriptedRewriter(QuestionRewriter):
    """Returns a text, or fails."""

    def __init__(self, text: str | None) -> None:
        self.text = text
        self.calls: list[tuple[str, list[str]]] = []

    async def rewrite(self, question: str, history: Sequence[HistoryMessage]) -> str:
        self.calls.append((question, [message.content for message in history]))
        if self.text is None:
            raise LanguageModelTimedOut
        return self.text


HISTORY = (
    HistoryMessage(MessageRole.USER, "Where does the heron nest?"),
    HistoryMessage(MessageRole.ASSISTANT, "In the old mill [1]."),
)


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
async def index(embedder: FakeEmbedder) -> InMemoryPassageIndex:
    library = InMemoryLibrary()
    [windows] = await embedder.embed_passages([TEXT])
    chunk = EmbeddedChunk(Chunk(0, TEXT, 0, len(TEXT), 7), windows, embedder.model_name)
    document = processed(a_document(TEXT), [chunk])
    library.entries[document.id] = Entry(document, None, TEXT, (chunk,))
    return InMemoryPassageIndex(library)


async def test_a_first_question_is_searched_as_it_is(
    embedder: FakeEmbedder, index: InMemoryPassageIndex
) -> None:
    """A first question is not rewritten; only its blanks are normalised."""
    rewriter = ScriptedRewriter("never")
    query = await queries(embedder, index, rewriter).build("  And\nin winter? ", ())
    assert query.text == "And\nin winter?"
    assert query.embedding == await embedder.embed_query("And in winter?")
    assert rewriter.calls == []


async def test_a_question_that_stands_alone_is_searched_as_it_is(
    embedder: FakeEmbedder, index: InMemoryPassageIndex
) -> None:
    """A question close to a passage is searched without its context."""
    rewriter = ScriptedRewriter("never")
    query = await queries(embedder, index, rewriter).build(TEXT, HISTORY)
    assert query.embedding == await embedder.embed_query(TEXT)
    assert rewriter.calls == []


async def test_a_question_that_stands_alone_is_searched_for_once(
    embedder: FakeEmbedder, index: InMemoryPassageIndex
) -> None:
    """What showed that a follow-up stands alone is what its search found."""
    query = await queries(embedder, index).build(TEXT, HISTORY)
    found = await Retriever(index).retrieve(query, 5)
    assert [each.passage.content for each in found.passages] == [TEXT]
    assert index.searched == [query.embedding]


async def test_each_vector_is_searched_for_once(
    embedder: FakeEmbedder, index: InMemoryPassageIndex
) -> None:
    """A follow-up that needs its context is searched for by the vector that it becomes."""
    alone = await embedder.embed_query("When?")
    for rewriter, searches in (
        (None, 2),
        (ScriptedRewriter("When in May?"), 2),
        (ScriptedRewriter("When?"), 1),
    ):
        index.searched.clear()
        query = await queries(embedder, index, rewriter).build("When?", HISTORY)
        await Retriever(index).retrieve(query, 5)
        assert index.searched == [alone, query.embedding][:searches]


async def test_the_parts_of_a_follow_up_are_timed_apart(
    embedder: FakeEmbedder, index: InMemoryPassageIndex
) -> None:
    """Embedding, searching and rewriting have times of their own, and only what ran has one."""

    async def parts(
        question: str, rewriter: QuestionRewriter | None, history: Sequence[HistoryMessage]
    ) -> set[str]:
        watch = Stopwatch()
        await queries(embedder, index, rewriter).build(question, history, watch)
        return {name for name, took in asdict(watch.timings).items() if took is not None}

    assert await parts("And when?", None, ()) == {"embed"}
    assert await parts(TEXT, ScriptedRewriter("never"), HISTORY) == {"embed", "search"}
    assert await parts("When?", None, HISTORY) == {"embed", "search"}
    assert await parts("And when?", None, HISTORY) == {"embed"}
    for rewriter in (ScriptedRewriter("When in May?"), ScriptedRewriter(None)):
        assert await parts("When?", rewriter, HISTORY) == {"embed", "search", "rewrite"}


async def test_a_question_without_a_near_passage_leans_towards_the_one_before(
    embedder: FakeEmbedder, index: InMemoryPassageIndex
) -> None:
    """If its words do not show that it continues, the vector is blended and it has no context."""
    question = "Which colour have young egrets in late spring?"
    query = await queries(embedder, index).build(question, HISTORY)
    alone = await embedder.embed_query(question)
    before = await embedder.embed_query("Where does the heron nest?")
    weight = embedder.calibration.previous_weight
    assert query == Query(question, blend(alone, before, weight), embedder.model)


@pytest.mark.parametrize("question", ["And when?", "When?", "How old do they get?"])
async def test_a_question_that_continues_has_the_one_before_as_its_context(
    embedder: FakeEmbedder, index: InMemoryPassageIndex, question: str
) -> None:
    """Without a chat model its own words stay, its vector leans, and the context is named."""
    query = await queries(embedder, index).build(question, HISTORY)
    alone = await embedder.embed_query(question)
    before = await embedder.embed_query("Where does the heron nest?")
    assert query.text == question
    assert query.context == "Where does the heron nest?"
    assert query.embedding == blend(alone, before, CALIBRATION.context_weight)
    assert hypot(*query.embedding) == pytest.approx(1.0)


async def test_and_continues_even_if_a_passage_is_near(
    embedder: FakeEmbedder, index: InMemoryPassageIndex
) -> None:
    """A question that opens with "And" needs no search to show that it continues."""
    query = await queries(embedder, index).build(f"And {TEXT}", HISTORY)
    assert query.context == "Where does the heron nest?"
    assert index.searched == []


async def test_a_chain_goes_back_to_its_subject_past_small_talk(
    embedder: FakeEmbedder, index: InMemoryPassageIndex
) -> None:
    """Follow-ups of a follow-up have both as their context; thanks between them do not count."""
    said = ["Where does the heron nest?", "Thanks!", "And the egret?", "Ok, thank you"]
    history = [HistoryMessage(MessageRole.USER, each) for each in said]
    query = await queries(embedder, index).build("And when?", history)
    assert query.context == "Where does the heron nest? And the egret?"
    first = await queries(embedder, index).build("And when?", history[1:2])
    assert (first.context, first.embedding) == ("", await embedder.embed_query("And when?"))


async def test_a_chat_model_says_what_a_follow_up_means(
    embedder: FakeEmbedder, index: InMemoryPassageIndex
) -> None:
    """The chat model gets the conversation, and its rewriting is searched."""
    rewriter = ScriptedRewriter("When does the heron nest?")
    query = await queries(embedder, index, rewriter).build("And when?", HISTORY)
    assert query.text == "When does the heron nest?"
    assert query.embedding == await embedder.embed_query("When does the heron nest?")
    assert rewriter.calls == [("And when?", [message.content for message in HISTORY])]


async def test_a_chat_model_that_fails_is_done_without(
    embedder: FakeEmbedder, index: InMemoryPassageIndex
) -> None:
    """If the chat model fails, the query is built without it."""
    query = await ContextualQueryBuilder(embedder, index, lambda _: ScriptedRewriter(None)).build(
        "And when?", HISTORY
    )
    assert query == await queries(embedder, index).build("And when?", HISTORY)


async def test_a_question_with_syntax_is_searched_for_as_it_is_written(
    embedder: FakeEmbedder, index: InMemoryPassageIndex
) -> None:
    """A follow-up with a phrase or an exclusion is not rewritten; its syntax is not embedded."""
    rewriter = ScriptedRewriter("never")
    question = 'What about "winter tyres" -summer?'
    query = await queries(embedder, index, rewriter).build(question, HISTORY)
    assert query.text == question
    assert rewriter.calls == []
    first = await queries(embedder, index).build(question, ())
    assert first.embedding == await embedder.embed_query("What about winter tyres ?")
