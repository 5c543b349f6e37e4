"""What a key is made of."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.access.api_key import (
    ALPHABET,
    LENGTH,
    MARK,
    MAX_NAME,
    is_key,
    key_name,
    key_origins,
    prefix_of,
)
from domain.access.digest import digest_of
from domain.access.origin import origin_of
from domain.access.workspace import workspace_name
from domain.errors import KeyInvalid, WorkspaceNameInvalid


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH), st.text(max_size=3))
def test_a_key_is_told_by_its_form(characters: str, more: str) -> None:
    """It has a mark, 40 letters and digits, and nothing else; its prefix leaves 190 bits secret."""
    text = MARK + characters
    assert is_key(text)
    assert is_key(text + more) == (more == "")
    assert not is_key(characters)
    assert len(ALPHABET) ** (len(text) - len(prefix_of(text))) > 2**190
    assert len(digest_of(text)) == 32


@given(st.text())
def test_a_name_is_one_line_or_none(text: str) -> None:
    """A name that is taken has visible characters alone, and is taken again as it is."""
    try:
        name = key_name(text)
    except KeyInvalid:
        return
    assert name.isprintable()
    assert 1 <= len(name) <= MAX_NAME
    assert key_name(name) == name


@given(st.text())
def test_an_origin_is_as_browsers_send_it(text: str) -> None:
    """What is taken has a scheme and a host, and no path."""
    try:
        [origin] = key_origins([text])
    except KeyInvalid:
        return
    scheme, _, host = origin.partition("://")
    assert scheme in {"http", "https"}
    assert host
    assert "/" not in host
    assert origin == origin.lower()
    assert key_origins([origin]) == (origin,)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://Docs.example:443/", "https://docs.example"),
        ("http://docs.example:80", "http://docs.example"),
        ("https://docs.example:80", "https://docs.example:80"),
        ("http://localhost:03000", "http://localhost:3000"),
        ("http://[0:0:0:0:0:0:0:1]:80", "http://[::1]"),
        ("https://docs.example:65536", None),
        ("https://docs.example:0", None),
        ("https://[1:2]", None),
    ],
)
def test_a_port_that_browsers_leave_out_is_left_out(written: str, sent: str | None) -> None:
    """Origins are compared as texts, so each has one form; what is none is refused by its text."""
    if sent is None:
        with pytest.raises(ValueError, match=re.escape(written)):
            origin_of(written)
    else:
        assert origin_of(written) == origin_of(sent) == sent


def test_origins_are_limited() -> None:
    """There are at most 20, and each is there once."""
    assert key_origins(["https://a.example", "https://A.example/"]) == ("https://a.example",)
    with pytest.raises(KeyInvalid):
        key_origins([f"https://{number}.example" for number in range(21)])


@given(st.text())
def test_a_workspace_name_can_stand_in_a_command_and_a_header(text: str) -> None:
    """It is in lower case, of letters, digits and three signs."""
    try:
        name = workspace_name(text)
    except WorkspaceNameInvalid:
        return
    assert name == workspace_name(name)
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789._-")
