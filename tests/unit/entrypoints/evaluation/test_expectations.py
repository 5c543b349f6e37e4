"""What is expected of an answer, compared with what came."""

import re
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.citations.citation import Citation
from domain.conversation.message import FinishReason
from domain.documents.place import Place
from entrypoints.evaluation.cases import CaseAnswer, Expectation
from entrypoints.evaluation.figures.expectations import faults
from entrypoints.evaluation.figures.strings import end_of, holds, plain

DOCUMENT = UUID(int=1)


def citation(text: str, start: int, end: int, *, verified: bool = True) -> Citation:
    """Return a citation for `start` to `end` of an answer."""
    place = Place(DOCUMENT, "a.txt", 0, len(text))
    return Citation(DOCUMENT, 1, place, text, start, end, verified)


def answer(
    content: str, *citations: Citation, finish: FinishReason | None = FinishReason.STOP
) -> CaseAnswer:
    """Return an answer that ended well unless something else is said."""
    return CaseAnswer(content, citations, (), finish, "why", 1.0)


ABSTENTION = answer("I cannot say.", finish=FinishReason.ABSTAINED)
TWO_SENTENCES = answer(
    "The tide is high. The gate is shut.",
    citation("The tide is high at noon.", 0, 17),
    citation("The gate is shut at 18:30.", 18, 35),
)


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        ("it costs 30 pounds", "30", True),
        ("it costs 130 pounds", "30", False),
        ("it costs 300 pounds", "30", False),
        ("it costs 30.5 pounds", "30", False),
        ("it costs 2.30 pounds", "30", False),
        ("it costs 30.", "30", True),
        ("rows 12,30", "30", True),
        ("version 4.1.3", "4.1", False),
        ("version 4.1. Then", "4.1", True),
        ("version 14.1", "4.1", False),
        ("Version\n  FOUR", "version four", True),
        ("STRASSE", "straße", True),
        ("thirty30", "30", True),
    ],
)
def test_strings_are_compared_as_people_read_them(text: str, expected: str, found: bool) -> None:
    """Case and white space do not count, and a number is not found inside a longer one."""
    assert holds(expected, [plain(text)]) is found


numbers = st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){0,2}", fullmatch=True)


@given(numbers, numbers)
def test_a_number_is_found_only_as_a_whole(number: str, other: str) -> None:
    """Between words a number matches itself alone."""
    assert (end_of(number, f"a {other} b") is not None) is (number == other)


@given(st.text(max_size=20), st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_words_are_found_wherever_they_are(before: str, words: str, after: str) -> None:
    """A string without digits at its edges is found in every text that has it."""
    expected = plain(re.sub(r"^\d+|\d+$", "", words))
    assert end_of(expected, plain(f"{before} {expected} {after}")) is not None


@pytest.mark.parametrize(
    ("expect", "given_answer", "wrong"),
    [
        (Expectation(any_of=(("tide", "noon"),)), TWO_SENTENCES, ""),
        (Expectation(any_of=(("ebb",), ("gate", "18:30"))), TWO_SENTENCES, ""),
        (Expectation(any_of=(("ebb",), ("gate", "19:30"))), TWO_SENTENCES, "missing: 'ebb'"),
        (Expectation(any_of=(("noon",),), first=True), TWO_SENTENCES, ""),
        (Expectation(any_of=(("18:30",),), first=True), TWO_SENTENCES, "not in the first"),
        (Expectation(any_of=(("shut",),), first=True), TWO_SENTENCES, ""),
        (Expectation(any_of=(("no",),)), ABSTENTION, "abstained (why)"),
        (Expectation(shown=("high",)), TWO_SENTENCES, ""),
        (Expectation(shown=("noon",)), TWO_SENTENCES, "not shown: 'noon'"),
        (Expectation(shown=("[2, 5)",)), answer(r"In \[2, 5\)."), ""),
        (Expectation(shown=("no",)), ABSTENTION, "abstained"),
        (Expectation(in_order=("high", "shut")), TWO_SENTENCES, ""),
        (Expectation(in_order=("noon", "18:30")), TWO_SENTENCES, ""),
        (Expectation(in_order=("shut", "high")), TWO_SENTENCES, "in another order"),
        (Expectation(in_order=("high", "low")), TWO_SENTENCES, "incomplete: 'low'"),
        (Expectation(in_order=("no",)), ABSTENTION, "abstained"),
        (Expectation(none_of=("noon",)), TWO_SENTENCES, ""),
        (Expectation(none_of=("Gate",)), TWO_SENTENCES, "unwanted: 'Gate'"),
        (Expectation(none_of=("cannot",)), ABSTENTION, "unwanted: 'cannot'"),
        (Expectation(no_citations=True), TWO_SENTENCES, "cites the documents"),
        (Expectation(no_citations=True), answer("You are welcome."), ""),
        (Expectation(abstain=True), ABSTENTION, ""),
        (Expectation(abstain=True), TWO_SENTENCES, "answered instead of abstaining"),
        (Expectation(abstain=False), ABSTENTION, "abstained (why)"),
        (Expectation(abstain=False), answer("x", finish=FinishReason.LENGTH), "ended with length"),
        (Expectation(abstain=True), answer("", finish=None), "failed: why"),
    ],
)
def test_each_expectation_holds_or_says_why_not(
    expect: Expectation, given_answer: CaseAnswer, wrong: str
) -> None:
    """An expectation that holds has no fault; one that does not has one that tells the reason."""
    found = faults(expect, given_answer)
    assert len(found) == bool(wrong)
    assert wrong in "".join(found)


def test_only_verified_citations_count() -> None:
    """Words that only an unverified citation has are missing."""
    expect = Expectation(any_of=(("noon",),))
    unverified = answer("The tide is high.", citation("High at noon.", 0, 17, verified=False))
    assert faults(expect, unverified) == ("missing: 'noon'",)


def test_all_faults_are_named() -> None:
    """An answer can be wrong in several ways at once."""
    expect = Expectation(any_of=(("ebb",),), none_of=("gate",), no_citations=True)
    assert len(faults(expect, TWO_SENTENCES)) == 3


texts = st.text("ab3. \\[\n", min_size=1, max_size=6)
strings = texts.filter(str.strip)
groups = st.lists(st.lists(strings, min_size=1, max_size=2), min_size=1, max_size=2)


@given(groups, st.text("ab3. \\[\n", max_size=30), st.lists(texts, max_size=3))
def test_what_comes_first_is_somewhere(
    any_of: list[list[str]], content: str, cited: list[str]
) -> None:
    """Whatever satisfies `first` satisfies the expectation without it."""
    citations = [citation(text, 0, len(content)) for text in cited]
    came = answer(content, *citations)
    first = msgspec.convert({"any_of": any_of, "first": True}, Expectation)
    anywhere = msgspec.convert({"any_of": any_of}, Expectation)
    assert not faults(anywhere, came) or faults(first, came)
