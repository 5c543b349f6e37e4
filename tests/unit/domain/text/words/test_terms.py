"""What a text is found by, and what a question asks for."""

import string
from datetime import date

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from domain.text.words import Form, TermKind, light_terms, question_terms, stems, text_terms
from tests.support.odd_texts import odd_texts

LETTERS = st.text(string.ascii_uppercase, min_size=2, max_size=4)
NUMBERS = st.lists(st.integers(0, 300), min_size=3, max_size=5)


def literals(text: str) -> set[str]:
    """Return the literals that a text is found by."""
    terms = text_terms(text)
    return {form.literal for form in (*terms.words, *terms.more) if form.literal}


def words(text: str) -> set[str]:
    """Return the words that a text is found by."""
    terms = text_terms(text)
    return {form.word for form in (*terms.words, *terms.more) if form.word}


def asked(question: str) -> list[tuple[str | None, ...]]:
    """Return the forms of the terms that a question requires."""
    return [
        tuple(form.literal or form.word for form in term.forms)
        for term in question_terms(question)
        if not term.optional
    ]


def meet(question: str, text: str) -> bool:
    """Return whether a text has a form of each literal that a question asks for."""
    held = {form for counter in (text_terms(text).words, text_terms(text).more) for form in counter}
    return all(
        held.intersection(term.forms) for term in question_terms(question) if term.is_literal
    )


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("Release 7.12.4", "7.12.4", {"release", "7", "12", "4"}),
        ("host 10.3.0.44", "10.3.0.44", {"10", "3", "0", "44"}),
        ("part RX-5581", "rx5581", {"rx", "5581"}),
        ("part RX5581", "rx5581", {"rx", "5581"}),
        ("write to a.b@example.org", "a.b@example.org", {"a", "b", "example", "org"}),
        ("https://www.example.org/x?y=1.", "example.org/x?y=1", {"example", "x"}),
        (r"C:\Crane\log.txt", "c:/crane/log.txt", {"crane", "log"}),
        ("tide_table", "tidetable", {"tide", "table"}),
        ("§ 9 Abs. 2", "§9(2)", {"9", "abs", "2"}),
        ("Art. 5(1)(c)", "art5(1)(c)", {"art", "5"}),
        ("on 3 June 2029", "2029-06-03", {"3", "june", "2029"}),
        ("4,512,000 tons", "4512000", {"tons"}),
        ("C++ or C#", "c++", {"c", "or"}),
    ],
)
def test_a_literal_is_found_as_a_whole_and_in_parts(text: str, whole: str, parts: set[str]) -> None:
    """A text is found by its literals as wholes, and by the words in them."""
    assert whole in literals(text)
    assert parts <= words(text) | literals(text)


@pytest.mark.parametrize(
    ("question", "forms"),
    [
        ("release 7.12.4", [("release",), ("7.12.4",)]),
        ("On 3 June 2029", [("on",), ("2029-06-03",)]),
        ("1,500 crowns", [("1500", "1.500", "=1.5"), ("crowns",)]),
        ("section 9(2)", [("§9(2)", "§9")]),
        ("a well-kept boat", [("a",), ("well",), ("kept",), ("boat",)]),
        ("a PX7-driven pump", [("a",), ("px7",), ("driven",), ("pump",)]),
        ("Who leads IT", [("who",), ("leads",), ("IT",)]),
        ("WHO LEADS IT", [("who",), ("leads",), ("it",)]),
        ("岸在哪里", [("岸",), ("在",), ("哪",), ("里",)]),
    ],
)
def test_a_question_asks_for_a_literal_instead_of_its_parts(
    question: str, forms: list[tuple[str, ...]]
) -> None:
    """A question's literal is one term; a compound with hyphens is its words."""
    assert asked(question) == forms


def test_kinds_tell_names_and_numbers_from_words() -> None:
    """A question's names, numbers and literals are told from its words."""
    kinds = {
        term.forms[0]: term.kind
        for term in question_terms("How long may Olsen moor boat QX-77 in 2031?")
        if not term.optional
    }
    assert kinds[Form("olsen")] is TermKind.NAME
    assert kinds[Form(None, "2031")] is TermKind.NUMBER
    assert kinds[Form(None, "qx77")] is TermKind.LITERAL
    assert kinds[Form("how")] is kinds[Form("boat")] is TermKind.WORD


def test_the_parts_of_a_name_serve_where_nothing_has_the_name() -> None:
    """A literal with letters brings its words; a version or a number brings none."""
    terms = {term.forms[0].literal: term.parts for term in question_terms("see QX-77 or 2.4.1")}
    assert [part.forms[0].light for part in terms["qx77"]] == ["qx", "77"]
    assert terms["2.4.1"] == ()


def test_the_length_of_a_text_is_that_of_its_words() -> None:
    """Wholes and parts count beside the words, and do not make a text longer."""
    counted = text_terms("pay 1,250 by 3.4.2030 for QX-77")
    assert sum(counted.words.values()) == len(
        ["pay", "1", "250", "by", "3", "4", "2030", "for", "QX", "77"]
    )


@given(NUMBERS, NUMBERS)
def test_versions_are_equal_only_to_themselves(one: list[int], other: list[int]) -> None:
    """A text with one version never has the other as a whole."""
    assume(one != other)
    written, asked_for = (".".join(map(str, numbers)) for numbers in (one, other))
    assert meet(f"version {written}", f"version v{written} is out")
    assert not meet(f"version {asked_for}", f"version {written} is out") or _same_number(one, other)


def _same_number(one: list[int], other: list[int]) -> bool:
    """Return whether both may be one number in groups of three digits."""
    return "".join(map(str, one)) == "".join(map(str, other))


@given(LETTERS, st.integers(10, 99_999), LETTERS, st.integers(10, 99_999))
def test_part_numbers_are_equal_with_and_without_signs(
    letters: str, number: int, others: str, other: int
) -> None:
    """A part number is equal with a hyphen, a blank or nothing in it, and to no other one."""
    notations = [f"{letters}-{number}", f"{letters}{number}", f"{letters.lower()}-{number}"]
    for question in notations:
        for text in (*notations, f"{letters} {number}"):
            assert meet(f"see {question}", f"part {text} is here")
        if (letters, number) != (others, other):
            assert not meet(f"see {question}", f"part {others}-{other} is here")


# from 2400 on, a year may be one of the Thai calendar as well
@given(st.dates(date(1971, 1, 1), date(2069, 12, 31)), st.dates(date(1971, 1, 1), date(2399, 1, 1)))
def test_dates_are_equal_in_every_notation(day: date, other: date) -> None:
    """A date is equal in figures and in words, and to no other date."""
    notations = [
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day:%d.%m.%y}",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%d/%m/%Y}",
        f"{day:%Y%m%d}",
    ]
    for question in notations[:-1]:
        for text in notations:
            assert meet(f"on {question}", f"It was {text}."), (question, text)
    if day != other and (day.day, day.month) != (other.month, other.day):
        assert not meet(f"on {day}", f"It was {other.day} {other:%B} {other.year}.")


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_numbers_are_equal_in_every_notation(number: int, other: int) -> None:
    """A number is equal with any separator of thousands, and to no other number."""
    plain = f"{number:,}"
    notations = [str(number), *(plain.replace(",", sign) for sign in ",.'’ \u00a0\u202f")]
    for text in notations:
        assert meet(f"pay {number} now", f"They pay {text} crowns."), text
        assert meet(f"pay {text} now", f"They pay {number} crowns."), text
    if number != other:
        assert not meet(f"pay {number} now", f"They pay {other:,} crowns.") or (
            number < 1000 <= other or other < 1000 <= number
        )


@given(st.integers(0, 10**6), st.integers(0, 99))
def test_amounts_are_equal_with_point_or_comma(whole: int, cents: int) -> None:
    """An amount with cents is equal in the English and in the German notation."""
    english = f"{whole:,}.{cents:02}"
    german = english.translate(str.maketrans(",.", ".,"))
    plain = f"{whole}.{cents:02}"
    for question in (english, german, plain):
        for text in (english, german, plain):
            assert meet(f"pay {question}", f"They pay {text} now."), (question, text)


@given(st.text(max_size=200))
def test_a_text_has_what_it_asks_for(text: str) -> None:
    """Whatever is asked is found in itself: each term of a question has a form in the same text."""
    held = {form for counter in (text_terms(text).words, text_terms(text).more) for form in counter}
    light = light_terms(text)
    for term in question_terms(text):
        assert held.intersection(term.forms), term
        assert any(form.light in light for form in term.forms), term


@given(st.text(max_size=200))
@example("\u0327:0")
def test_stems_are_never_empty(text: str) -> None:
    """Each word of a text has a stem."""
    assert all(stems(text))
    assert all(light_terms(text))


@given(odd_texts(20_000))
@settings(max_examples=30)
def test_odd_texts_take_no_longer_than_others(text: str) -> None:
    """Endless repetitions of odd units are read in linear time."""
    assert len(light_terms(text)) <= len(text)
    question_terms(text)
    text_terms(text)
