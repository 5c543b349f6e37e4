"""Blending the vector of a follow-up question with that of the previous question."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents.chunks import Embedding
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.query_blending import blend, needs_context

CALIBRATION = RelevanceCalibration()


def cosine(one: Embedding, other: Embedding) -> float:
    """Return the cosine of two unit vectors."""
    return math.fsum(x * y for x, y in zip(one, other, strict=True))


def unit(numbers: list[float]) -> list[float]:
    """Return the unit vector in the same direction."""
    length = math.hypot(*numbers)
    return [number / length for number in numbers]


UNIT_VECTORS = (
    st.lists(st.floats(-1, 1), min_size=4, max_size=4)
    .filter(lambda numbers: math.hypot(*numbers) > 0.01)
    .map(unit)
)


def test_only_a_question_that_nothing_is_near_to_needs_the_one_before() -> None:
    """Only a question without a near passage needs context."""
    assert needs_context(CALIBRATION.near - 0.01, CALIBRATION)
    assert not needs_context(CALIBRATION.near, CALIBRATION)


def test_the_question_before_moves_the_vector_a_little() -> None:
    """The previous question has some weight, but less than the last one."""
    blended = blend((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 0.3)
    assert blended[0] > blended[1] > 0 == blended[2]


def test_opposite_vectors_are_no_trouble() -> None:
    """An opposite previous question does not turn the vector around."""
    assert blend((1.0, 0.0), (-1.0, 0.0), 0.3) == [pytest.approx(1), 0]


def test_a_model_of_another_dimension_is_refused() -> None:
    """Vectors of different lengths are refused."""
    with pytest.raises(ValueError, match="shorter"):
        blend((1.0, 0.0), (1.0,), 0.3)


def test_without_a_direction_the_question_stays() -> None:
    """Zero vectors are returned unchanged."""
    assert blend((0.0, 0.0), (0.0, 0.0), 0.3) == (0.0, 0.0)


@given(UNIT_VECTORS, UNIT_VECTORS)
def test_a_blend_has_unit_length_and_lies_between(
    question: list[float], previous: list[float]
) -> None:
    """A blend is a unit vector between both questions, nearer to the last one."""
    blended = blend(question, previous, 0.3)
    apart = cosine(question, previous)
    assert math.hypot(*blended) == pytest.approx(1)
    assert cosine(blended, question) >= cosine(blended, previous) - 1e-9
    assert cosine(blended, previous) >= apart - 1e-9
    assert cosine(blended, question) >= apart - 1e-9


@given(UNIT_VECTORS)
def test_the_same_question_again_is_the_same_vector(question: list[float]) -> None:
    """Repeating a question does not change its vector."""
    assert blend(question, question, 0.3) == pytest.approx(question)
