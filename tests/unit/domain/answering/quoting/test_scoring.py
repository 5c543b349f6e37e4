"""What lifts and what lowers a unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answering.quoting.exactness import contradicts, is_exact, says_pair
from domain.answering.quoting.question import Question
from domain.answering.quoting.scoring import MOST_COMPARED, Candidate, likeliest
from domain.text.structure.units import Unit, units_of
from domain.text.words import light_terms
from tests.support.quoting import CALIBRATION, ranked


def best(question: str, *texts: str) -> str:
    return ranked(question, *texts).best.unit.text


def unit(text: str) -> Unit:
    return units_of(text)[-1]


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("Who keeps the lighthouse?", "Tove keeps the lighthouse.", "Tove keeps the house."),
        ("Is the pier lit?", "# Pier\n\nIt is lit.", "# Harbour\n\nIt is lit."),
        ("What of the Long Lake?", "# Long Lake\n\nIt is deep.", "# Lake, long\n\nIt is deep."),
        ("How long is the pier?", "The pier is 90 m long.", "The pier is long and old."),
        ("How many oars has the boat?", "The boat has two oars.", "The boat has oars."),
        ("How do I moor a boat?", "- Moor the boat first.", "Moor the boat first."),
        ('Which boat says "deep water"?', "A boat says deep water.", "A boat: water, deep, says."),
        ("What fits QX-5504?", "A belt fits QX-5504.", "A belt fits QX-5505."),
        ("Where is pier B?", "Pier B is east.", "Pier C is east."),
        ("Who is the keeper Tove?", "Office: Tove, keeper, east wing", "Keeper: Tove\nAge: 9"),
    ],
)
def test_what_answers_comes_before_what_does_not(question: str, right: str, wrong: str) -> None:
    """Of two units that are equally close, the one that says what was asked for comes first."""
    assert best(question, wrong, right) == unit(right).text
    assert best(question, right, wrong) == unit(right).text


HARBOUR = """# Sales

| | 2024 | 2023 |
| --- | --- | --- |
| Net sales by kind: Ferries | 412.7 | 388.1 |
| Cold stores | 98.4 | 71.2 |
| Total net sales | 511.1 | 459.3 |
| Net income (loss) | 40 | (2) |
"""
SENTENCES = (
    "Total net sales include $3.3 million of sales of the ferries that were deferred in 2023.",
    "Net sales of the ferries and the cold stores rose in 2024 by more than in any year before.",
    "The net income of the harbour rose in 2024 because the ferries were full in all of July.",
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What were the total net sales in 2024?", "| Total net sales | 511.1 | 459.3 |"),
        ("How much were Northwind's total net sales?", "| Total net sales | 511.1 | 459.3 |"),
        ("What were the net sales of cold stores?", "| Cold stores | 98.4 | 71.2 |"),
        ("What were the net sales of ferries?", "| Net sales by kind: Ferries | 412.7 | 388.1 |"),
        ("What was the net income?", "| Net income (loss) | 40 | (2) |"),
        ("Why did the net income rise in 2024?", SENTENCES[2]),
        ("How did the net sales of ferries and cold stores change?", SENTENCES[1]),
    ],
)
def test_the_row_of_a_figure_comes_before_a_sentence_with_its_words(
    question: str, answer: str
) -> None:
    """The row whose label a question says has the figure, unless the question asks why or how."""
    ranking = ranked(question, *SENTENCES, HARBOUR, opening="Northwind Ferries AS")
    assert ranking.best.unit.text == answer


def test_a_name_that_a_report_begins_with_is_said_of_all_of_it() -> None:
    """Whose report it is does not tell its sentences apart."""
    texts = ["Northwind has a dog.", "The fleet has nine ferries."]
    asked = "How many ferries has the fleet of Northwind?"
    assert ranked(asked, *texts, opening="Northwind").best.unit.text == texts[1]


def test_of_equal_sentences_the_closest_wins() -> None:
    """Between sentences with the same words of the question, closeness decides."""
    texts = ["The ferry waits.", "The ferry sails."]
    assert ranked("What of the ferry?", *texts, closest="sails").best.unit.text == texts[1]


def test_a_word_that_few_have_weighs_more() -> None:
    """The rare word of a question decides, not the one that every sentence has."""
    ranking = ranked(
        "The boat with an anchor", "The boat is red.", "The boat is old.", "An anchor."
    )
    anchor, boat, the = (
        weight
        for word in ("anchor", "boat", "the")
        for each, weight in ranking.weights.items()
        if each.held_by(light_terms(word))
    )
    assert anchor > boat > the
    assert ranking.best.unit.text == "An anchor."


def test_what_is_missing_is_told_by_weight() -> None:
    """The missing words are those of the question itself, without function words."""
    question = Question("Who is the captain of the ferry?", "Does it sail to Aran?")
    ranking = ranked(question, "The ferry leaves at nine. The ferry is white.")
    assert [min(each.lights) for each in ranking.missing] == ["captai"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("The keeper of pier B sleeps.", True),
        ("The piers B and C are shut.", True),
        ("# Pier B\n\nIt is shut.", True),
        ("| Pier | Keeper |\n|---|---|\n| A | Amal |\n| B | Tove |", True),
        ("# Pier C\n\nBay B is shut.", False),
        ("Pier A, bay B", False),
    ],
)
def test_a_pair_is_said_in_one_place_or_by_a_row_and_its_header(text: str, says: bool) -> None:
    """A letter belongs to the word before it, or to the header of its column."""
    assert says_pair(unit(text), ("pier", "b")) is says


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("Bus 14 stops at the mill.", True),
        ("# Bus 14\n\nIt stops at the mill.", True),
        ("Bus 14 and bus 41 stop at the mill.", False),
        ("Every bus stops at the mill.", False),
        ("Tram 14 stops at the mill.", False),
    ],
)
def test_another_number_of_the_same_contradicts(text: str, against: bool) -> None:
    """What is said of bus 14 is not said of bus 41; what is said of every bus is."""
    assert contradicts(unit(text), Question("Where does bus 41 stop?")) is against


def test_literals_and_long_numbers_are_exact() -> None:
    """Nothing else stands for a part number or a long number; a short number may be in words."""
    question = Question("QX-5504 or 12 of 88000?", "And AB-1234?")
    exact = [min(each.lights) for each in question.asked(frozenset()) if is_exact(each)]
    assert len(exact) == 2
    assert "12" not in exact


def test_only_the_likeliest_of_many_are_compared_by_meaning() -> None:
    """Of a long table, the rows with words of the question are compared, in their order."""
    rows = "\n".join(f"| oar {number} | shed |" for number in range(3 * MOST_COMPARED))
    units = units_of(f"| what | where |\n|---|---|\n{rows}\n| rudder | barn |\n")
    candidates = [Candidate(1, each) for each in units]
    likely = likeliest(Question("Where is the rudder?"), candidates, CALIBRATION)
    assert len(likely) == MOST_COMPARED
    assert candidates[-1] in likely
    assert [each.unit.start for each in likely] == sorted(each.unit.start for each in likely)
    assert likeliest(Question("Where?"), candidates[:3], CALIBRATION) == candidates[:3]


WORDS = st.lists(
    st.sampled_from(
        ["ferry", "boat", "pier", "the", "is", "14", "two", "-", "#", "|", ".", "\n", ":", "Aran"]
    ),
    max_size=12,
)


@given(WORDS.map(" ".join), st.lists(WORDS.map(" ".join), min_size=1, max_size=4))
def test_a_ranking_is_in_order_and_its_weights_add_up(question: str, texts: list[str]) -> None:
    """All candidates are there, best first; what is asked for weighs 1 together, if anything is."""
    ranking = ranked(question, "A ferry.", *texts)
    scores = [each.score for each in ranking.scored]
    assert scores == sorted(scores, reverse=True)
    assert sum(ranking.weights.values()) == pytest.approx(1 if ranking.weights else 0)
    assert all(each.own <= each.held for each in ranking.scored)
