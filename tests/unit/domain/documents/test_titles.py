"""The title of a document."""

import pytest

from domain.documents.titles import MAX_TITLE_LENGTH, title_of


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
