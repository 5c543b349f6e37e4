"""The share of a question's words that a passage's best sentence holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.retrieval.term_coverage import MAX_CHARS, coverages
from domain.text.words import stems

TEXTS = st.lists(
    st.sampled_from(["who", "built", "bridge", "river", "in", "1874", "\n\n", ". ", "? ", "桥"])
).map(" ".join) | st.text(max_size=80)


def test_the_best_sentence_counts_and_not_the_passage() -> None:
    """Words that are spread over sentences cover less than the same words in one."""
    together, apart = coverages(
        "Who built the old bridge?",
        ["It rained. Eads built the old bridge.", "Eads built boats. It was old. A bridge fell."],
    )
    assert together > apart > 0


def test_a_rare_word_counts_more_than_one_of_every_sentence() -> None:
    """To hold the word that names the subject is worth more than to hold a common one."""
    rare, common = coverages("the aqueduct", ["An aqueduct. The sea.", "The end. The sea."])
    assert rare > common > 0


def test_endings_and_case_do_not_matter() -> None:
    """A word covers its inflected forms."""
    assert coverages("CONSTRUCTED bridges", ["Construction of bridges."]) == [pytest.approx(1)]


def test_text_without_spaces_is_compared_by_letters() -> None:
    """Chinese has no spaces between words and is covered nevertheless."""
    near, far = coverages("桥是谁建的", ["这座桥是他建的。", "今天下雨。"])
    assert near > far == 0


def test_what_follows_a_very_long_beginning_is_not_read() -> None:
    """The time a search takes is bounded, however long its passages are."""
    assert coverages("bridge", ["a " * MAX_CHARS + "bridge"]) == [0]


def test_nothing_asked_is_covered_by_nothing() -> None:
    """A question without words is no error, nor is a search without passages."""
    assert coverages("?!", ["A bridge."]) == [0]
    assert coverages("bridge", []) == []
    assert coverages("bridge", ["", "\n"]) == [0, 0]


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_a_coverage_is_a_share(question: str, passages: list[str]) -> None:
    """There is one for each passage, from 0 to 1."""
    shares = coverages(question, passages)
    assert len(shares) == len(passages)
    assert all(0 <= share <= 1 for share in shares)


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_the_order_of_passages_does_not_matter(question: str, passages: list[str]) -> None:
    """Each passage's coverage depends on which others there are, not on their order."""
    assert coverages(question, passages[::-1]) == coverages(question, passages)[::-1]


@given(TEXTS, st.lists(TEXTS, max_size=3), TEXTS)
def test_a_sentence_more_never_covers_less(question: str, others: list[str], more: str) -> None:
    """Of two passages, that which holds the other and a sentence more covers as much or more."""
    text = "Who built it"
    one, longer = coverages(question, [text, f"{text}\n\n{more}", *others])[:2]
    assert longer >= one


@given(TEXTS)
def test_stems_are_short_and_ignore_case(text: str) -> None:
    """Stems have six letters at most, and those of a text are found in the text again."""
    assert all(1 <= len(stem) <= 6 for stem in stems(text))
    assert stems(text) == stems(text.casefold())
