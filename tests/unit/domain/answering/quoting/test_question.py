"""What a question asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answering.quoting.question import Asked, Question, normalized
from domain.text.words import TermKind, light_terms
from domain.text.words.folding import prepared
from tests.support.odd_texts import odd_texts


def asked(text: str, vocabulary: str = "", context: str = "") -> list[Asked]:
    return Question(text, context).asked(light_terms(vocabulary))


def content(terms: list[Asked]) -> set[str]:
    return {light for each in terms if not each.is_function for light in each.lights}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Who is the captain of the ferry?", "captain ferry"),
        ("Wer ist der Kapitän der Fähre?", "Kapitän Fähre"),
        ("Qui est le capitaine du bateau ?", "capitaine bateau"),
        ("Kto jest kapitanem promu?", "kapitanem promu"),
        ("Кто капитан парома?", "капитан парома"),
    ],
)
def test_function_words_are_told_from_what_is_asked(text: str, words: str) -> None:
    """Articles, prepositions and question words only build the sentence."""
    assert content(asked(text)) == light_terms(words)


def test_a_common_word_is_marked() -> None:
    """A word that an answer shows and seldom says is common."""
    common = {
        light
        for each in asked("The price of the kayak?")
        if each.is_common
        for light in each.lights
    }
    assert common == light_terms("price")


def test_a_literal_is_asked_for_as_a_whole() -> None:
    """Of a part number that nothing holds, the parts mean something else."""
    [part] = [each for each in asked("QX-5504", "part QX 5505") if not each.is_function]
    assert part.kind is TermKind.LITERAL


def test_a_compound_that_nothing_holds_is_asked_for_in_parts() -> None:
    """The parts of a word with a hyphen are asked for if nothing holds the whole."""
    parts = content(asked("a well-known quay", "It is known well."))
    assert light_terms("well known quay") >= parts >= light_terms("known")


def test_what_an_earlier_question_names_is_asked_for_as_well() -> None:
    """The context adds its content words, marked, and none of the question again."""
    terms = asked("Who steers the ferry?", context="Where does the ferry to Aran leave?")
    assert content([each for each in terms if each.from_context]) == light_terms("Aran leave")
    assert not any(each.is_function for each in terms if each.from_context)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ('Where does it say "Deep  Water"?', ("deep water",)),
        ("Wo steht „Tiefes Wasser“?", ("tiefes wasser",)),
        ("Où est écrit « eau profonde » ?", ("eau profonde",)),
        ("Where is deep water?", ()),
    ],
)
def test_words_in_quotation_marks_are_a_phrase(text: str, phrases: tuple[str, ...]) -> None:
    """Quotation marks of any language enclose a phrase, which is compared without case."""
    assert Question(text).phrases == phrases


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Who keeps pier B?", [("pier", "b")]),
        ("Wann fährt der Bus 7?", [("bus", "7")]),
        ("Qui conduit le bus 41 ?", [("bus", "41")]),
        ("Vem städar rum 3b?", [("rum", "3b")]),
        ("Does it cost 45 euros?", []),
        ("How long is the Heron 40 boat?", []),
        ("What happened on March 12?", []),
        ("Is the A better?", []),
        ("What is in version 4.1?", []),
    ],
)
def test_a_mark_tells_a_word_apart(text: str, pairs: list[tuple[str, str]]) -> None:
    """A number or letter behind a word is part of its name; a count or a date is none."""
    assert list(Question(text).pairs) == pairs


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("Does bus 41 stop at pier 3?", [("bus", "41"), ("pier", "3")]),
        ("Was gilt am 5. Mai 2031?", []),
        ("Release 4.1 or in 2031?", []),
    ],
)
def test_words_before_a_whole_number_are_numbered(
    text: str, numbered: list[tuple[str, str]]
) -> None:
    """A word before a whole number is compared with it; months and function words are not."""
    assert list(Question(text).numbered) == numbered


def test_a_question_without_a_word() -> None:
    """A word is taken out wherever it stands, and the rest stays as it is."""
    question = Question("Who is the captain of the ferry?")
    [captain] = [each for each in asked(question.text) if each.held_by(light_terms("captain"))]
    assert question.without(captain) == "Who is the of the ferry?"


def test_a_question_names_a_title_in_its_order() -> None:
    """A title is named if the question has its words one after the other."""
    question = Question("What does the Long Lake trail cost?")
    assert question.names("Long lake")
    assert not question.names("Lake, long")
    assert not question.names("")


@given(odd_texts(300), odd_texts(100))
def test_any_text_can_be_a_question(text: str, context: str) -> None:
    """Whatever is asked is read, each term once, and never grows without one of its words."""
    question = Question(text, context)
    terms = question.asked(frozenset())
    assert len(terms) == len(set(terms))
    assert all(pair[1] in normalized(text) for pair in question.pairs)
    longest = len(prepared(text))  # one letter may stand for many
    assert all(len(question.without(each)) <= longest for each in terms[:3])


@given(st.text(max_size=60))
def test_normalized_words_stay_as_they_are(text: str) -> None:
    """Words that are normalised already do not change."""
    assert normalized(normalized(text)) == normalized(text)
