"""Whether the best candidate answers, or only speaks of something like it."""

from dataclasses import replace

import pytest

from domain.answering.quoting.doubts import MOST_WORDS, Weighed, doubts, has_rivals, is_answer
from domain.answering.quoting.question import Question
from domain.retrieval.calibration import RelevanceCalibration
from tests.support.quoting import CALIBRATION, ranked

EVERY_LANGUAGE = replace(CALIBRATION, languages=None)
HUT = "The hut is kept by Tove. Its roof is red."
PRICES = "| Boat | Price |\n|---|---|\n| kayak | 9 |\n| canoe | 12 |\n"


def answers(
    text: str,
    *texts: str,
    importance: float = 0.0,
    gain: float = -0.1,
    calibration: RelevanceCalibration = EVERY_LANGUAGE,
) -> bool:
    """Return whether the best of some texts answers a question.

    Args:
        text: The question.
        texts: The texts.
        importance: How far the question moves without each word that is missing.
        gain: By how much it is then closer to the candidate.
        calibration: How to interpret both.
    """
    question = Question(text)
    ranking = ranked(question, *texts)
    against = [Weighed(each, importance, gain) for each in doubts(question, ranking)]
    return is_answer(question, ranking, against, calibration)


def missing(question: str, *texts: str) -> list[str]:
    asked = Question(question)
    return [each.without for each in doubts(asked, ranked(asked, *texts))]


def test_a_missing_word_is_a_doubt() -> None:
    """Each word that the best candidate lacks is taken out of the question."""
    assert missing("Who is the captain of the ferry?", "The ferry leaves at nine.") == [
        "Who is the of the ferry?"
    ]


def test_a_name_that_the_document_begins_with_is_no_doubt() -> None:
    """A report says whose it is on its first page; what is asked beside the name stays a doubt."""
    question = Question("What is the profit of Ketterholm?")
    ranking = ranked(question, "The sales were 14 million.", opening="Ketterholm Ltd\nReport")
    assert [each.without for each in doubts(question, ranking)] == ["What is the of Ketterholm?"]
    ranking = ranked(question, "The sales were 14 million.", opening="Report of the profit")
    assert "What is the profit of ?" in [each.without for each in doubts(question, ranking)]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Where did I lose the oar?", "He lost the oar at the mill."),
        ("Wer fragte nach dem Ruder?", "Tove fragt nach dem Ruder."),
        ("Who has the oar?", "Tove has the oar."),
        ("Who has oar 12?", "Tove has the oar."),
    ],
)
def test_what_is_nearly_said_is_no_doubt(question: str, text: str) -> None:
    """Another form of a word, and a number, which is looked at elsewhere, raise no doubt."""
    assert missing(question, text) == []


def test_only_the_weightiest_words_are_looked_at() -> None:
    """Of a long question, only so many missing words are compared."""
    long = "Does the ferry carry goats horses piano bricks lemons barrels?"
    assert len(missing(long, "The ferry sails.")) == MOST_WORDS


def test_a_missing_word_may_be_what_was_asked_for() -> None:
    """If the question is closer to the candidate without the word, that word matters."""
    question, text = "Who is the captain of the ferry?", "The ferry leaves at nine."
    assert not answers(question, text, importance=0.3, gain=0.1)
    assert not answers(question, text, importance=0.3, gain=0.0)
    assert answers(question, text, importance=0.05, gain=-0.1)


def test_a_common_word_may_be_missing() -> None:
    """A word that answers seldom say speaks against none."""
    assert answers("What is the price of a kayak?", "A kayak is 9 euros.", importance=0.9, gain=0.9)


def test_under_its_own_question_an_answer_may_use_other_words() -> None:
    """The answer of an FAQ takes more doubt than a sentence that stands alone."""
    question, answer = "May hounds board the ferry?", "They may board the ferry on a lead."
    faq = f"**Dogs on the ferry?**\n\n{answer}\n"
    assert not answers(question, answer, importance=0.3, gain=-0.01)
    assert answers(question, faq, importance=0.3, gain=-0.01)


def test_a_name_is_missed_sooner_than_a_word() -> None:
    """A missing name speaks against an answer where a missing word does not yet."""
    text = "The ferry sails in the morning."
    assert answers("When does the ferry sail there?", text, gain=0.04)
    assert answers("When does the ferry sail north?", text, gain=0.04)
    assert not answers("When does the ferry sail to Aran?", text, gain=0.04)


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("Who must not row?", "Children must not row.", "Children must row."),
        ("Wer darf nicht rudern?", "Kinder dürfen nicht rudern.", "Kinder dürfen rudern."),
        ("Qui ne rame pas ?", "Les enfants ne rament pas.", "Les enfants rament."),
        ("Where does bus 41 stop?", "Bus 41 stops here.", "Bus 14 stops here."),
        ("Who keeps pier B?", "Tove keeps pier B.", "Tove keeps pier C."),
        ("What fits QX-5504?", "A belt fits QX-5504.", "A belt fits QX-5505."),
        ("Why may one not swim?", "One may not swim, says Tove.", "One may swim, says Tove."),
        ("Why may one not swim?", "To swim is forbidden to one and all.", "One may swim at ten."),
        ("Who won in 1987?", "Tove won in 1987.", "Tove won in 1978."),
    ],
)
def test_what_has_to_be_there_is_not_replaced(question: str, right: str, wrong: str) -> None:
    """A negation, a numbered name, a pair or a literal is there, or nothing is quoted."""
    assert answers(question, right)
    assert not answers(question, wrong)


def test_rows_that_differ_in_what_was_not_asked_are_rivals() -> None:
    """If every row has as much of the question, none answers what their source does not say."""
    assert has_rivals(ranked("What is the price for pupils?", PRICES))
    assert not answers("What is the price for pupils?", PRICES)
    assert not has_rivals(ranked("What is the price of a canoe?", PRICES))
    assert answers("What is the price of a canoe?", PRICES)


def test_items_that_answer_together_are_no_rivals() -> None:
    """The items of a list, of which none has a word of the question, answer it as a whole."""
    assert not has_rivals(ranked("What does a tent need?", "A tent needs:\n\n- pegs\n- ropes\n"))


def test_of_a_language_that_the_model_does_not_read_only_words_count() -> None:
    """Without embeddings of its words, a question may lack a part of its weight, and no more."""
    english = replace(CALIBRATION, languages=frozenset({"en"}))
    text = "Die Fähre fährt morgens nach Aran."
    assert answers("Wann fährt die Fähre?", text, importance=0.9, gain=0.9, calibration=english)
    assert not answers("Wer ist der Kapitän der Fähre und ihr Eigner?", text, calibration=english)


def test_a_unit_in_another_language_is_compared_by_names_and_closeness() -> None:
    """Where no word can be shared, names have to, unless the model reads the language."""
    english = replace(CALIBRATION, languages=frozenset({"en"}))
    text = "Tove keeps the hut and the boats."
    assert answers("Was macht Tove in der Hütte?", text, calibration=english)
    assert not answers("Was macht Amal in der Hütte?", text, calibration=english)
    assert answers("Was macht man in der Hütte?", text)
