"""Which units are quoted together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answering.quoting.choosing import MOST_ITEMS, MOST_QUOTES, choose, left_out
from tests.support.quoting import ranked

LIST = "# Trips\n\nFor a trip with a kayak you need:\n\n- a paddle\n- a spray deck\n- a map\n"


def chosen(question: str, *texts: str, closest: str = "", phrases: bool = False) -> list[str]:
    ranking = ranked(question, *texts, closest=closest)
    return [each.unit.text for each in choose(ranking, phrases=phrases)]


def test_a_list_is_quoted_with_the_line_that_introduces_it() -> None:
    """If the line above a list has the words of the question, its items answer."""
    question = "What do you need for a trip with a kayak?"
    assert chosen(question, LIST, closest="For a trip") == [
        "For a trip with a kayak you need:",
        *("- a paddle", "- a spray deck", "- a map"),
    ]


def test_the_last_sentence_of_a_line_introduces_the_list_below() -> None:
    """Of several sentences before a list, the last one is quoted with the items."""
    text = "Trips begin at dawn. For a kayak you need:  \n\n- a paddle\n- a map\n"
    assert chosen("What do you need for a kayak?", text, closest="For a kayak") == [
        *("For a kayak you need:", "- a paddle", "- a map"),
    ]


def test_a_list_is_quoted_as_a_whole() -> None:
    """An item that is no better than the others is quoted with them, in their order."""
    text = "# Duties of the keeper\n\n1. Sweep the floor.\n2. Air the beds.\n3. Lock up.\n"
    assert chosen("What are the duties of the keeper?", text, closest="Air") == [
        *("1. Sweep the floor.", "2. Air the beds.", "3. Lock up."),
    ]


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("Which oar hangs in the barn?", "- The blue oar hangs in the barn."),
        ("Which oar is broken?", "- The red oar is broken."),
    ],
)
def test_an_item_is_singled_out_by_a_word_of_its_own(question: str, item: str) -> None:
    """An item with a word of the question that few of the others have is quoted alone."""
    items = ["- The red oar is broken.", "- The blue oar hangs in the barn.", "- The oar of Tove"]
    assert chosen(question, "# Oars\n\n" + "\n".join(items)) == [item]


def test_a_word_of_the_heading_singles_out_no_item() -> None:
    """What the heading says as well tells no item from the others."""
    text = "# Rules of the hut\n\n- The hut is shut in May.\n- Dogs sleep outside.\n- No fires.\n"
    assert len(chosen("What are the rules of the hut?", text)) == 3


def test_of_a_very_long_list_the_rest_is_counted() -> None:
    """No more than MOST_ITEMS are quoted, and the others are known."""
    text = "# Oars\n\n" + "\n".join(f"- oar {n}" for n in range(100, 100 + MOST_ITEMS + 7))
    ranking = ranked("Which oars are there?", text)
    quoted = choose(ranking)
    assert len(quoted) == MOST_ITEMS
    assert left_out(ranking, quoted) == 7
    assert left_out(ranking, quoted[:3]) == 0


def test_of_a_table_the_row_that_was_asked_for_is_quoted() -> None:
    """A row is quoted with others only if they hold as much of the question."""
    table = "| Boat | Pier |\n|---|---|\n| kayak | east |\n| canoe | west |\n| kayak | north |\n"
    assert chosen("Where is the canoe?", table) == ["| canoe | west |"]
    assert chosen("Where is the kayak?", table) == ["| kayak | east |", "| kayak | north |"]


def test_a_field_is_quoted_alone() -> None:
    """Of a card, the field that was asked for is quoted."""
    card = "Name: Tove Lind\nPhone: 555 0101\nRoom: B 12\n"
    assert chosen("What is the phone of Tove Lind?", card) == ["Phone: 555 0101"]


def test_under_a_question_stands_its_answer() -> None:
    """The first paragraph under a question is its answer as a whole, and no other."""
    faq = "## Can dogs come?\n\nGladly. They sleep outside.\n\nCats are in the barn.\n"
    assert chosen("Can dogs come?", faq, closest="Gladly") == ["Gladly.", "They sleep outside."]


def test_a_neighbour_that_says_what_is_missing_is_quoted_as_well() -> None:
    """Of the sentences beside the best one, that with a missing word belongs to it."""
    text = "The ferry is called Una. It sails to Aran at nine. It is white. Tea is free."
    assert chosen("When does the ferry sail to Aran?", text, closest="sails") == [
        "The ferry is called Una.",
        "It sails to Aran at nine.",
    ]


def test_nothing_superfluous_is_quoted() -> None:
    """Beside a sentence that says all, what says less is left out."""
    text = "The ferry to Aran sails at nine. The ferry is white. Aran is green."
    assert chosen("When does the ferry sail to Aran?", text) == ["The ferry to Aran sails at nine."]


def test_what_answers_as_well_is_quoted_once() -> None:
    """Another sentence with as much of the question is quoted, but no repetition."""
    texts = ["Tove keeps the hut.", "The hut: Tove keeps.", "In May Amal keeps the hut."]
    assert chosen("Who keeps the hut?", *texts) == [texts[0], texts[2]]


def test_only_what_has_the_phrase_is_quoted() -> None:
    """If a phrase was asked for, no neighbour and no second sentence joins the best one."""
    texts = ["The sign says deep water. It is red.", "A sign says red."]
    assert chosen('Where is the red "deep water"?', *texts, phrases=True) == [
        "The sign says deep water."
    ]


PARTS = st.sampled_from(
    [
        *("# Boats\n\n", "Who rows?\n\n", "Amal rows a boat. Tove does not.\n\n"),
        *(
            "- a boat\n- an oar\n\n",
            "| boat | who |\n|---|---|\n| red | Amal |\n\n",
            "Boat: red\n\n",
        ),
        "You need:\n\n- a boat\n- a map\n\n",
    ]
)
TEXTS = st.lists(PARTS, min_size=1, max_size=6).map("".join)


@given(
    st.sampled_from(["Who rows a boat?", "What do you need?", "boat", "?", "Amal"]),
    st.lists(TEXTS, min_size=1, max_size=3),
    st.booleans(),
)
def test_the_best_is_always_among_what_is_quoted(
    question: str, texts: list[str], phrases: bool
) -> None:
    """The best unit is quoted, none twice, and few besides the items of a list."""
    ranking = ranked(question, "A boat lies here.", *texts)
    quoted = choose(ranking, phrases=phrases)
    assert ranking.best in quoted
    places = [(each.candidate.source, each.unit.start) for each in quoted]
    assert len(set(places)) == len(places) <= MOST_ITEMS + 1
    if all(each.unit.kind != "item" for each in quoted):
        assert len(quoted) <= MOST_QUOTES


def test_code_is_not_quoted_beside_a_sentence() -> None:
    """A block of code that has all the words too is left out: the sentence answers."""
    text = "The kayak needs a paddle.\n\n```\nthe kayak needs a paddle --long\n```\n"
    assert chosen("What does the kayak need?", text, closest="The kayak") == [
        "The kayak needs a paddle."
    ]
