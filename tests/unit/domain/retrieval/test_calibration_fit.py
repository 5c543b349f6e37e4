"""Fitting a calibration to labelled questions."""

import math
import random
from dataclasses import replace
from uuid import UUID

import pytest

from domain.documents.place import Place
from domain.retrieval.calibration import DEFAULT
from domain.retrieval.calibration_fit import HELD_BACK, JudgedQuestion, fit
from domain.retrieval.confidence import confidence
from domain.retrieval.passages import Candidate, Candidates, Passage

QUESTION = "Where does the heron nest?"


def candidate(number: int, cosine: float, bm25: float = 0.0) -> Candidate:
    """Return a chunk of the document with this number, without a word of the question."""
    place = Place(UUID(int=number), f"{number}.txt", 0, 9)
    return Candidate(Passage(place, 0, "Zinc rusts.", 3, cosine), bm25, 1, 1)


def questions(
    count: int = 200, shift: float = 0.0, spread: float = 1.0, seed: int = 7
) -> list[JudgedQuestion]:
    """Return questions whose answers have cosines of about 0.7, and the rest of about 0.4.

    Both are shifted and spread as another model would.
    """
    chance = random.Random(seed)  # noqa: S311 - makes cases

    def cosine(mean: float) -> float:
        return shift + spread * chance.gauss(mean, 0.1)

    made = []
    for _ in range(count):
        items: tuple[Candidate, ...] = (candidate(1, cosine(0.7), chance.gauss(0.5, 0.1)),)
        items += tuple(candidate(n, cosine(0.4), chance.gauss(0.3, 0.1)) for n in range(2, 5))
        made.append(JudgedQuestion(QUESTION, Candidates(items, 1.0), frozenset({UUID(int=1)})))
    return made


def test_the_confidence_tells_what_holds_the_answer() -> None:
    """One answered question in forty is held back, and hardly another one passes."""
    fitted = fit(questions(), DEFAULT)
    assert fitted is not None
    assert (fitted.answered, fitted.unanswered) == (200, 200)
    assert fitted.held_back == pytest.approx(HELD_BACK, abs=0.01)
    assert fitted.let_through < 0.6
    assert fitted.auc > 0.9
    calibration = fitted.calibration
    low = [
        confidence(QUESTION, [each.found.items[0].passage], calibration) < 0.5
        for each in questions()
    ]
    assert sum(low) / len(low) == pytest.approx(fitted.held_back, abs=0.03)


@pytest.mark.parametrize(("shift", "spread"), [(-0.3, 0.4), (-0.3, 1.2), (0.2, 0.4), (0.1, 0.7)])
def test_the_constants_move_with_the_cosines(shift: float, spread: float) -> None:
    """A model whose cosines are shifted and spread gets the same confidences."""
    plain, moved = fit(questions(), DEFAULT), fit(questions(shift=shift, spread=spread), DEFAULT)
    assert plain is not None
    assert moved is not None
    assert moved.held_back == plain.held_back
    assert moved.let_through == pytest.approx(plain.let_through, abs=0.05)
    assert moved.calibration.confidence_slope * spread == pytest.approx(
        plain.calibration.confidence_slope, rel=0.2
    )
    expected = shift + spread * plain.calibration.near
    assert moved.calibration.near == pytest.approx(expected, abs=0.08)


def test_the_weights_beside_the_cosine_keep_their_proportions() -> None:
    """Weights of words that are of no use become small, and what is not fitted stays."""
    chance = random.Random(3)  # noqa: S311 - makes cases
    noisy = [
        replace(each, found=replace(each.found, items=tuple(
            replace(one, bm25=chance.random()) for one in each.found.items
        )))
        for each in questions()
    ]  # fmt: skip
    fitted = fit(noisy, DEFAULT)
    assert fitted is not None
    found = fitted.calibration
    assert found.text_weight < DEFAULT.text_weight
    assert found.name_weight / DEFAULT.name_weight == pytest.approx(
        found.text_weight / DEFAULT.text_weight, abs=0.01
    )
    assert found.min_support == DEFAULT.min_support
    assert found.languages == DEFAULT.languages
    assert math.isfinite(found.confidence_slope)


def test_few_questions_fit_nothing() -> None:
    """Questions without an answer among the best passages do not count as answered."""
    assert fit([], DEFAULT) is None
    assert fit(questions(49), DEFAULT) is None
    unanswered = [replace(each, relevant=frozenset()) for each in questions(60, seed=8)]
    assert fit(unanswered, DEFAULT) is None
    fitted = fit(questions(60) + unanswered, DEFAULT)
    assert fitted is not None
    assert (fitted.answered, fitted.unanswered) == (60, 120)


def test_sides_that_do_not_overlap_have_a_finite_slope() -> None:
    """A perfect separation is no failure."""
    items = (candidate(1, 0.9), candidate(2, 0.1))
    perfect = [JudgedQuestion(QUESTION, Candidates(items, 1.0), frozenset({UUID(int=1)}))] * 60
    fitted = fit(perfect, DEFAULT)
    assert fitted is not None
    assert fitted.auc == 1.0
    assert 1 < fitted.calibration.confidence_slope < 1000
