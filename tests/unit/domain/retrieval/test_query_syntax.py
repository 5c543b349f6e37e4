"""Parsing phrases and exclusions in a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.retrieval.query_syntax import MAX_PARTS, ParsedQuery, parse_query
from tests.support.odd_texts import odd_texts


@pytest.mark.parametrize(
    ("query", "words", "phrases"),
    [
        ('"soup of the day"', "soup of the day", ["soup of the day"]),
        ("“soup of the day” price", "soup of the day price", ["soup of the day"]),
        ("Wo steht „Suppe des Tages“?", "Wo steht Suppe des Tages?", ["Suppe des Tages"]),
        ("„zupa dnia” kiedy", "zupa dnia kiedy", ["zupa dnia"]),
        ("où lit-on « soupe du jour » ?", "où lit-on soupe du jour ?", ["soupe du jour"]),
        ("»Suppe des Tages« Preis", "Suppe des Tages Preis", ["Suppe des Tages"]),
        ("”dagens soppa” pris", "dagens soppa pris", ["dagens soppa"]),
        ("献立に「本日のスープ」とあるのは", "献立に本日のスープとあるのは", ["本日のスープ"]),
        ('菜单里"今日例汤"多少钱', "菜单里今日例汤多少钱", ["今日例汤"]),
        ("‘soup of the day’ price", "soup of the day price", ["soup of the day"]),
        ("What's the 'soup of the day'?", "What's the soup of the day?", ["soup of the day"]),
        ('("soup of the day")', "(soup of the day)", ["soup of the day"]),
        ('the "soup  of\nthe day" and "bread"', "the soup of the day and bread", None),
        ('Is the "release 2" newer than "draft 3"?', "Is the release 2 newer than draft 3?", None),
        ('the label "a 12" pan" is', 'the label a 12" pan is', ['a 12" pan']),
    ],
)
def test_quotation_marks_ask_for_a_phrase(
    query: str, words: str, phrases: list[str] | None
) -> None:
    """Each kind of quotation marks asks for a phrase, and its words are searched too."""
    parsed = parse_query(query)
    assert parsed.words == words
    assert parsed.excluded == ()
    if phrases is None:
        assert len(parsed.phrases) == 2
    else:
        assert list(parsed.phrases) == phrases


@pytest.mark.parametrize(
    ("query", "words", "excluded"),
    [
        ("soup -tomato", "soup", ["tomato"]),
        ("soup -tomato -bread price", "soup price", ["tomato", "bread"]),
        ("-tomato soup", "soup", ["tomato"]),
        ("soup -gluten-free", "soup", ["gluten-free"]),
        ('soup -"of the day"', "soup", ["of the day"]),
        ("Suppe -„des Tages“", "Suppe", ["des Tages"]),
        ("What does the soup cost -tomato?", "What does the soup cost ?", ["tomato"]),
        ("汤 -番茄", "汤", ["番茄"]),
        ("汤 -茄", "汤", ["茄"]),
        ("суп -томат", "суп", ["томат"]),
    ],
)
def test_a_dash_leaves_a_word_out(query: str, words: str, excluded: list[str]) -> None:
    """A dash before a word or a phrase leaves it out, and the word is not searched for."""
    assert parse_query(query) == ParsedQuery(words, (), tuple(excluded))


@pytest.mark.parametrize(
    "text",
    [
        "What is a read-only file?",
        "the pages 10-20 and 10 -20",
        "Is -40 degrees too cold? It was −5 and -3.5.",
        "Mon - Fri, 9–17",
        "- soup\n- bread",
        "Which of these is hot?\n-soup\n-bread",
        "-Where is the soup?",
        "What does tar -xzf do?",
        "ls -l",
        "git log --oneline",
        "a -> b",
        "the cooks' and waiters' hours",
        "rock 'n' roll, 'tis the season",
        "tell 'em about the cooks' hats",
        'a pan of 12" and one of 14"',
        'a 19" rack',
        "5'10\" tall",
        'the "soup of the day',
        "„Suppe des Tages",
        "Home » Menu » Soup",
        'soup " of " the day',
        'nothing in "" or "…"',
        "-tomato",
        "-tomato -bread",
        "soup\n\n-- \n-Ada",
        'one "para\n\ngraph" here',
        "x" * 9 + ' "' + "word " * 200 + '"',
        "",
        " - ",
    ],
)
def test_what_only_looks_like_syntax_is_text(text: str) -> None:
    """Hyphens, numbers, ranges, lists, options, apostrophes, inches and open quotes are text."""
    assert parse_query(text) == ParsedQuery(text)


def test_a_phrase_can_be_all_there_is_and_an_exclusion_cannot() -> None:
    """A query may consist of a phrase alone; with nothing to search for there is no exclusion."""
    assert parse_query('"soup of the day" -bread').excluded == ("bread",)
    assert parse_query('-"soup of the day"') == ParsedQuery('-"soup of the day"')


def test_only_the_first_phrases_are_asked_for() -> None:
    """A text with very many quotations asks for the first of them."""
    parsed = parse_query(" ".join(f'"quote {n}"' for n in range(MAX_PARTS + 5)))
    assert parsed.phrases == tuple(f"quote {n}" for n in range(MAX_PARTS))


WORD = st.text(st.characters(categories=("Lu", "Ll", "Nd")), min_size=2, max_size=8)
WORDS = st.lists(WORD, min_size=1, max_size=5).map(" ".join)
MARKS = st.sampled_from(['""', "“”", "„“", "„”", "«»", "»«", "「」", "『』", "‹›", "””"])


@given(WORDS, WORDS, WORDS, MARKS)
def test_a_phrase_is_found_wherever_it_stands(
    before: str, phrase: str, after: str, marks: str
) -> None:
    """A phrase in marks between other words is parsed, and the words stay in their order."""
    parsed = parse_query(f"{before} {marks[0]}{phrase}{marks[1]} {after}")
    assert parsed == ParsedQuery(f"{before} {phrase} {after}", (phrase,))


@given(WORDS, st.lists(st.text("abcdef", min_size=2), min_size=1, max_size=MAX_PARTS, unique=True))
def test_exclusions_are_taken_out(words: str, excluded: list[str]) -> None:
    """Words with a dash are taken out of the text, all of them."""
    parsed = parse_query(" ".join((words, *(f"-{word}" for word in excluded))))
    assert parsed == ParsedQuery(words, (), tuple(excluded))


@given(st.text(st.sampled_from("ab1 -\n'\"“”„«»「」‘’.?"), max_size=60) | st.text(max_size=60))
def test_any_text_is_parsed(text: str) -> None:
    """A text without syntax is returned as it is; with syntax, words are left to search for."""
    parsed = parse_query(text)
    if not (parsed.phrases or parsed.excluded):
        assert parsed.words == text
    else:
        assert any(map(str.isalnum, parsed.words))
    for each in (*parsed.phrases, *parsed.excluded):
        assert any(map(str.isalnum, each))


@given(odd_texts(4_000))
def test_odd_texts_are_parsed(text: str) -> None:
    """Long runs of marks, dashes and blanks are parsed like other texts."""
    parsed = parse_query(text)
    assert len(parsed.phrases) + len(parsed.excluded) <= MAX_PARTS
