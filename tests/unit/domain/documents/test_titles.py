"""The title of a document."""

import pytest

from domain.documents.titles import MAX_TITLE_LENGTH, stated_title, title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# The pump room\n\nKeep it dry.", "The pump room"),
        ("Keep it dry.\n\n## Valves\n\nOpen them.", "Valves"),
        ("The pump room\n=============\n\nKeep it dry.", "The pump room"),
        ('---\ntitle: "Pump room"\ntags: [a]\n---\n# Other\n', "Pump room"),
        ("---\ntags: [a]\n---\n# Other\n", "Other"),
        ("Keep it dry. Open the valves.", None),
        ("", None),
    ],
)
def test_a_title_is_that_of_the_front_matter_or_the_first_heading(
    text: str, title: str | None
) -> None:
    """The title is written in the front matter, or is the first heading; a text may have none."""
    assert title_of(text) == title


def test_a_title_is_near_the_beginning_and_short() -> None:
    """A heading far behind is not the title, and a long one is cut."""
    assert title_of("word " * 1_000 + "\n\n# Late") is None
    assert len(title_of("# " + "x" * 1_000) or "") <= MAX_TITLE_LENGTH


def test_a_title_that_a_file_states_is_short_and_on_one_line() -> None:
    """Whatever a file states, its title is no longer than those that clients give."""
    assert stated_title(" The pump\n room ") == "The pump room"
    assert stated_title("word " * 400_000) == ("word " * 40).strip()
    assert stated_title(" \n") is None
    assert stated_title(None) is None
