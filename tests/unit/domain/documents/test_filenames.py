"""Displayed file names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents.filenames import MAX_NAME_LENGTH, display_name


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("report.txt", "report.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\notes.md", "notes.md"),
        ("a\x00b\n.txt", "ab.txt"),
        ("Bericht für März 🗼.md", "Bericht für März 🗼.md"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467.txt",) * 2,
        ("a\u202etxt.exe.md", "atxt.exe.md"),
        ("", "unnamed"),
        ("folder/", "unnamed"),
    ],
)
def test_a_name_is_shown_without_folders_and_controls(sent: str, shown: str) -> None:
    """A name is shown without folders and control characters."""
    assert display_name(sent) == shown


@given(st.text())
def test_any_name_can_be_shown_and_stored(name: str) -> None:
    """Any name is shown non-empty, short, visible and without a path."""
    shown = display_name(name)
    assert 0 < len(shown) <= MAX_NAME_LENGTH
    assert not set(shown) & {"/", "\\"}
    joiners = {"\u200c", "\u200d"}
    assert all(char in joiners or unicodedata.category(char)[0] != "C" for char in shown)


def test_a_long_name_keeps_its_type() -> None:
    """A shortened name keeps its extension."""
    assert display_name("n" * 1000 + ".markdown").endswith("n.markdown")
