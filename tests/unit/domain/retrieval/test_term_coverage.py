"""The share of a question's words in the best sentence of a passage."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.documents.place import Place
from domain.retrieval.passages import Passage
from domain.retrieval.term_coverage import MAX_CHARS, coverages
from domain.text.structure.blocks import NOTHING, Context, Heading, Lead
from domain.text.words import stems

TEXTS = st.lists(
    st.sampled_from(["who", "built", "bridge", "river", "in", "1874", "\n\n", ". ", "? ", "桥"])
).map(" ".join) | st.text(max_size=80)


def passage(content: str, context: Context = NOTHING) -> Passage:
    return Passage(
        Place(UUID(int=1), "a.txt", 0, len(content), section=context.titles),
        0,
        content,
        20,
        0.5,
        context=context,
    )


def covered(
    question: str, contents: Sequence[str], names: Sequence[Sequence[str]] = ()
) -> list[float]:
    return coverages(question, [passage(content) for content in contents], names)


def test_the_best_sentence_counts_and_not_the_passage() -> None:
    """Words in one sentence cover more than the same words spread over several."""
    together, apart = covered(
        "Who built the old bridge?",
        ["It rained. Eads built the old bridge.", "Eads built boats. It was old. A bridge fell."],
    )
    assert together > apart > 0


def test_a_rare_word_counts_more_than_one_of_every_sentence() -> None:
    """A rare word counts more than a frequent one."""
    rare, frequent = covered("the aqueduct sea", ["An aqueduct. The sea.", "The sea. A sea ends."])
    assert rare > frequent > 0


@pytest.mark.parametrize(
    ("question", "subject", "said_by_the_way"),
    [
        ("What does the ferry have?", "A ferry.", "What does he have?"),
        ("What is the price of the kayak?", "A kayak: 40.", "It has a price."),
        ("Wie teuer ist das Kajak?", "Kajak, 40 Euro.", "Das ist wie sie es sagen."),
        ("Combien coûte le kayak ?", "Kayak : 40.", "Il est combien ? Le prix coûte."),
    ],
)
def test_a_word_that_an_answer_need_not_repeat_weighs_less(
    question: str, subject: str, said_by_the_way: str
) -> None:
    """The subject of a question covers more of it than its function words and common words do."""
    right, wrong = covered(question, [subject, said_by_the_way.replace("?", ".")])
    assert right > wrong


def test_endings_and_case_do_not_matter() -> None:
    """A word covers its inflected forms, in any case."""
    assert covered("CONSTRUCTED bridges", ["Construction of bridges."]) == [pytest.approx(1)]


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("valve ladder battery", "Valves, ladders and batteries."),
        ("Haus Lampe", "Häuser und Lampen."),
        ("перчатки ключей", "Перчаток нет, а ключи есть."),
        ("우산", "우산을 빌린다."),
        ("creme brulee", "Crème brûlée."),
        ("3460000", "It cost 3,460,000 crowns."),
        ("9 March 2033", "Am 9.3.2033 um 8 Uhr."),
        ("65bar", "It holds 65 bar."),
        ("Who leads IT?", "She, who leads IT, is here."),
    ],
)
def test_words_and_literals_are_those_of_the_search(question: str, content: str) -> None:
    """Endings, accents and notations do not matter, as in a search."""
    assert covered(question, [content]) == [pytest.approx(1)]


def test_a_missing_literal_counts_more_than_a_missing_word() -> None:
    """A passage with all words but another version covers less than half of the question."""
    other, right = covered(
        "What does release 8.2.6 fix?", ["Release 2.8.6 fixes it.", "Release 8.2.6 fixes it."]
    )
    assert other < 0.5 < right


def test_a_name_is_not_covered_by_a_pronoun() -> None:
    """IT is not covered by it."""
    name, pronoun = covered("Who leads IT?", ["Moreno leads IT.", "Moreno leads it."])
    assert name > pronoun


def test_headings_and_the_header_of_a_table_count_for_a_sentence() -> None:
    """A sentence is covered with the headings above it, in the passage and before it."""
    question = "warranty of the QX-55"
    header = Lead(-30, "| QX-55 | warranty |")
    alone, below, before, in_table = (
        coverages(question, [each])[0]
        for each in (
            passage("Warranty: two years."),
            passage("## QX-55\n\nWarranty: two years."),
            passage("Warranty: two years.", Context((Heading(1, "QX-55"),))),
            passage("| 3 | two years |\n| 4 | one |", Context((), header)),
        )
    )
    assert alone < below
    assert alone < before
    assert in_table > 0


def test_the_words_of_a_document_s_name_count_for_each_of_its_sentences() -> None:
    """What the question has of a document's name need not stand in the sentence as well."""
    question, contents = "warranty of the QX-55", ["Warranty: two years.", "It is blue."]
    [alone, _] = covered(question, contents)
    [named, other] = covered(question, contents, [["QX-55"], []])
    assert named > alone > other


def test_text_without_spaces_is_compared_by_letters() -> None:
    """Chinese, which has no spaces, is compared by characters."""
    near, far = covered("桥是谁建的", ["这座桥是他建的。", "今天下雨。"])
    assert near > far == 0


def test_what_follows_a_very_long_beginning_is_not_read() -> None:
    """Only the beginning of a very long passage is read."""
    assert covered("bridge", ["a " * MAX_CHARS + "bridge"]) == [0]


def test_nothing_asked_is_covered_by_nothing() -> None:
    """Questions without words, no passages and empty passages have a coverage of 0 or none."""
    assert covered("?!", ["A bridge."]) == [0]
    assert covered("bridge", []) == []
    assert covered("bridge", ["", "\n"]) == [0, 0]


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("the", "Eads built the bridge."),
        ("How is the?", "This is how the bridge is built."),
        ("der", "Das ist der Hut, den sie hat."),
    ],
)
def test_a_question_of_function_words_alone_is_covered_by_nothing(
    question: str, content: str
) -> None:
    """Whatever a passage has of words that only build sentences, nothing was asked for."""
    assert covered(question, [content]) == [0]
    assert covered(question, [content], [["the"]]) == [0]


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("hat", "The hat is in the box."),  # German: has
        ("van?", "This is the van of the museum."),  # Dutch: of
        ("WHO", "The WHO is in Geneva."),
    ],
)
def test_a_function_word_of_another_language_is_asked_for(question: str, content: str) -> None:
    """A word counts if it only builds sentences in a language that the passage is not in."""
    assert covered(question, [content]) == [pytest.approx(1)]


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_a_coverage_is_a_share(question: str, contents: list[str]) -> None:
    """Each passage has a coverage from 0 to 1."""
    shares = covered(question, contents)
    assert len(shares) == len(contents)
    assert all(0 <= share <= 1 + 1e-9 for share in shares)


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_the_order_of_passages_does_not_matter(question: str, contents: list[str]) -> None:
    """A passage's coverage does not depend on the order of the passages."""
    assert covered(question, contents[::-1]) == covered(question, contents)[::-1]


@given(TEXTS, st.lists(TEXTS, max_size=3), TEXTS)
def test_a_paragraph_more_never_covers_less(question: str, others: list[str], more: str) -> None:
    """An additional paragraph never lowers the coverage."""
    text = "Eads built it."
    one, longer = covered(question, [text, f"{text}\n\n{more}", *others])[:2]
    assert longer >= one


@example("\u0640")  # a tatweel, which folding leaves out
@example("4025551234")
@given(TEXTS.filter(lambda text: "\u0345" not in text))  # a sign in lower case, a letter in upper
def test_stems_are_short_and_ignore_case(text: str) -> None:
    """Stems have one to six letters, numbers stay whole, and neither depends on case."""
    assert all(1 <= len(stem) <= 6 or stem.isdigit() for stem in stems(text))
    assert stems(text) == stems(text.casefold())
