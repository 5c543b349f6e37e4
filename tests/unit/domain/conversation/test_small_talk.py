"""Small talk: what is a greeting, thanks or a farewell, and what may ask something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.conversation.courteous_replies import REPLIES
from domain.conversation.courtesies import PHRASES, Courtesy
from domain.conversation.small_talk import MAX_CHARS, small_talk_reply
from tests.support.odd_texts import odd_texts

PHRASES_OF_ALL = [
    phrase.strip()
    for kinds in PHRASES.values()
    for listed in kinds.values()
    for phrase in listed.split(",")
]


@pytest.mark.parametrize(
    ("message", "language", "kind"),
    [
        ("Thank you so much!", "en", Courtesy.THANKS),
        ("THX :-)", "en", Courtesy.THANKS),
        ("Good evening, everyone", "en", Courtesy.GREETING),
        ("Hi Marta!", "en", Courtesy.GREETING),
        ("alright, see you later", "en", Courtesy.FAREWELL),
        ("Hey, what’s your name?", "en", Courtesy.IDENTITY),
        ("Okay.", "en", Courtesy.ASSENT),
        ("Vielen Dank euch allen", None, None),
        ("Vielen Dank, das war sehr hilfreich", None, None),
        ("Ok, vielen Dank und tschüss!", "de", Courtesy.FAREWELL),
        ("Besten Dank, Frau Weber", None, None),
        ("Merci infiniment 🙏", "fr", Courtesy.THANKS),
        ("¡Buenos días! ¿Qué puedes hacer?", "es", Courtesy.IDENTITY),
        ("Obrigada pela ajuda", "pt", Courtesy.THANKS),
        ("Dank u wel!", "nl", Courtesy.THANKS),
        ("Dziękuję za pomoc", "pl", Courtesy.THANKS),
        ("Здравствуйте!", "ru", Courtesy.GREETING),
        ("teşekkür ederim", "tr", Courtesy.THANKS),
        ("谢谢您，再见", "zh", Courtesy.FAREWELL),
        ("ありがとうございました！", "ja", Courtesy.THANKS),
        ("감사합니다~", "ko", Courtesy.THANKS),
        ("شُكْرًا", "ar", Courtesy.THANKS),
        ("आप कौन हैं?", "hi", Courtesy.IDENTITY),
        ("Ευχαριστώ πολύ!", "el", Courtesy.THANKS),
    ],
)
def test_small_talk_gets_a_reply_in_its_language(
    message: str, language: str | None, kind: Courtesy | None
) -> None:
    """Whole messages of known phrases, fillers and a name are small talk; others are not."""
    expected = REPLIES[language][kind] if language and kind else None
    assert small_talk_reply(message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "",
        "?!",
        "Thanks! And what does the ticket cost?",
        "Thanks for the opening hours",
        "Hello world in Python",
        "Who are you allowed to call at night?",
        "What can you do against rust?",
        "Bye-laws",
        "Welcome pack",
        "all",
        "fine?",
        "Danke heißt auf Dänisch?",
        "你好吗？门票多少钱？",
        "ok " * 60,
    ],
)
def test_a_message_that_may_ask_something_is_a_question(message: str) -> None:
    """A message with anything else in it, and fillers alone, are no small talk."""
    assert small_talk_reply(message) is None


def test_every_phrase_is_known() -> None:
    """Every phrase, with a capital and a stop, has a reply."""
    said = [f"{phrase[0].upper()}{phrase[1:]}." for phrase in PHRASES_OF_ALL]
    assert [message for message in said if small_talk_reply(message) is None] == []


def test_every_language_has_every_reply() -> None:
    """There is a reply to each kind in each language."""
    assert set(REPLIES) == set(PHRASES)
    assert all(set(replies) == set(Courtesy) for replies in REPLIES.values())


@given(odd_texts(MAX_CHARS))
def test_any_text_is_read(text: str) -> None:
    """Odd texts are read, and whatever is small talk has one of the replies."""
    reply = small_talk_reply(text)
    assert reply is None or any(reply in replies.values() for replies in REPLIES.values())


@given(st.text(max_size=40))
def test_any_characters_are_read(text: str) -> None:
    """No characters break the reading, and what is small talk has one of the replies."""
    reply = small_talk_reply(text)
    assert reply is None or any(reply in replies.values() for replies in REPLIES.values())
