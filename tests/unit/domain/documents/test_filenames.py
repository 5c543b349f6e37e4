"""File names as they are stored, shown and compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents.filenames import MAX_NAME_LENGTH, display_name, name_words

CAFE = "caf\u00e9.txt"
ODD = st.text(st.sampled_from("aé\u0301\u0308 ./\\:C\u202e\u200d\n\0한ᄒ")) | st.text()


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("report.txt", "report.txt"),
        ("alpha/settings.md", "alpha/settings.md"),
        ("alpha\\beta\\settings.md", "alpha/beta/settings.md"),
        ("./alpha//./settings.md", "alpha/settings.md"),
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("docs/../../notes/a.md", "notes/a.md"),
        ("/etc/passwd.txt", "etc/passwd.txt"),
        ("C:\\Users\\me\\notes.md", "Users/me/notes.md"),
        ("c:/D:/notes.md", "notes.md"),
        (" a / b .md ", "a/b .md"),
        ("a\x00b\n.txt", "ab.txt"),
        ("Bericht für März 🗼.md", "Bericht für März 🗼.md"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467.txt",) * 2,
        ("a\u202etxt.exe.md", "atxt.exe.md"),
        (unicodedata.normalize("NFD", CAFE), CAFE),
        ("e\x00\u0301.txt", "\u00e9.txt"),
        ("", "unnamed"),
        ("..", "unnamed"),
        ("folder/", "folder"),
    ],
)
def test_a_name_is_a_relative_path_without_controls(sent: str, shown: str) -> None:
    """A name keeps its folders, as a relative path in NFC without control characters."""
    assert display_name(sent) == shown


@given(ODD)
def test_any_name_can_be_shown_and_stored(name: str) -> None:
    """Any name becomes a short, visible, relative path in NFC, which does not change again."""
    shown = display_name(name)
    assert 0 < len(shown) <= MAX_NAME_LENGTH
    assert "\\" not in shown
    assert not set(shown.split("/")) & {"", ".", "..", "C:"}
    joiners = {"\u200c", "\u200d"}
    assert all(char in joiners or unicodedata.category(char)[0] != "C" for char in shown)
    assert unicodedata.is_normalized("NFC", shown)
    assert display_name(shown) == shown


@given(st.text(min_size=200, max_size=400), st.text(max_size=400))
def test_long_names_do_not_change_again(stem: str, suffix: str) -> None:
    """A shortened name is one that stays as it is."""
    shown = display_name(f"{stem}.{suffix}")
    assert len(shown) <= MAX_NAME_LENGTH
    assert display_name(shown) == shown


def test_a_long_name_keeps_its_type() -> None:
    """A shortened name keeps its extension."""
    assert display_name("n" * 1000 + ".markdown").endswith("n.markdown")


def test_a_long_path_keeps_its_innermost_folders() -> None:
    """From a path that is too long, whole folders are left out from its beginning."""
    path = "/".join(f"folder {number}" for number in range(100)) + "/file.md"
    shown = display_name(path)
    assert path.endswith(f"/{shown}")
    assert shown.startswith("folder ")
    assert len(shown) > MAX_NAME_LENGTH - len("folder 99/")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ops/runbook-osprey.md", "ops runbook osprey"),
        ("travel_draft 2.TXT", "travel draft 2"),
        ("ospreyRunbookPDF.md", "osprey Runbook PDF"),
        ("release-4.1.3.md", "release 4.1.3"),
        ("release-4.1.3", "release 4.1.3"),
        ("Grüße–Übersicht.md", "Grüße Übersicht"),
        ("पुस्तक-नियम.md", "पुस्तक नियम"),
        ("議事録.txt", "議事録"),
        (".md", "md"),
    ],
)
def test_the_words_of_a_name_are_parted(name: str, words: str) -> None:
    """Folders, hyphens, underscores and capitals part words; suffixes go, versions stay whole."""
    assert name_words(name) == words
