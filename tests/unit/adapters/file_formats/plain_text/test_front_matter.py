"""The front matter of Markdown files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.file_formats.plain_text.front_matter import split_front_matter


def test_front_matter_is_text_and_lists_of_text() -> None:
    """Values are as written, those of a group have its path, and empty ones are left out."""
    text = (
        "---\ntitle: 'Pumps: a guide' # short\ndraft: false\ndate: 2026-03-01\nversion: 1.10\n"
        "tags:\n  - water\n  - 7\nauthor:\n  name: Ada\n  mail:\nsummary: |\n  Two\n  lines\n---\n"
        "\n# Pumps\n"
    )
    metadata, rest = split_front_matter(text)
    assert metadata == {
        "title": "Pumps: a guide",
        "draft": "false",
        "date": "2026-03-01",
        "version": "1.10",
        "tags": ("water", "7"),
        "author.name": "Ada",
        "summary": "Two\nlines",
    }
    assert rest == "# Pumps\n"


def test_toml_is_read() -> None:
    """Front matter between plus signs is TOML."""
    text = '+++\ntitle = "Pumps"\ndraft = true\ntags = ["a", 1]\n[author]\nname = "Ada"\n+++\nText'
    expected = {"title": "Pumps", "draft": "true", "tags": ("a", "1"), "author.name": "Ada"}
    assert split_front_matter(text) == (expected, "Text")


def test_a_block_that_is_no_valid_yaml_is_read_line_by_line() -> None:
    """A colon in a title and a template's braces do not make a text of front matter."""
    text = "---\ntitle: Pumps: a guide\nowner: {{name}}\ntags: [a, b]\nlist:\n  - x\n---\nText"
    expected = {"title": "Pumps: a guide", "owner": "{{name}}", "tags": ("a", "b")}
    assert split_front_matter(text) == (expected, "Text")


@pytest.mark.parametrize(
    "text",
    [
        "---\nA ruler above.\n\n---\nAnd below.",
        "---\nNote: this goes on\nin a paragraph.\n\nAnd on.\n---\n",
        "---\n---\nText",
        "---\ntitle: never closed\n",
        "Text\n---\ntitle: later\n---\n",
        "+++\nno toml\n+++\n",
        "- a\n- b",
        "---\n" + "key: value\n" * 3000 + "---\n",
    ],
)
def test_other_blocks_are_text(text: str) -> None:
    """Rulers, blocks that never close and blocks that are too long are text."""
    assert split_front_matter(text) == ({}, text)


@pytest.mark.parametrize(
    "body",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "a: " + "[" * 5000 + "\n",
        "a: " + "{a: " * 5000 + "\n",
        "<<: &x\n  y: *x\n",
        'a: "\\0\\ud800"\n',
        "? [a]\n: b\n",
        "!!python/object/apply:os.system [ls]\n",
    ],
)
def test_hostile_front_matter_is_bounded(body: str) -> None:
    """Aliases, endless nesting and tags are read without repeating or running anything."""
    metadata, _ = split_front_matter(f"---\n{body}---\nText")
    assert len(str(metadata)) < 20_000
    str(metadata).encode()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")))
def test_any_block_is_read(body: str) -> None:
    """Any block is metadata or text, and never both."""
    text = f"---\n{body}\n---\nText"
    metadata, rest = split_front_matter(text)
    assert rest == text or metadata
