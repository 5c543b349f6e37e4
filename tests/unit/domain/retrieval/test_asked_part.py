"""The part of a long message that asks."""

import pytest
from hypothesis import given

from domain.retrieval.asked_part import LONGEST_QUESTION, asked_part
from tests.support.odd_texts import odd_texts

LETTERS = {
    "When does the ferry to Aran sail on Sunday?": (
        "Dear harbour office, last summer we crossed with our two children and a dog, and all of "
        "us still talk of the seals that we saw on the way. {} We would like to come again in May, "
        "with my sister, who lives in Cork and has never been on a boat. Kind regards, Una Brady"
    ),
    "Wann fährt die Fähre am Sonntag?": (
        "Sehr geehrte Damen und Herren, im letzten Sommer sind wir mit zwei Kindern und einem Hund "
        "übergesetzt und sprechen heute noch von den Robben, die wir unterwegs gesehen haben. {} "
        "Wir möchten im Mai wiederkommen, diesmal mit meiner Schwester. Mit freundlichen Grüßen"
    ),
    "周日渡轮几点开？": "去年夏天我们带着两个孩子和一只狗坐船过海，路上看到了海豹，至今难忘。" * 8
    + "{}今年五月我们想再来。",
}


@pytest.mark.parametrize("question", LETTERS)
def test_of_a_letter_only_its_question_is_asked(question: str) -> None:
    """What a long message tells before and behind its question is left out."""
    assert asked_part(LETTERS[question].format(question)) == question


def test_the_last_two_questions_are_asked() -> None:
    """Of several questions, the last ones count."""
    told = "We walked along the quay and looked at the boats for a while. " * 5
    message = f"How are you? {told}Is there a ferry? {told}When does it sail?"
    assert asked_part(message) == "Is there a ferry? When does it sail?"


@pytest.mark.parametrize(
    "message",
    ["We have a dog. When does the ferry sail?", "Tell me all about boats. " * 20, ""],
)
def test_a_short_message_or_one_without_a_question_is_asked_as_it_is(message: str) -> None:
    """Nothing is left out of a short message, nor of a long one without a question mark."""
    assert asked_part(message) == message


@given(odd_texts(600))
def test_what_is_asked_is_never_longer_than_the_message(message: str) -> None:
    """The part that asks consists of words of the message."""
    part = asked_part(message)
    assert part == message or len(message) > LONGEST_QUESTION
    assert len(part) <= len(message) + 1
