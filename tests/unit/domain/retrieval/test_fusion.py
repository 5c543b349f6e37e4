"""Fusing two rankings into one."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents.place import Place
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.fusion import COVERED, rank
from domain.retrieval.passages import Candidate, Candidates, Passage, SearchMode
from domain.retrieval.policy import RetrievalPolicy
from domain.retrieval.selection import select

CALIBRATION = RelevanceCalibration()

DOCUMENT = UUID(int=1)


def candidate(
    index: int, similarity: float, bm25: float, vector_rank: int | None, text_rank: int | None
) -> Candidate:
    passage = Passage(Place(DOCUMENT, "a.txt", 0, 4), index, "text", 1, similarity)
    return Candidate(passage, bm25, vector_rank, text_rank)


MEANING = candidate(0, similarity=0.7, bm25=0.0, vector_rank=1, text_rank=None)
BOTH = candidate(1, similarity=0.6, bm25=6.0, vector_rank=2, text_rank=2)
WORDS = candidate(2, similarity=0.1, bm25=8.0, vector_rank=None, text_rank=1)
FOUND = Candidates((WORDS, MEANING, BOTH), bm25_scale=10.0)


def order(mode: SearchMode) -> list[int]:
    return [ranked.passage.chunk_index for ranked in rank(FOUND, CALIBRATION, mode)]


def test_what_both_halves_find_comes_first() -> None:
    """A passage that is good in meaning and in words comes before the best of either alone."""
    assert order(SearchMode.HYBRID) == [1, 0, 2]
    assert rank(FOUND, CALIBRATION)[0].scores.fused == pytest.approx(
        0.6 + CALIBRATION.text_weight * 0.6
    )


def test_each_half_can_be_had_alone() -> None:
    """In vector or text mode the other half's candidates and scores do not count."""
    assert order(SearchMode.VECTOR) == [0, 1]
    assert order(SearchMode.TEXT) == [2, 1]


def test_a_question_without_known_words_goes_by_meaning() -> None:
    """Without known words the score is the cosine."""
    silent = Candidates((MEANING,), bm25_scale=0.0)
    assert rank(silent, CALIBRATION)[0].scores.fused == 0.7


def test_equal_scores_have_one_order() -> None:
    """The ranking does not depend on the order of the candidates."""
    same = [candidate(index, 0.5, 0.0, 1, None) for index in range(5)]
    one = rank(Candidates(tuple(same), 1.0), CALIBRATION)
    other = rank(Candidates(tuple(reversed(same)), 1.0), CALIBRATION)
    assert one == other


def test_a_sentence_with_the_words_goes_first() -> None:
    """Of equal chunks, one with all words in one sentence comes first, except in vector mode."""
    apart, together = (
        Candidate(Passage(Place(DOCUMENT, "a.txt", 0, len(text)), index, text, 9, 0.5), 4.0, 1, 1)
        for index, text in enumerate(("The old mill. A bridge.", "It rained. The old bridge."))
    )
    found = Candidates((apart, together), bm25_scale=10.0)
    by_coverage = rank(found, CALIBRATION, question="the old bridge")
    assert [each.passage.chunk_index for each in by_coverage] == [1, 0]
    assert [each.passage.chunk_index for each in rank(found, CALIBRATION)] == [0, 1]
    vector = rank(found, CALIBRATION, SearchMode.VECTOR, "the old bridge")
    assert [each.scores.fused for each in vector] == [0.5, 0.5]


def test_a_name_lifts_the_chunks_of_its_document() -> None:
    """Words of a name count for a chunk in hybrid and text mode, and not in vector mode."""
    named = replace(MEANING, name_score=10.0, name_words=("pump",))
    found = Candidates((WORDS, named, BOTH), bm25_scale=10.0)
    [first, *_] = rank(found, CALIBRATION)
    assert first.passage == MEANING.passage
    assert first.scores.fused == pytest.approx(0.7 + CALIBRATION.name_weight)
    assert (first.scores.name, first.scores.name_words) == (1.0, ("pump",))
    by_words = rank(found, CALIBRATION, SearchMode.TEXT)
    assert [each.passage.chunk_index for each in by_words] == [2, 1, 0]
    assert rank(found, CALIBRATION, SearchMode.VECTOR)[0].scores.fused == 0.7


def test_words_of_a_name_count_as_covered() -> None:
    """Of equal chunks, the one whose document's name has the rest of the question gains more."""
    text = "It was built of stone."
    passages = [Passage(Place(DOCUMENT, "a.txt", 0, len(text)), n, text, 9, 0.5) for n in range(2)]
    plain = Candidate(passages[0], 0.0, 1, None)
    named = Candidate(passages[1], 0.0, 1, None, name_words=("bridge",))
    first, second = rank(Candidates((plain, named), 0.0), CALIBRATION, question="bridge of stone")
    assert first.passage == named.passage
    assert first.scores.fused > second.scores.fused


@pytest.mark.parametrize("mode", list(SearchMode))
def test_chunks_with_a_phrase_come_first(mode: SearchMode) -> None:
    """A chunk with more phrases comes before all others, in every mode, whatever found it."""
    texts = ("old stone bridge", "the bridge is old", "stone: the bridge is of old stone")
    items = tuple(
        Candidate(Passage(Place(DOCUMENT, "a.txt", 0, len(text)), n, text, 9, 0.9 - n / 3), 0.0)
        for n, text in enumerate(texts)
    )
    items = (replace(items[0], bm25=9.0, vector_rank=1, text_rank=1), *items[1:])
    phrases = ["the bridge is", "old stone."]
    ranked = rank(Candidates(items, 10.0), CALIBRATION, mode, "bridge", phrases=phrases)
    assert [each.passage.chunk_index for each in ranked] == [2, 0, 1]
    assert ranked[0].scores.phrases == tuple(phrases)


@pytest.mark.parametrize("wanted", [5, 10, 11, 20])
def test_all_that_may_be_used_are_held_to_one_minimum(wanted: int) -> None:
    """Of chunks that differ in nothing, as many are used as are wanted, not ten."""
    text = "The old bridge."
    same = tuple(
        Candidate(Passage(Place(DOCUMENT, "a.txt", 0, len(text)), n, text, 9, 0.1), 0.0, n, None)
        for n in range(30)
    )
    ranked = rank(
        Candidates(same, 0.0), CALIBRATION, question="the old bridge", covered=max(COVERED, wanted)
    )
    policy = RetrievalPolicy(wanted, min_score=0.1 + CALIBRATION.coverage_weight / 2)
    assert len(select(ranked, policy).kept) == wanted


def test_equal_chunks_of_many_documents_keep_no_other_from_the_minimum() -> None:
    """Behind a paragraph that stands in a dozen documents, the next one gains by coverage, too."""
    texts = ["The old bridge."] * 12 + ["Over the old bridge."]
    items = tuple(
        Candidate(Passage(Place(UUID(int=n), "a.txt", 0, len(text)), 0, text, 9, 0.1), 0.0, n, None)
        for n, text in enumerate(texts, 1)
    )
    ranked = rank(Candidates(items, 0.0), CALIBRATION, question="the old bridge")
    policy = RetrievalPolicy(5, min_score=0.1 + CALIBRATION.coverage_weight / 2)
    kept = [each.passage.content for each in select(ranked, policy).kept]
    assert kept == ["The old bridge.", "Over the old bridge."]


@given(
    st.lists(st.floats(0, 1), max_size=30),
    st.integers(1, 20),
    st.floats(0, 1.2),
)
def test_no_chunk_without_the_gain_is_ever_used(
    cosines: list[float], wanted: int, minimum: float
) -> None:
    """What is not covered is used only if a limit is full before it, so it is never used."""
    items = tuple(candidate(n, cosine, 0.0, 1, None) for n, cosine in enumerate(cosines))
    covered = max(COVERED, wanted)
    ranked = rank(Candidates(items, 0.0), CALIBRATION, question="some text", covered=covered)
    used = select(ranked, RetrievalPolicy(wanted, minimum)).kept
    assert used == ranked[: len(used)]
    assert len(used) <= covered


@given(
    st.lists(
        st.tuples(st.floats(-1, 1), st.floats(0, 50)),
        max_size=20,
    ),
    st.sampled_from(["", "some text", "else"]),
)
def test_the_ranking_is_by_score_and_loses_nothing(
    scores: list[tuple[float, float]], question: str
) -> None:
    """Every candidate is ranked once, by descending score."""
    items = tuple(candidate(n, cosine, bm25, 1, 1) for n, (cosine, bm25) in enumerate(scores))
    ranked = rank(Candidates(items, 20.0), CALIBRATION, question=question)
    assert {each.passage.chunk_index for each in ranked} == set(range(len(scores)))
    assert [each.scores.fused for each in ranked] == sorted(
        (e.scores.fused for e in ranked), reverse=True
    )
