"""Finding phrases in a text, word for word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text.phrases import has_any, phrases_in

TEXT = "The inlet valve\nmust  be **opened** before the pump; see “Café crème” (p. 4.1.3)."


@pytest.mark.parametrize(
    "phrase",
    [
        "valve must be opened",
        "VALVE MUST",
        "must be opened before the pump.",
        "the pump",
        "cafe creme",
        "see 'cafe\u0301 crème'",
        "The",
        "4.1.3",
        "4.1",
    ],
)
def test_a_phrase_is_found_in_other_writing(phrase: str) -> None:
    """Case, line breaks, emphasis, accents, quotation marks and a stop at the end do not matter."""
    assert phrases_in(TEXT, [phrase]) == (phrase,)


@pytest.mark.parametrize(
    "phrase",
    ["valve be opened", "pump before the opened", "val", "alve must", "1.3.4", "13", "…", ""],
)
def test_other_words_are_not_the_phrase(phrase: str) -> None:
    """Words in another order, with a gap, and parts of words are not the phrase."""
    assert phrases_in(TEXT, [phrase]) == ()


def test_scripts_without_blanks_have_no_edges_of_words() -> None:
    """In Chinese and Japanese a phrase may stand anywhere, and letters stay whole in Korean."""
    assert phrases_in("先に吸込弁を開けること。", ["弁を開ける"])
    assert phrases_in("각 방의 문", ["가"]) == ()


def test_each_phrase_is_looked_for() -> None:
    """The phrases found are returned in the order in which they were asked for."""
    assert phrases_in(TEXT, ["the pump", "the lamp", "inlet valve"]) == ("the pump", "inlet valve")
    assert has_any(["a lamp", TEXT], ["the lamp", "the pump"])
    assert not has_any(["a lamp", TEXT], ["the lamp"])
    assert not has_any([TEXT], [])


WORD = st.text(st.characters(categories=("Lu", "Ll")), min_size=1, max_size=8)


@given(st.lists(WORD, min_size=1, max_size=12), st.data())
def test_a_part_of_a_text_is_in_it(words: list[str], data: st.DataObject) -> None:
    """Each run of words of a text is a phrase of it, and stays one in capitals and apart."""
    start = data.draw(st.integers(0, len(words) - 1))
    phrase = " ".join(words[start : data.draw(st.integers(start + 1, len(words)))])
    assert phrases_in(" ".join(words), [phrase])
    assert phrases_in("\n ".join(words), [phrase])
