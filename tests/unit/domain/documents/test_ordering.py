"""Positions in lists of documents, and their texts, which are cursors."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents.ordering import DocumentPosition, DocumentSort

TIMES = st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
VALUES = {
    "uploaded_at": TIMES,
    "filename": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=255),
    "file_size": st.integers(0, 10**18 - 1),
}
POSITIONS = st.sampled_from(DocumentSort).flatmap(
    lambda sort: st.tuples(st.just(sort), VALUES[sort.field], st.uuids())
)


@given(POSITIONS)
def test_a_cursor_is_read_back_exactly(position: tuple[DocumentSort, object, UUID]) -> None:
    """The text of a position stands for exactly this position, in every order."""
    sort, value, number = position
    there = DocumentPosition(value, number)  # type: ignore[arg-type] # a value of this order
    assert DocumentPosition.parse(str(there), sort) == there


@given(st.from_regex(r"\A[0-9]{1,18}\.[0-9a-f]{32}\Z"))
def test_every_number_is_a_time(cursor: str) -> None:
    """A time beyond the calendar is the end of it, so that no cursor of this form fails."""
    value = DocumentPosition.parse(cursor, DocumentSort.NEWEST).value
    assert isinstance(value, datetime)
    assert value.year >= 1970


@pytest.mark.parametrize("sort", DocumentSort)
@pytest.mark.parametrize(
    "cursor", ["", ".", "1", "x.y", "1.2", "01a21556-91fb-7cc5-8526-031ac48f2a9f"]
)
def test_other_texts_are_no_cursors(cursor: str, sort: DocumentSort) -> None:
    """Ids and other texts are refused."""
    with pytest.raises(ValueError, match="no cursor"):
        DocumentPosition.parse(cursor, sort)


@pytest.mark.parametrize(
    ("value", "sort"),
    [
        ("YQ", DocumentSort.NEWEST),
        ("", DocumentSort.LARGEST),
        ("A", DocumentSort.FILENAME),
        ("_w", DocumentSort.FILENAME),
        ("AA", DocumentSort.FILENAME),
    ],
)
def test_a_cursor_of_another_order_is_refused(value: str, sort: DocumentSort) -> None:
    """A name is no number, and bytes that are no text are no name."""
    with pytest.raises(ValueError):  # noqa: PT011 - some are the decoder's
        DocumentPosition.parse(f"{value}.{UUID(int=1).hex}", sort)
