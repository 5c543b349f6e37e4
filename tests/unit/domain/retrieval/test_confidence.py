"""The confidence that the passages answer a question."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents.place import Place
from domain.retrieval.calibration import MULTILINGUAL_E5, RelevanceCalibration
from domain.retrieval.confidence import CONSIDERED, confidence
from domain.retrieval.passages import Passage

QUESTION = "Who built the bridge at St. Louis?"
ANSWER = "James Eads built the bridge at St. Louis, and who doubted it was wrong."
COSINES = st.floats(-1, 1)


def sure(question: str, passages: list[Passage]) -> float:
    return confidence(question, passages, RelevanceCalibration())


def passage(similarity: float, content: str = ANSWER, index: int = 0) -> Passage:
    return Passage(Place(UUID(int=1), "a.txt", 0, len(content)), index, content, 20, similarity)


def test_an_answer_is_probable_and_another_subject_is_not() -> None:
    """A close passage with the question's words scores above 0.9, a distant one below 0.3."""
    assert sure(QUESTION, [passage(0.7)]) > 0.9
    assert sure(QUESTION, [passage(0.2, "Cats sleep all day.")]) < 0.3


def test_nothing_found_answers_nothing() -> None:
    """Without passages the confidence is 0."""
    assert sure(QUESTION, []) == 0


def test_words_tell_passages_of_equal_closeness_apart() -> None:
    """Of equally close passages, one with the question's words gives more confidence."""
    without = passage(0.5, "A river runs past the town.")
    assert sure(QUESTION, [passage(0.5)]) > sure(QUESTION, [without])


def test_a_question_in_another_language_is_judged_by_closeness() -> None:
    """Without a shared word, a multilingual model's closeness decides; with some, words count."""

    def multilingual(*passages: Passage) -> float:
        return confidence(QUESTION, passages, MULTILINGUAL_E5)

    close = passage(0.3, "Seine Brücke hielt allen Zweifeln stand.")
    distant = passage(0.1, "Die Katze schlief den ganzen Tag.")
    shares_a_word = passage(0.3, "The house was built of wood.")
    assert multilingual(close) > 0.5 > multilingual(distant)
    assert multilingual(shares_a_word) < 0.5
    assert sure(QUESTION, [close]) < 0.5


@pytest.mark.parametrize("calibration", [RelevanceCalibration(), MULTILINGUAL_E5])
def test_a_question_of_function_words_alone_is_not_answered(
    calibration: RelevanceCalibration,
) -> None:
    """Words like "the" stand in every passage, and none answers them."""
    assert confidence("the", [passage(0.25)], calibration) < 0.5
    assert confidence("Who was the?", [passage(0.25)], calibration) < 0.5


def test_finding_the_same_twice_lowers_nothing() -> None:
    """A duplicate passage hardly changes the confidence."""
    once = [passage(0.6), passage(0.3, "Cats sleep all day.", 1)]
    twice = [once[0], *once]
    assert sure(QUESTION, twice) == pytest.approx(sure(QUESTION, once), abs=0.05)


@given(st.lists(COSINES, max_size=8))
def test_it_is_a_probability_of_the_first_passages(cosines: list[float]) -> None:
    """The confidence is from 0 to 1 and depends only on the first passages."""
    found = [passage(cosine, index=index) for index, cosine in enumerate(cosines)]
    assert 0 <= sure(QUESTION, found) <= 1
    assert sure(QUESTION, found) == sure(QUESTION, found[:CONSIDERED])


@given(COSINES, COSINES)
def test_closer_is_never_less_probable(one: float, other: float) -> None:
    """With the same words, a higher cosine never lowers the confidence."""
    lower, higher = sorted((one, other))
    assert sure(QUESTION, [passage(lower)]) <= sure(QUESTION, [passage(higher)])


@given(st.text(max_size=60), st.text(max_size=60), COSINES)
def test_any_text_has_a_confidence(question: str, content: str, cosine: float) -> None:
    """Any question and passage have a confidence."""
    assert 0 < sure(question, [passage(cosine, content)]) < 1


def test_words_of_a_name_raise_the_confidence() -> None:
    """Words of the question that the names of the document have count as covered."""
    found = passage(0.4, "It is open in summer.")
    question = "When is the bridge open?"
    named = confidence(question, [found], RelevanceCalibration(), [("bridge",)])
    assert named > sure(question, [found])
