"""Conditions on the metadata of documents."""

import math
import operator
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents.conditions import Attribute, Both, Comparison, Condition, Either, holds
from domain.documents.metadata import Metadata
from domain.errors import InvalidInput
from entrypoints.api.openai.filters import MOST_PARTS, condition_of
from tests.support.work import counted

METADATA: Metadata = {"kind": "wader", "legs": "2", "tags": ("a", "b"), "weight": "1.5"}


@pytest.mark.parametrize(
    ("name", "comparison", "value", "expected"),
    [
        ("kind", "eq", "wader", True),
        ("kind", "eq", "Wader", False),
        ("kind", "ne", "duck", True),
        ("tags", "eq", "b", True),
        ("tags", "ne", "b", False),
        ("legs", "gt", "1.9", True),
        ("legs", "gte", "2.0", True),
        ("legs", "lt", "10", True),
        ("weight", "lte", "1", False),
        ("kind", "gt", "1", False),
        ("none", "ne", "1", False),
    ],
)
def test_a_value_is_compared(name: str, comparison: str, value: str, expected: bool) -> None:
    """Equality is that of texts, order that of numbers, and a missing attribute never compares."""
    assert holds(Attribute(name, Comparison(comparison), value), METADATA) is expected


@given(
    st.lists(st.sampled_from(["1", "2.5", "-3", "nan", "inf", "x", "1e3"]), max_size=4),
    st.sampled_from(["gt", "gte", "lt", "lte"]),
    st.sampled_from(["1", "2.5", "nan", "-inf", "x", "-4"]),
)
def test_one_of_the_numbers_is_enough(found: list[str], comparison: str, value: str) -> None:
    """The order of several values is that of any of them."""
    orders = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}
    numbers = [float(each) for each in found if each != "x"]
    expected = value != "x" and any(orders[comparison](each, float(value)) for each in numbers)
    condition = Attribute("n", Comparison(comparison), value)
    assert holds(condition, {"n": tuple(found)}) is expected


def number_in(text: str) -> float:
    """Return the number that a text is for Python; nan if it is none."""
    try:
        return float(text)
    except ValueError:
        return math.nan


BLANKS = string.whitespace + "\N{NO-BREAK SPACE}"


@given(
    st.text("01\N{ARABIC-INDIC DIGIT THREE}_+-.eE", max_size=6)
    | st.sampled_from(["inf", "-Infinity", "nan", "+NaN", "infi"]),
    st.text(BLANKS, max_size=2),
    st.text(BLANKS, max_size=2),
)
def test_a_number_is_what_python_reads_as_one(text: str, before: str, after: str) -> None:
    """Each such text but nan has an order, as a value of a document and in a filter; none other."""
    sent = before + text + after
    expected = not math.isnan(number_in(sent))
    condition = Attribute("n", Comparison.LESS_OR_EQUAL, "inf")
    assert holds(condition, {"n": sent}) is expected
    condition = Attribute("n", Comparison.LESS_OR_EQUAL, sent)
    assert holds(condition, {"n": "-inf"}) is expected


def test_values_that_are_no_numbers_take_no_longer_than_numbers() -> None:
    """None of thousands is tried as a number, which would raise an error for each."""
    values = tuple(map(chr, range(0x4E00, 0x4E00 + 1000)))
    with counted() as work:
        assert not holds(Attribute("n", Comparison.LESS, "1"), {"n": values})
    assert work.lines < 2 * len(values)


def test_many_values_are_read_once() -> None:
    """Many comparisons with a document of many values take hardly more than one."""
    metadata: Metadata = {"n": tuple(map(str, range(10_000)))}
    one = Attribute("n", Comparison.GREATER, "10000")
    with counted() as once:
        holds(one, metadata)
    with counted() as often:
        holds(Either((one,) * 200), metadata)
    assert often.lines < 3 * once.lines


ATTRIBUTES = st.builds(
    Attribute,
    st.sampled_from(["kind", "legs", "none"]),
    st.sampled_from(Comparison),
    st.sampled_from(["wader", "2", "3"]),
)


@given(ATTRIBUTES, ATTRIBUTES)
def test_conditions_are_combined(one: Condition, other: Condition) -> None:
    """All or any of the parts hold; of no parts, all hold and none."""
    first, second = holds(one, METADATA), holds(other, METADATA)
    assert holds(Both((one, other)), METADATA) is (first and second)
    assert holds(Either((one, other)), METADATA) is (first or second)
    assert holds(Both(()), METADATA)
    assert not holds(Either(()), METADATA)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["type", "key", "value", "filters", "and", "eq"]), inner)
    ),
    max_leaves=8,
)
LIKE_A_FILTER = st.fixed_dictionaries(
    {"type": st.sampled_from(["and", "or", "in", "nin", "eq", "x"])},
    optional={"key": JSON, "value": JSON, "filters": JSON},
)


@given(LIKE_A_FILTER)
def test_whatever_is_sent_as_a_filter_is_a_condition_or_refused(
    given_filter: dict[str, object],
) -> None:
    """No JSON breaks the reading of filters."""
    try:
        condition = condition_of(given_filter)
    except InvalidInput:
        return
    assert holds(condition, METADATA) in {True, False}


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("in", ["duck", "b"], True),
        ("in", ["duck"], False),
        ("in", [], False),
        ("nin", ["duck"], True),
        ("nin", ["duck", "b"], False),
        ("nin", [], True),
    ],
)
def test_a_list_has_a_value_or_not(kind: str, values: list[str], expected: bool) -> None:
    """One of the values is enough to be in a list; a missing attribute is neither in it nor not."""
    assert holds(condition_of({"type": kind, "key": "tags", "value": values}), METADATA) is expected
    assert not holds(condition_of({"type": kind, "key": "none", "value": values}), METADATA)


def test_several_filters_are_one_condition() -> None:
    """A document has to fulfil all of them."""
    wader: dict[str, object] = {"type": "eq", "key": "kind", "value": "wader"}
    duck = {**wader, "value": "duck"}
    assert holds(condition_of(wader, wader), METADATA)
    assert not holds(condition_of(wader, duck), METADATA)


def a_list(values: int) -> dict[str, object]:
    """Return a filter with so many values."""
    return {"type": "in", "key": "tags", "value": list(range(values))}


@pytest.mark.parametrize(
    "filters",
    [
        [a_list(MOST_PARTS)],
        [a_list(MOST_PARTS - 2)] * 2,
        [{"type": "or", "filters": [a_list(0)] * MOST_PARTS}],
        [{"type": "and", "filters": [{"type": "or", "filters": []}] * MOST_PARTS}],
    ],
)
def test_filters_have_so_many_parts_at_most(filters: list[dict[str, object]]) -> None:
    """Values, comparisons and lists of filters count, in all filters together."""
    condition_of(a_list(MOST_PARTS - 1))
    with pytest.raises(InvalidInput, match="have more than 256 "):
        condition_of(*filters)


def test_a_filter_has_so_many_levels_at_most() -> None:
    """A filter that is nested more deeply is refused."""
    deep: dict[str, object] = {"type": "eq", "key": "a", "value": "b"}
    for _ in range(11):
        deep = {"type": "and", "filters": [deep]}
    with pytest.raises(InvalidInput):
        condition_of(deep)
