"""Whether a question continues the one before it."""

import pytest
from hypothesis import given

from domain.retrieval.follow_ups import (
    MAX_CONTEXT_CHARS,
    Continuation,
    continuation,
    subject_of,
)
from tests.support.odd_texts import odd_texts


@pytest.mark.parametrize(
    "question",
    [
        "And what does it cost on Sundays and holidays?",
        "But who pays for the repair of the roof then?",
        "What about the members who live abroad?",
        "Und für Kinder unter sechs Jahren?",
        "Was ist mit den Gästen aus dem Ausland?",
        "Et pour les enfants de moins de six ans ?",
        "¿Y cuánto cuesta para los niños pequeños?",
        "E quanto costa per i bambini piccoli?",
        "En hoeveel kost het voor de kinderen?",
        "Och vad kostar det för barn under sex?",
        "A ile to kosztuje dla małych dzieci?",
        "А сколько это стоит для маленьких детей?",
        "Peki çocuklar için ne kadar ödeniyor?",
        "那孩子们的门票是多少钱一张？",
        "では子供の切符はいくらですか？",
        "그럼 어린이 표는 얼마입니까?",
        "وكم يكلف ذلك للأطفال الصغار؟",
    ],
)
def test_a_question_that_opens_with_and_continues(question: str) -> None:
    """Openings such as "And" and "What about" continue, in the common languages."""
    assert continuation(question) is Continuation.CERTAIN


@pytest.mark.parametrize(
    "question",
    [
        "For children?",
        "How much is it?",
        "Which of them are open on the first Sunday of May?",
        "Wann genau?",
        "Wer hat den Schlüssel dafür von der Verwaltung bekommen?",
        "多少钱？",
        "いくら？",
    ],
)
def test_a_short_question_or_one_that_points_back_may_continue(question: str) -> None:
    """Few words, and words that stand for others, make a continuation likely."""
    assert continuation(question) is Continuation.LIKELY


@pytest.mark.parametrize(
    "question",
    [
        "When does the night train to the coast leave?",
        "A qué hora sale el tren nocturno a la costa?",
        "I lost my ticket, whom do I have to call?",
        "Android phones are switched off in which rooms?",
        "E-mail address of the office for lost property?",
        "Which courses are held on Fridays in spring?",
        "Y a-t-il un parking devant la salle des fêtes ?",
        "But de l'association et de ses membres ?",
        "Kann ich den Schlüssel auch abends abgeben?",
        "Wann fährt der Nachtzug an die Küste ab?",
        "À quelle heure part le train de nuit pour Brest ?",
        "去海边的夜班火车几点从车站出发？",
    ],
)
def test_a_question_that_names_its_subject_stands_alone(question: str) -> None:
    """Questions of ordinary length that name what they ask about do not continue."""
    assert continuation(question) is Continuation.NONE


def test_the_subject_is_named_by_the_question_before() -> None:
    """A question that stands alone ends the chain of those that name the subject."""
    first, second = "Where are canoes rented in summer?", "When does the museum of glass open?"
    assert subject_of([first, second]) == (second,)


def test_a_chain_of_follow_ups_goes_back_to_its_subject() -> None:
    """A question that continues itself brings along the one before it, up to three."""
    asked = ["Where are canoes rented in summer?", "And dogs?", "For children?"]
    assert subject_of(asked) == tuple(asked)
    assert subject_of([*asked, "And rafts?"]) == ("And dogs?", "For children?", "And rafts?")


def test_the_end_of_a_long_message_names_the_subject() -> None:
    """Of a long message only the end counts, from a whole word."""
    mail = "Dear all, thank you for the nice evening. " * 30 + "When does the choir meet?"
    [subject] = subject_of([mail])
    assert len(subject) <= MAX_CONTEXT_CHARS
    assert subject.endswith("evening. When does the choir meet?")
    assert subject.split()[0] in mail.split()


@given(odd_texts(400))
def test_any_text_is_read(text: str) -> None:
    """Odd texts are read, and the subject is never longer than allowed."""
    continuation(text)
    assert all(len(each) <= MAX_CONTEXT_CHARS for each in subject_of([text]))
