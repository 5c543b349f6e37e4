"""Which bytes a request asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrypoints.api.byte_ranges import is_known, requested_range
from entrypoints.api.request_errors import RangeNotSatisfiable

TAG = '"abc"'


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=2-4", (2, 5)),
        ("BYTES=2-", (2, 10)),
        ("bytes=2-99", (2, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-99", (0, 10)),
        ("bytes=4-2", None),
        ("bytes=0-1,4-5", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
        ("bytes=-", None),
        ("", None),
    ],
)
def test_a_range_is_read_or_ignored(asked: str, expected: tuple[int, int] | None) -> None:
    """One range of bytes is read; anything else asks for the whole file."""
    assert requested_range({"range": asked}, 10, TAG) == expected


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=10-20", "bytes=-0"])
def test_a_range_beyond_the_file_is_refused(asked: str) -> None:
    """A range without a byte of the file is an error that says how many there are."""
    with pytest.raises(RangeNotSatisfiable) as caught:
        requested_range({"range": asked}, 10, TAG)
    assert caught.value.headers == {"Content-Range": "bytes */10"}


def test_a_range_of_another_file_is_ignored() -> None:
    """A range with `If-Range` counts only for the file that the client has a part of."""
    asked = {"range": "bytes=0-1"}
    assert requested_range({**asked, "if-range": TAG}, 10, TAG) == (0, 2)
    assert requested_range({**asked, "if-range": '"other"'}, 10, TAG) is None


@given(st.text(), st.integers(0, 1000))
def test_any_range_is_within_the_file(asked: str, size: int) -> None:
    """Whatever a client sends, the bytes it gets are bytes of the file."""
    for header in (asked, f"bytes={asked}"):
        try:
            found = requested_range({"range": header}, size, TAG)
        except RangeNotSatisfiable:
            continue
        assert found is None or 0 <= found[0] < found[1] <= size


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        ('"abc"', True),
        ('W/"abc"', True),
        ('"x", "abc"', True),
        ("*", True),
        ('"x"', False),
        ("", False),
    ],
)
def test_a_file_that_the_client_has_is_known(sent: str, known: bool) -> None:
    """`If-None-Match` names the file, alone or among others."""
    assert is_known({"if-none-match": sent}, TAG) is known
