"""What a reader returned, with every character that can be stored."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.file_formats.cleaning import cleaned
from domain.documents.document import ExtractedText
from domain.documents.parts import Part, PartKind

ANY_TEXT = st.text(st.characters(exclude_categories=[]))


@given(ANY_TEXT)
def test_any_text_becomes_storable_and_keeps_its_places(text: str) -> None:
    r"""NUL, \r and lone surrogates become other characters, and all others stay where they are."""
    part = Part(PartKind.SHEET, 0, 1, text)
    found = cleaned(ExtractedText(text, (text,), {text: (text,)}, text, parts=(part,)))
    assert len(found.text) == len(text)
    assert found.metadata == {found.text: (found.text,)}
    assert (found.notes, found.title, found.parts[0].name) == ((found.text,), *[found.text] * 2)
    found.text.encode()
    assert not {"\0", "\r"} & set(found.text)
    assert all(
        new == old or old in "\0\r" or "\ud800" <= old <= "\udfff"
        for new, old in zip(found.text, text, strict=True)
    )
