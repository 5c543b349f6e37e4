"""Positions in the list of documents, and their texts, which are cursors."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents.document import DocumentPosition

TIMES = st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@given(TIMES, st.uuids())
def test_a_cursor_is_read_back_to_the_microsecond(uploaded_at: datetime, number: UUID) -> None:
    """The text of a position stands for exactly this position."""
    position = DocumentPosition(uploaded_at, number)
    assert DocumentPosition.parse(str(position)) == position


@given(st.from_regex(r"\A[0-9]{1,18}\.[0-9a-f]{32}\Z"))
def test_every_text_of_the_form_of_a_cursor_is_one(cursor: str) -> None:
    """A time beyond the calendar is the end of it, so that no cursor of this form fails."""
    assert DocumentPosition.parse(cursor).uploaded_at.year >= 1970


@pytest.mark.parametrize(
    "cursor", ["", ".", "1", "x.y", "1.2", "01a21556-91fb-7cc5-8526-031ac48f2a9f"]
)
def test_other_texts_are_no_cursors(cursor: str) -> None:
    """Ids, which were cursors once, and other texts are refused."""
    with pytest.raises(ValueError, match="no cursor"):
        DocumentPosition.parse(cursor)


def test_positions_go_by_time_and_then_by_id() -> None:
    """A later upload comes after an earlier one, and the id decides between equal times."""
    now = datetime(2026, 11, 26, tzinfo=UTC)
    one, two = UUID(int=1), UUID(int=2)
    earlier = DocumentPosition(now - timedelta(microseconds=1), two)
    assert earlier < DocumentPosition(now, one) < DocumentPosition(now, two)
