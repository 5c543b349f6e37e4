"""Questions whose answer is a number or steps to take."""

import pytest

from domain.answering.quoting.quantities import (
    asks_for_quantity,
    asks_how,
    asks_how_many,
    has_quantity,
)


@pytest.mark.parametrize(
    "question",
    [
        "How long is the pier?",
        "When does it leave?",
        "Wie hoch ist der Mast?",
        "Quand part le bac ?",
        "¿Cuánto cuesta?",
        "Ile kosztuje łódka?",
        "Сколько стоит билет?",
        "船は何時に出ますか",
        "배는 언제 떠나요?",
        "เรือออกเมื่อไร",
    ],
)
def test_a_question_may_ask_for_a_quantity(question: str) -> None:
    """Questions for a number, a time, a price or a date ask for a quantity, and not for steps."""
    assert asks_for_quantity(question)
    assert not asks_how(question)


@pytest.mark.parametrize(
    "question",
    [
        "How do I moor?",
        "Wie lege ich an?",
        "Comment amarrer ?",
        "Jak cumować?",
        "Как причалить?",
        "怎么停船?",
        "배를 어떻게 매나요?",
    ],
)
def test_a_question_may_ask_how(question: str) -> None:
    """Questions for a way to do something ask for steps, and not for a quantity."""
    assert asks_how(question)
    assert not asks_for_quantity(question)


@pytest.mark.parametrize(
    ("question", "counts"),
    [
        ("How many oars are there?", True),
        ("Wie viele Ruder gibt es?", True),
        ("Hvor mange årer?", True),
        ("Сколько вёсел?", True),
        ("How much is an oar?", False),
        ("Who has the oars?", False),
        ("Which mobile is it?", False),
    ],
)
def test_a_count_is_asked_for(question: str, counts: bool) -> None:
    """Only a question for a count asks how many; what is within a word does not."""
    assert asks_how_many(question) is counts


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("It has 12 oars.", True),
        ("It has twelve oars.", True),
        ("Es hat vierzehn Ruder.", True),
        ("Il y en a trois.", True),
        ("船有三只桨", True),
        ("It has oars.", False),
        ("The tent is green.", False),
    ],
)
def test_numbers_in_digits_and_in_words_are_quantities(text: str, has: bool) -> None:
    """A number is one in digits or in words; a part of a word is none."""
    assert has_quantity(text) is has
