"""The share of a question's words in the best sentence of a passage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.retrieval import term_coverage
from domain.retrieval.term_coverage import MAX_CHARS, coverages
from domain.text.sentences import sentence_spans
from domain.text.structure.blocks import Context, Heading, Lead
from domain.text.words import stems

TEXTS = st.lists(
    st.sampled_from(["who", "built", "bridge", "river", "in", "1874", "\n\n", ". ", "? ", "桥"])
).map(" ".join) | st.text(max_size=80)


def test_the_best_sentence_counts_and_not_the_passage() -> None:
    """Words in one sentence cover more than the same words spread over several."""
    together, apart = coverages(
        "Who built the old bridge?",
        ["It rained. Eads built the old bridge.", "Eads built boats. It was old. A bridge fell."],
    )
    assert together > apart > 0


def test_a_rare_word_counts_more_than_one_of_every_sentence() -> None:
    """A rare word counts more than a common one."""
    rare, common = coverages("the aqueduct", ["An aqueduct. The sea.", "The end. The sea."])
    assert rare > common > 0


def test_endings_and_case_do_not_matter() -> None:
    """A word covers its inflected forms, in any case."""
    assert coverages("CONSTRUCTED bridges", ["Construction of bridges."]) == [pytest.approx(1)]


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("valve ladder battery", "Valves, ladders and batteries."),
        ("Haus Lampe", "Häuser und Lampen."),
        ("перчатки ключей", "Перчаток нет, а ключи есть."),
        ("우산", "우산을 빌린다."),
        ("creme brulee", "Crème brûlée."),
        ("3460000", "It cost 3,460,000 crowns."),
        ("9 March 2033", "Am 9.3.2033 um 8 Uhr."),
        ("65bar", "It holds 65 bar."),
        ("Who leads IT?", "Who leads IT? IT leads."),
    ],
)
def test_words_and_literals_are_those_of_the_search(question: str, passage: str) -> None:
    """Endings, accents and notations do not matter, as in a search."""
    assert coverages(question, [passage]) == [pytest.approx(1)]


def test_a_missing_literal_counts_more_than_a_missing_word() -> None:
    """A passage with all words but another version covers less than half of the question."""
    other, right = coverages(
        "What does release 8.2.6 fix?", ["Release 2.8.6 fixes it.", "Release 8.2.6 fixes it."]
    )
    assert other < 0.5 < right


def test_a_name_is_not_covered_by_a_pronoun() -> None:
    """IT is not covered by it."""
    name, pronoun = coverages("Who leads IT?", ["Moreno leads IT.", "Moreno leads it."])
    assert name > pronoun


def test_headings_and_the_header_of_a_table_count_for_a_sentence() -> None:
    """A sentence is covered with the headings above it, in the passage and before it."""
    question = "warranty of the QX-55"
    alone = coverages(question, ["Warranty: two years."])
    below = coverages(question, ["## QX-55\n\nWarranty: two years."])
    context = Context((Heading(1, "QX-55"),))
    before = coverages(question, ["Warranty: two years."], [context])
    header = Lead(-30, "| QX-55 | warranty |")
    in_table = coverages(question, ["| 3 | two years |\n| 4 | one |"], [Context((), header)])
    assert alone[0] < below[0]
    assert alone[0] < before[0]
    assert in_table[0] > 0


def test_text_without_spaces_is_compared_by_letters() -> None:
    """Chinese, which has no spaces, is compared by characters."""
    near, far = coverages("桥是谁建的", ["这座桥是他建的。", "今天下雨。"])
    assert near > far == 0


def test_what_follows_a_very_long_beginning_is_not_read() -> None:
    """Only the beginning of a very long passage is read."""
    assert coverages("bridge", ["a " * MAX_CHARS + "bridge"]) == [0]


def test_a_passage_is_read_once_for_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for some of the passages again does not divide them into sentences again."""
    read: list[str] = []

    def divide(text: str) -> list[tuple[int, int]]:
        read.append(text)
        return sentence_spans(text)

    monkeypatch.setattr(term_coverage, "sentence_spans", divide)
    passages = [f"Passage {number} is read once. It is long." for number in range(10)]
    coverages("is it read once?", passages)
    assert coverages("is it read once?", passages[3:8]) == pytest.approx([0.896] * 5, abs=0.01)
    assert read == passages


def test_nothing_asked_is_covered_by_nothing() -> None:
    """Questions without words, no passages and empty passages have a coverage of 0 or none."""
    assert coverages("?!", ["A bridge."]) == [0]
    assert coverages("bridge", []) == []
    assert coverages("bridge", ["", "\n"]) == [0, 0]


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_a_coverage_is_a_share(question: str, passages: list[str]) -> None:
    """Each passage has a coverage from 0 to 1."""
    shares = coverages(question, passages)
    assert len(shares) == len(passages)
    assert all(0 <= share <= 1 for share in shares)


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_the_order_of_passages_does_not_matter(question: str, passages: list[str]) -> None:
    """A passage's coverage does not depend on the order of the passages."""
    assert coverages(question, passages[::-1]) == coverages(question, passages)[::-1]


@given(TEXTS, st.lists(TEXTS, max_size=3), TEXTS)
def test_a_sentence_more_never_covers_less(question: str, others: list[str], more: str) -> None:
    """An additional sentence never lowers the coverage."""
    text = "Who built it"
    one, longer = coverages(question, [text, f"{text}\n\n{more}", *others])[:2]
    assert longer >= one


@given(TEXTS)
def test_stems_are_short_and_ignore_case(text: str) -> None:
    """Stems have one to six letters and do not depend on case."""
    assert all(1 <= len(stem) <= 6 for stem in stems(text))
    assert stems(text) == stems(text.casefold())
