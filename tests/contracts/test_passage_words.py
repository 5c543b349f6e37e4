"""The contract of a PassageIndex for search by words: scores, scale and statistics."""

import asyncio
from math import log

import pytest

from domain.documents.chunks import EmbeddedChunk
from tests.contracts.stores import Library
from tests.support import bm25
from tests.support.documents import embedded, unit

TEXTS = (
    "pump valve pump seal",
    "valve seal seal seal seal bearing",
    "bearing",
    "pump and motor, motor and pump: zx-81 (model b)",
    "",
    "valve valve valve valve valve valve valve valve valve valve motor",
)


def chunks_of(*texts: str) -> list[EmbeddedChunk]:
    return [embedded(index, text, unit(index % 8)) for index, text in enumerate(texts)]


async def test_a_word_weighs_what_the_formula_says(library: Library) -> None:
    """A word in one of two equally long chunks scores ln(1 + 1.5/1.5) · 2.2 · 1/(1 + 1.2)."""
    await library.add("a", *chunks_of("pump", "seal"))
    [found] = await library.by_words("pump")
    assert found.bm25 == pytest.approx(log(2))
    assert (found.passage.chunk_index, found.text_rank, found.vector_rank) == (0, 1, None)
    assert found.passage.similarity == pytest.approx(1.0)


@pytest.mark.parametrize(
    "question",
    ["pump", "seal bearing", "pump valve seal bearing motor", "zx 81 unheard of", "motor motor"],
)
async def test_scores_are_those_of_bm25(library: Library, question: str) -> None:
    """Scores, order and scale equal those of a plain Python BM25."""
    await library.add("a", *chunks_of(*TEXTS[:2]))
    await library.add("b", *chunks_of(*TEXTS[2:]))
    chunks = [bm25.words(text) for text in TEXTS]
    wanted = dict(zip(TEXTS, bm25.scores(chunks, bm25.words(question)), strict=True))
    found = await library.by_words(question)
    assert {each.passage.content for each in found} == {text for text in TEXTS if wanted[text]}
    for each in found:
        assert each.bm25 == pytest.approx(wanted[each.passage.content], abs=1e-6)
    scores = [each.bm25 for each in found]
    assert scores == sorted(scores, reverse=True)
    candidates = await library.index.candidates(question, unit(0), 10)
    wanted_scale = bm25.scale(chunks, bm25.words(question))
    assert candidates.bm25_scale == pytest.approx(wanted_scale, abs=1e-6)


async def test_statistics_stay_right_as_documents_come_and_go(library: Library) -> None:
    """After additions and removals, scores depend only on the documents that remain."""
    gone = [await library.add(f"gone {n}", *chunks_of(*TEXTS[n:], "pump")) for n in range(3)]
    await library.add("kept", *chunks_of(*TEXTS[:3]))
    late = await library.add("late", *chunks_of("motor"))
    for document in (*gone, late):
        await library.store.remove(document.id)
    chunks = [bm25.words(text) for text in TEXTS[:3]]
    wanted = bm25.scores(chunks, ["pump", "seal", "motor"])
    found = await library.by_words("pump seal motor")
    scores = {each.passage.content: each.bm25 for each in found}
    assert scores == pytest.approx(dict(zip(TEXTS[:2], wanted[:2], strict=True)), abs=1e-6)
    scale = (await library.index.candidates("pump seal motor", unit(0), 1)).bm25_scale
    assert scale == pytest.approx(bm25.scale(chunks, ["pump", "seal", "motor"]), abs=1e-6)


async def test_additions_and_removals_at_once_leave_exact_statistics(library: Library) -> None:
    """Concurrent additions and removals leave exact word statistics."""
    old = [await library.add(f"old {n}", *chunks_of(*TEXTS)) for n in range(8)]
    await asyncio.gather(
        *(library.add(f"new {n}", *chunks_of(*reversed(TEXTS))) for n in range(8)),
        *(library.store.remove(document.id) for document in old),
    )
    chunks = [bm25.words(text) for text in TEXTS * 8]
    question = ["pump", "bearing", "81"]
    wanted = dict(zip(TEXTS * 8, bm25.scores(chunks, question), strict=True))
    found = await library.by_words(" ".join(question), limit=100)
    assert len(found) == sum(8 for text in TEXTS if wanted[text])
    for each in found:
        assert each.bm25 == pytest.approx(wanted[each.passage.content], abs=1e-6)


async def test_a_library_without_documents_has_no_scale(library: Library) -> None:
    """An empty library has no scale, before the first document and after the last."""
    for _ in range(2):
        candidates = await library.index.candidates("pump", unit(0), 10)
        assert (candidates.items, candidates.bm25_scale) == ((), 0.0)
        document = await library.add("a", *chunks_of("pump"))
        await library.store.remove(document.id)


@pytest.mark.parametrize(
    "question",
    ["pump' OR 1=1; --", "pump & !seal | (a <-> b:*)", '"pump" \\ $1 {pump} %', "pump\ttab\nline"],
)
async def test_a_question_is_words_whatever_else_it_holds(library: Library, question: str) -> None:
    """Quotes, operators and escapes in a question are ignored, and its words are searched."""
    await library.add("a", *chunks_of("pump", "bearing"))
    assert [each.passage.content for each in await library.by_words(question)] == ["pump"]


@pytest.mark.parametrize("question", ["", "   ", "?!… — → • []", "🦜"])
async def test_a_question_without_words_finds_nothing_by_words(
    library: Library, question: str
) -> None:
    """A question without words has no scale and is searched by meaning alone."""
    await library.add("a", *chunks_of("pump", "?!"))
    found = await library.index.candidates(question, unit(0), 10)
    assert found.bm25_scale == 0.0
    assert [each.text_rank for each in found.items] == [None, None]
    assert await library.by_words(question) == []


async def test_words_in_no_document_are_part_of_the_scale(library: Library) -> None:
    """Unknown words count towards the scale and match nothing."""
    await library.add("a", *chunks_of("pump", "seal"))
    found = await library.index.candidates("unheard", unit(0), 10)
    assert found.bm25_scale == pytest.approx(2.2 * log(1 + 2.5 / 0.5))
    assert {each.bm25 for each in found.items} == {0.0}
