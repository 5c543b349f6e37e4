"""The names of files that are downloaded."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents.filenames import display_name
from entrypoints.api.downloads import attachment


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("report.pdf", 'attachment; filename="report.pdf"'),
        ("alpha/a b (1).pdf", 'attachment; filename="a b (1).pdf"'),
        ('a"b.pdf', "attachment; filename=\"a_b.pdf\"; filename*=UTF-8''a%22b.pdf"),
        ("café.pdf", "attachment; filename=\"caf_.pdf\"; filename*=UTF-8''caf%C3%A9.pdf"),
        ("100%.pdf", "attachment; filename=\"100_.pdf\"; filename*=UTF-8''100%25.pdf"),
    ],
)
def test_a_name_is_stated_for_old_and_new_clients(name: str, header: str) -> None:
    """The last part of a name is stated in ASCII, and in UTF-8 where that differs."""
    assert attachment(name) == header


@given(st.text().map(display_name))
def test_any_name_is_one_header(name: str) -> None:
    """No name adds a line or a parameter to the header, and its UTF-8 form is exact."""
    header = attachment(name)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    if "filename*" in header:
        assert unquote(header.partition("UTF-8''")[2]) == name.rpartition("/")[2]
