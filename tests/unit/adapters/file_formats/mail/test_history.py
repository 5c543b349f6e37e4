"""The newest text of a mail is told from what it quotes, in many languages."""

import pytest
from hypothesis import given

from adapters.file_formats.mail.flowed import unflowed
from adapters.file_formats.mail.history import divide
from tests.support.odd_texts import odd_texts

NEW = "The herons are back.\n\nAda"


@pytest.mark.parametrize(
    "attribution",
    [
        "On Thu, 2 May 2024 at 17:40, Ben <ben@valley.example> wrote:",
        "On Thu, 2 May 2024 at 17:40, Ben Moor with a long name\n<ben@valley.example> wrote:",
        "Am 02.05.24 um 17:40 schrieb Ben:",
        "Ben schrieb am 02.05.2024 um 17:40:",
        "Le 2 mai 2024 à 17:40, Ben <ben@valley.example> a écrit :",
        "El 2 may 2024, a las 17:40, Ben escribió:",
        "Il giorno gio 2 mag 2024 alle ore 17:40 Ben ha scritto:",
        "Em qui., 2 de mai. de 2024 às 17:40, Ben escreveu:",
        "Op 2 mei 2024 om 17:40 schreef Ben:",
        "Den tors 2 maj 2024 kl 17:40 skrev Ben:",
        "W dniu 2.05.2024 o 17:40, Ben napisał(a):",
        "2 мая 2024 г., в 17:40, Бен написал:",
        "2024年5月2日(木) 17:40 Ben <ben@valley.example>のメッセージ:",
        "在 2024年5月2日,17:40,Ben 写道:",
        "2 May 2024 Per 17:40 tarihinde Ben şunu yazdı:",
    ],
)
def test_a_quoted_mail_goes_behind_the_answer(attribution: str) -> None:
    """Below an answer, the line that says who wrote and the quoted lines are earlier messages."""
    divided = divide(f"{NEW}\n\n{attribution}\n\n> Are they?\n>\n>> Who knows.\n> Ben\n")
    assert divided.newest == NEW
    assert divided.earlier == f"{attribution}\n\nAre they?\n\nWho knows.\nBen"


def test_an_answer_below_a_quoted_mail_comes_first() -> None:
    """Whoever answers below has the answer read first."""
    divided = divide(f"On 2 May 2024, Ben wrote:\n> Are they?\n\n{NEW}")
    assert divided == (NEW, "On 2 May 2024, Ben wrote:\nAre they?")


def test_answers_between_quoted_lines_stay_there() -> None:
    """An answer below each question makes sense only there."""
    text = "On 2 May 2024, Ben wrote:\n> How many?\nThree.\n\n> Where?\nBehind the wheel."
    assert divide(text) == (text, "")


@pytest.mark.parametrize(
    "fields",
    [
        "From: Ben <b@valley.example>\nSent: Thursday, 2 May 2024\nTo: Ada\nSubject: Herons",
        "**From:** Ben\n**Date:** 2 May 2024\n**To:** Ada\n**Subject:** Herons",
        "Von: Ben\nGesendet: Donnerstag, 2. Mai 2024 17:40\nAn: Ada\nCc: Eva\nBetreff: Reiher",
        "De : Ben\nEnvoyé : jeudi 2 mai 2024 17:40\nÀ : Ada\nObjet : Hérons",
        "De: Ben\nEnviado el: jueves, 2 de mayo de 2024\nPara: Ada\nAsunto: Garzas",
        "Da: Ben\nInviato: giovedì 2 maggio 2024\nA: Ada\nOggetto: Aironi",
        "Van: Ben\nVerzonden: donderdag 2 mei 2024\nAan: Ada\nOnderwerp: Reigers",
        "Från: Ben\nSkickat: den 2 maj 2024\nTill: Ada\nÄmne: Hägrar",
        "Od: Ben\nWysłano: 2 maja 2024\nDo: Ada\nTemat: Czaple",
        "От: Бен\nОтправлено: 2 мая 2024\nКому: Ада\nТема: Цапли",
        "发件人: Ben\n发送时间: 2024年5月2日\n收件人: Ada\n主题: 苍鹭",
        "差出人: Ben\n送信日時: 2024年5月2日\n宛先: Ada\n件名: サギ",
        "-----Original Message-----\nFrom: Ben\nSubject: Herons",
        "-----Ursprüngliche Nachricht-----\nVon: Ben\nBetreff: Reiher",
        "---------- Forwarded message ---------\nFrom: Ben",
    ],
)
def test_what_outlook_quotes_is_earlier(fields: str) -> None:
    """The fields above a quoted mail begin the earlier messages, with all that follows."""
    divided = divide(f"{NEW}\n\n{fields}\n\nAre they?\n\nBen")
    assert divided == (NEW, f"{fields}\n\nAre they?\n\nBen")
    ruled = divide(f"{NEW}\n\n________________________________\n{fields}\n\nAre they?")
    assert ruled.newest == NEW


@pytest.mark.parametrize(
    "text",
    [
        "He wrote: it was 1984.\n\nThen he left.",
        "From: here you see the mill.\nThe wheel turns.",
        "The fields of a mail are\n\nFrom: who\n\nand nothing else.",
        "A list:\n- From: the mill\n- To: the dam",
    ],
)
def test_prose_is_no_history(text: str) -> None:
    """Words of mails in prose divide nothing."""
    assert divide(text) == (text, "")


def test_the_mark_before_a_signature_is_an_empty_line() -> None:
    """The mark would make a heading of the line above it."""
    assert divide("Kind regards\nAda\n-- \nRanger").newest == "Kind regards\nAda\n\nRanger"


def test_a_mail_that_only_quotes_has_its_text() -> None:
    """A mail without a word of its own is not empty."""
    assert divide("> Are they?\n> Ben") == ("Are they?\nBen", "")


@given(odd_texts(300))
def test_no_line_is_lost(text: str) -> None:
    """Every word of a mail is in the newest text or in the earlier messages."""
    divided = divide(text)
    left = f"{divided.newest} {divided.earlier}".replace(">", "").split()
    said = [word for word in text.replace(">", "").split() if word.strip("-")]
    assert sorted(word for word in left if word.strip("-")) == sorted(said)


def test_flowed_lines_are_joined() -> None:
    """A line that ends in a blank goes on, at the same depth of quoting only."""
    text = "The herons \nare back.\n> Are \n> they?\nYes. \n-- \nAda \n"
    assert unflowed(text, delete_space=False) == (
        "The herons are back.\n> Are they?\nYes. \n-- \nAda "
    )
    assert unflowed("サギが \nいる。", delete_space=True) == "サギがいる。"
