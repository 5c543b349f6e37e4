"""Text is made storable before it is stored or sent."""

from hypothesis import given
from hypothesis import strategies as st

from domain.text.storable import storable


@given(st.text(st.characters() | st.sampled_from("\0\ud83d\udc00")))
def test_any_text_becomes_storable(text: str) -> None:
    """The result encodes as UTF-8, holds no NUL, and is the text where that was storable."""
    result = storable(text)
    assert "\0" not in result
    assert result.encode().decode() == result
    assert storable(result) == result
    if text.isascii() and "\0" not in text:
        assert result == text
