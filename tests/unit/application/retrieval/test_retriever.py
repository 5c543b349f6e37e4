"""Retrieving passages and reranking them."""

import threading

import pytest

from application.retrieval import retriever as module
from application.retrieval.retriever import POOL, RERANKED, Query, Retriever
from domain.documents.chunking import ChunkingPolicy
from domain.documents.document_filter import DocumentFilter
from domain.errors import RerankerUnavailable
from domain.retrieval.passages import Candidates, RankedPassage, SearchMode
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.ingest import ingest_into
from tests.fakes.library import InMemoryLibrary, InMemoryPassageIndex
from tests.fakes.reranker import FakeReranker
from tests.support.uploads import an_upload

QUESTION = "Where does the heron nest?"
TEXTS = (
    "The heron does nest where the mill is.",
    "The heron sleeps in the reeds.",
    "Copper is smelted in the valley.",
)


@pytest.fixture
def library() -> InMemoryLibrary:
    return InMemoryLibrary()


@pytest.fixture
def reranker() -> FakeReranker:
    return FakeReranker()


async def retrieve(
    library: InMemoryLibrary, reranker: FakeReranker | None, *texts: str, limit: int = 5
) -> tuple[RankedPassage, ...]:
    embedder = FakeEmbedder()
    ingest = ingest_into(library, embedder, ChunkingPolicy(32, 4))
    for number, text in enumerate(texts):
        await ingest.execute(an_upload(f"{number}.txt", text.encode()))
    query = Query(QUESTION, await embedder.embed_query(QUESTION), embedder.model)
    retriever = Retriever(InMemoryPassageIndex(library), reranker)
    return (await retriever.retrieve(query, limit)).passages


def contents(ranked: tuple[RankedPassage, ...]) -> list[str]:
    return [each.passage.content for each in ranked]


async def test_passages_are_read_in_threads(
    library: InMemoryLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ranking and judging what was found stops no other request of the server."""
    read: list[str] = []

    def beside(name: str) -> None:
        real = getattr(module, name)

        def called(*arguments: object) -> object:
            assert threading.current_thread() is not threading.main_thread()
            read.append(name)
            return real(*arguments)

        monkeypatch.setattr(module, name, called)

    for name in ("rank", "confidence"):
        beside(name)
    assert await retrieve(library, None, *TEXTS)
    assert {*read} == {"rank", "confidence"}


async def test_a_reranker_decides_the_order(
    library: InMemoryLibrary, reranker: FakeReranker
) -> None:
    """The reranker's best passage comes first, and each stage's rank and score are recorded."""
    reranker.prefer({"copper": 5.0})
    fused = await retrieve(library, None, *TEXTS)
    assert contents(fused)[0] == TEXTS[0]
    ranked = await retrieve(library, reranker)
    best = ranked[0]
    assert best.passage.content == TEXTS[2]
    assert (best.scores.fused_rank, best.scores.reranker_rank) == (3, 1)
    assert best.scores.final == best.scores.reranker_score == pytest.approx(5.0, abs=1)
    assert {each.passage for each in ranked} == {each.passage for each in fused}


async def test_without_a_reranker_the_fused_order_stands(library: InMemoryLibrary) -> None:
    """Without a reranker the fused order is final."""
    ranked = await retrieve(library, None, *TEXTS)
    assert [each.scores.fused_rank for each in ranked] == [1, 2, 3]
    assert {each.scores.reranker_rank for each in ranked} == {None}
    assert [each.scores.final for each in ranked] == [each.scores.fused for each in ranked]


async def test_equal_scores_leave_the_order_as_it_was(
    library: InMemoryLibrary, reranker: FakeReranker
) -> None:
    """Equal scores from the reranker keep the fused order."""
    texts = [f"No word in common, {n}." for n in range(5)]
    fused = await retrieve(library, None, *texts)
    assert contents(await retrieve(library, reranker)) == contents(fused)


async def test_only_the_best_are_reranked(library: InMemoryLibrary, reranker: FakeReranker) -> None:
    """The reranker reads the best 50 passages, and the others get no reranker rank."""
    texts = [f"heron {'reed ' * n}" for n in range(RERANKED + 5)]
    ranked = await retrieve(library, reranker, *texts)
    [(question, read)] = reranker.calls
    assert question == QUESTION
    assert len(read) == RERANKED
    assert all(each.scores.reranker_rank is None for each in ranked[RERANKED:])


async def test_whatever_is_asked_for_is_reranked(
    library: InMemoryLibrary, reranker: FakeReranker
) -> None:
    """If more than 50 passages are requested, all of them are reranked."""
    texts = [f"heron {'reed ' * n}" for n in range(RERANKED + 5)]
    ranked = await retrieve(library, reranker, *texts, limit=RERANKED + 5)
    assert len(ranked) == RERANKED + 5
    assert None not in {each.scores.reranker_rank for each in ranked}


async def test_a_reranker_that_is_not_there_fails_the_search(
    library: InMemoryLibrary, reranker: FakeReranker
) -> None:
    """If the reranker is unavailable, the search fails and does not return the fused order."""
    reranker.fail_with()
    with pytest.raises(RerankerUnavailable):
        await retrieve(library, reranker, *TEXTS)


async def test_a_passage_with_a_reranker_is_judged_by_the_same_parts(
    library: InMemoryLibrary, reranker: FakeReranker
) -> None:
    """If scores are judged, every passage that the reranker reads gains by coverage."""
    embedder = FakeEmbedder()
    ingest = ingest_into(library, embedder, ChunkingPolicy(32, 4))
    for number in range(15):
        await ingest.execute(
            an_upload(f"{number}.txt", f"Where does the heron nest {number}".encode())
        )
    query = Query(QUESTION, await embedder.embed_query(QUESTION), embedder.model)
    retriever = Retriever(InMemoryPassageIndex(library), reranker)
    plain = (await retriever.retrieve(query, 5)).passages
    judged = (await retriever.retrieve(query, 5, judged=True)).passages
    gains = [each.scores.fused - each.scores.similarity - 0.4 * each.scores.bm25 for each in judged]
    assert len(plain) == len(judged) == 15
    assert min(gains) > 0


@pytest.mark.parametrize(
    ("limit", "mode", "within", "searches"),
    [
        (POOL, SearchMode.HYBRID, None, 0),
        (POOL + 1, SearchMode.HYBRID, None, 1),
        (5, SearchMode.VECTOR, None, 1),
        (5, SearchMode.HYBRID, DocumentFilter(filename="*"), 0),
    ],
)
async def test_what_was_found_already_is_not_searched_again(
    limit: int, mode: SearchMode, within: DocumentFilter | None, searches: int
) -> None:
    """Candidates of a query are used if they are those of the search that is wanted."""
    embedder, index = FakeEmbedder(), InMemoryPassageIndex()
    embedding = await embedder.embed_query(QUESTION)
    query = Query(QUESTION, embedding, embedder.model, Candidates((), 0.0), within=within)
    await Retriever(index).retrieve(query, limit, mode)
    assert len(index.searched) == searches


async def test_enough_passages_are_left_when_most_are_left_out(library: InMemoryLibrary) -> None:
    """A search reads on until enough chunks without the word are found, or all were read."""
    embedder, index = FakeEmbedder(), InMemoryPassageIndex(library)
    ingest = ingest_into(library, embedder, ChunkingPolicy(32, 4))
    for number in range(3 * POOL):
        draft = "" if number % 3 == 0 else " draft"
        text = f"Where does the heron nest {number}{draft}"
        await ingest.execute(an_upload(f"{number}.txt", text.encode()))
    nearest = await embedder.embed_query("Where does the heron nest draft")
    query = Query(f"{QUESTION[:-1]} -draft", nearest, embedder.model)
    retriever = Retriever(index)
    found = await retriever.retrieve(query, 5, SearchMode.VECTOR)
    assert len(found.passages) == POOL
    assert all("draft" not in each.passage.content for each in found.passages)
    assert found.query.excluded == ("draft",)
    assert len(index.searched) == 2


async def test_a_phrase_comes_before_what_the_reranker_prefers(
    library: InMemoryLibrary, reranker: FakeReranker
) -> None:
    """The reranker orders passages with the same phrases only."""
    reranker.prefer({"copper": 5.0})
    await retrieve(library, reranker, *TEXTS)
    embedder = FakeEmbedder()
    reeds = await embedder.embed_query("reeds")
    query = Query('"sleeps in the reeds"', reeds, embedder.model)
    retriever = Retriever(InMemoryPassageIndex(library), reranker)
    ranked = (await retriever.retrieve(query, 5)).passages
    assert contents(ranked)[:2] == [TEXTS[1], TEXTS[2]]


async def test_a_question_is_as_sure_as_it_is_alone_or_in_its_context(
    library: InMemoryLibrary,
) -> None:
    """The confidence is the higher one of the question and the question with its context."""
    embedder, index = FakeEmbedder(), InMemoryPassageIndex(library)
    ingest = ingest_into(library, embedder, ChunkingPolicy(32, 4))
    for text in ("The sauna opens at noon and a visit costs nine crowns.", *TEXTS):
        await ingest.execute(an_upload(f"{text}.txt", text.encode()))
    retriever = Retriever(index)

    async def sure(question: str, context: str = "") -> float:
        embedding = await embedder.embed_query("sauna costs")
        query = Query(question, embedding, embedder.model, context=context)
        return (await retriever.retrieve(query, 3)).confidence

    assert await sure("And it?", "The sauna opens at noon?") > await sure("And it?")
    assert await sure("A visit costs crowns?", "Who?") == await sure("A visit costs crowns?")
