"""Finding the sentence of a passage that supports a paraphrase."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.citations.sentence_support import PassageSentences, Support, best_support
from domain.retrieval.calibration import RelevanceCalibration

CALIBRATION = RelevanceCalibration()

PASSAGE = (
    "The bridge was opened in 1932. It carries 160,000 vehicles on each day. Its arch spans"
    " 503 metres. Trains cross the bridge as well."
)
SENTENCES = PassageSentences(PASSAGE)


def supported(sentence: str, cosines: tuple[float, ...] = (0.5, 0.5, 0.5, 0.5)) -> Support:
    """Return the support of a sentence in the passage."""
    support = best_support(sentence, SENTENCES, cosines, CALIBRATION)
    assert support is not None
    return support


@given(st.text(max_size=40), st.lists(st.floats(-1.001, 1.001), min_size=4, max_size=4))
def test_scores_are_shares_and_spans_are_those_given(sentence: str, cosines: list[float]) -> None:
    """A score is from 0 to 1, and its span is one of the candidates."""
    support = best_support(sentence, SENTENCES, cosines, CALIBRATION)
    if support is not None:
        assert 0 <= support.score <= 1
        assert (support.start, support.end) in SENTENCES.spans


@pytest.mark.parametrize(
    ("sentence", "start"),
    [
        ("Trains cross it as well.", "Trains"),
        ("The opening of the bridge was in 1932.", "The bridge"),
        ("Each day 160000 vehicles use it.", "It carries"),
        ("Each day 160.000 vehicles use it.", "It carries"),
        ("503.0 metres is its arch's span.", "Its arch"),
    ],
)
def test_words_and_figures_find_the_sentence(sentence: str, start: str) -> None:
    """Word endings and number formats do not matter."""
    assert PASSAGE.startswith(start, supported(sentence).start)


def test_meaning_finds_the_sentence_where_no_word_does() -> None:
    """The cosine decides if no words are shared."""
    best = supported("Locomotives use that crossing.", (0.2, 0.1, 0.1, 0.8))
    assert PASSAGE.startswith("Trains", best.start)


def test_a_sentence_supports_itself_wholly() -> None:
    """A sentence with the same words and cosine 1 scores 1."""
    support = supported("The bridge was opened in 1932.", (1, 0, 0, 0))
    assert support.score == pytest.approx(1)


@pytest.mark.parametrize("figure", ["1923", "19.32", "932", "1932 and 14"])
def test_a_wrong_figure_spoils_the_score(figure: str) -> None:
    """A number that the source lacks limits the score to a quarter."""
    support = supported(f"The bridge was opened in {figure}.", (1, 0, 0, 0))
    assert support.score <= 0.25


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1,234.50", "1.234,5", True), ("1\u202f234", "1234", True), ("٣٤", "34", True),
        ("0.125", "125", False), ("1.5", "15", False), ("12%", "12 %", True), ("007", "7", True),
        ("-5", "5", False), ("−5", "-5", True), ("10-20", "10 20", True), ("2,019", "2019", True),
        ("1.2.3", "12.3", False),
    ],
)  # fmt: skip
def test_figures_are_compared_as_numbers(one: str, other: str, same: bool) -> None:
    """Separators, scripts and leading zeros do not matter; signs and decimal points do."""
    support = best_support(f"It is {one}", PassageSentences(f"It is {other}"), [1], CALIBRATION)
    assert support is not None
    assert (support.score > 0.9) is same


def test_a_name_that_the_passage_lacks_lowers_the_score() -> None:
    """A name that the passage lacks is not supported."""
    passage = PassageSentences(
        "In 1867 the river was bridged by Eads. It took the Roeblings fourteen years."
    )
    mine, another, elsewhere = (
        best_support(f"The river was bridged by {name} in 1867.", passage, [0.9, 0.1], CALIBRATION)
        for name in ("Eads", "Brunel", "Roebling")
    )
    assert mine is not None
    assert another is not None
    assert elsewhere is not None
    assert mine.score > CALIBRATION.min_support > another.score
    # a name may be in another sentence of the passage: "He built it."
    assert mine.score > elsewhere.score > another.score


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    """The capital of a sentence's first word does not make it a name."""
    passage = PassageSentences("nobody crossed it.")
    capital, small = (
        best_support(f"{word} nobody crossed it.", passage, [1], CALIBRATION)
        for word in ("Therefore", "therefore")
    )
    assert capital == small


def test_a_paraphrase_passes_the_bar_and_another_subject_does_not() -> None:
    """A paraphrase scores above the minimum support, a different subject below it."""
    assert supported("It opened in 1932.", (0.8, 0.2, 0.2, 0.4)).score >= CALIBRATION.min_support
    assert (
        supported("The ferry was sold in 1932.", (0.4, 0.2, 0.2, 0.3)).score
        < CALIBRATION.min_support
    )


def test_nothing_supports_where_there_is_nothing() -> None:
    """Without candidates or words there is no support."""
    assert best_support("Words.", PassageSentences(""), [], CALIBRATION) is None
    assert best_support("…!", SENTENCES, [1, 1, 1, 1], CALIBRATION) is None
