"""Cutting compounds into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text.compounds import Longer, cuts, parts


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("gartenschlauch", {"garten", "schlauch"}, ("garten", "schlauch")),
        ("ankunftszeit", {"ankunft", "zeit"}, ("ankunft", "zeit")),
        ("blumenvase", {"blume", "vase"}, ("blume", "vase")),
        ("ölkanne", {"öl", "kanne"}, ("öl", "kanne")),
        ("fietsenstalling", {"fiets", "stalling"}, ("fiets", "stalling")),
        ("arbetsplats", {"arbet", "plats"}, ("arbet", "plats")),
        ("gartenschlauch", {"schlauch"}, ("schlauch",)),
        ("gartenschlauch", {"garten"}, ()),
        ("beschlauch", {"schlauch"}, ()),
        ("gartenschlauch", set(), ()),
        ("tor", {"or"}, ()),
        ("", set(), ()),
    ],
)
def test_a_compound_is_cut_into_words(
    word: str, known: set[str], expected: tuple[str, ...]
) -> None:
    """The parts are known words, with or without a linking element; a prefix is no part."""
    assert parts(word, known) == expected


@pytest.mark.parametrize(
    ("longer", "known", "compound"),
    [
        (Longer("gartenschlauch", "schlauch", ends_with=True), set(), True),
        (Longer("ölkann", "kann", ends_with=True), {"öl"}, True),
        (Longer("ölkann", "kann", ends_with=True), set(), False),
        (Longer("versicher", "sicher", ends_with=True), {"haus"}, False),
        (Longer("ankunftszeit", "zeit", ends_with=True), {"ankunft"}, True),
        (Longer("gartenschlauch", "gart", ends_with=False), {"schlauch"}, True),
        (Longer("gartenschlauch", "gart", ends_with=False), set(), True),
        (Longer("hausrat", "haus", ends_with=False), {"rat"}, True),
        (Longer("hausier", "haus", ends_with=False), set(), False),
        (Longer("hausi", "haus", ends_with=False), set(), False),
    ],
)
def test_a_longer_word_is_a_compound_if_its_rest_is_a_word(
    longer: Longer, known: set[str], compound: bool
) -> None:
    """The other part is known or long; endings and prefixes make no compound."""
    assert longer.is_compound(known) is compound


@given(st.text("abcdefs", max_size=30))
def test_the_sides_of_a_cut_make_the_word(word: str) -> None:
    """The first part with its linking element and the second part are the word."""
    for cut in cuts(word):
        assert cut.heads[0] + cut.tail == word
        assert all(word.startswith(head) for head in cut.heads)
