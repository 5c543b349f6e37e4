"""Questions that a text answers itself, in every layout."""

import pytest

from domain.text.structure.blocks import Kind
from tests.support.structure import of_kind, sections

LAYOUTS = {
    "lines": "Who steers?\nTove does.\n\nWho rows?\nAmal does.\n",
    "lines apart": "Who steers?\n\nTove does.\n\nWho rows?\n\nAmal does.\n",
    "lines without a blank": "Who steers?\nTove does.\nWho rows?\nAmal does.\n",
    "letters": "Q: Who steers?\nA: Tove does.\nQ: Who rows?\nA: Amal does.\n",
    "words": "Frage: Wer steuert?\nAntwort: Tove.\n\nFrage: Wer rudert?\nAntwort: Amal.\n",
    "Chinese": "问：谁掌舵？\n答：小明。\n问：谁划船？\n答：小红。\n",
    "Arabic": "من يقود القارب؟\nسمير يقوده.\n\nمن يجدف؟\nليلى تجدف.\n",
    "numbers": "1. Who steers?\n   Tove does.\n2. Who rows?\n   Amal does.\n",
    "numbers apart": "1. Who steers?\n\nTove does.\n\n2. Who rows?\n\nAmal does.\n",
    "bold in a line": "**Who steers?** Tove does.\n\n**Who rows?** Amal does.\n",
    "bold in items": "- **Who steers?** Tove does.\n- **Who rows?** Amal does.\n",
    "an interview": "Paper: Who steers?\n\nTove: I do.\n\nPaper: Who rows?\n\nTove: Amal.\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_question_stands_above_its_answer(layout: str) -> None:
    """Each answer has its own question as the innermost heading, and is no part of it."""
    text = LAYOUTS[layout]
    questions = of_kind(text, Kind.QUESTION)
    answers = sections(text)
    assert len(questions) == len(answers) == 2
    for question, (answer, above) in zip(questions, answers.items(), strict=True):
        assert above[-1] == question.lstrip("- ").strip("*")
        assert answer not in question


@pytest.mark.parametrize("mark", ["### Who steers?\n\n", "**Who steers?**\n\n"])
def test_a_heading_may_ask(mark: str) -> None:
    """A question with the mark of a heading is a heading."""
    assert sections(f"{mark}Tove does.\n") == {"Tove does.": ["Who steers?"]}


def test_questions_end_at_the_next_heading() -> None:
    """What stands under another heading answers no question."""
    text = "# Questions\n\nWho steers?\nTove does.\n\n# Boats\n\nTwo.\n"
    assert sections(text)["Two."] == ["Boats"]


@pytest.mark.parametrize(
    ("answer", "parts"),
    [
        ("Tove does.", 1),
        ("These do:\n\n- Tove\n- Amal", 3),
        ("1. Sit down.\n\n   Facing the stern.\n\n2. Take the rudder.", 3),
        ("---\n\nTove does.", 1),
        ("| who | when |\n|---|---|\n| Tove | Monday |\n| Amal | Friday |", 2),
    ],
)
@pytest.mark.parametrize("question", ["**Who steers?**", "Who steers?"])
def test_a_loose_question_ends_behind_its_answer(question: str, answer: str, parts: int) -> None:
    """What follows the first paragraph, list or table under it answers it no more."""
    found = sections(f"# Boats\n\n{question}\n\n{answer}\n\nThe boat is red.\n\nIt is old.\n")
    above = list(found.values())
    assert above == [["Boats", "Who steers?"]] * parts + [["Boats"]] * 2


def test_what_stands_under_a_heading_that_asks_answers_it() -> None:
    """A heading with a mark has an end, the next heading, so that all of its section answers."""
    found = sections("# Boats\n\n## Who steers?\n\nTove does.\n\nShe is seldom ill.\n")
    assert found["She is seldom ill."] == ["Boats", "Who steers?"]


@pytest.mark.parametrize(
    "text",
    [
        '"Where is the boat?"\n"At the quay," said Piet.\n',
        "— ¿Dónde está?\n— En el muelle —dijo Piet.\n",
        "We met at the quay. Was the boat there?\nIt was not.\n",
        "can you come on Friday?\nThe boat is ready.\n",
        "- Who steers?\n- Who rows?\n- Who pays?\n",
        "It rains. Who would row?\n",
    ],
)
def test_speech_and_thoughts_are_no_questions_of_an_faq(text: str) -> None:
    """Quoted speech, several sentences, bullets and open questions are what they are."""
    assert of_kind(text, Kind.QUESTION) == []
