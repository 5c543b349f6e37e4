"""The prompts are files, and a folder can replace them."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answering.prompt import Prompt, render_passage
from domain.answering.prompts import PLAIN_PASSAGE, PromptVersion
from domain.documents.place import Place
from domain.errors import Misconfigured
from domain.retrieval.passages import Passage
from entrypoints.prompt_files import NAMES, read_prompts

SYSTEM = "Answer like a pirate: [1], or [no answer]."
LAYOUT = "<passage {attributes}>\nIt says:\n{content}\n</passage>"


def write(folder: Path, name: str, text: str, version: str = "7b") -> None:
    """Write a prompt."""
    (folder / f"{name}.txt").write_text(f"version: {version}\n\n{text}\n")


def passage(content: str) -> Passage:
    return Passage(Place(UUID(int=1), "a.txt", 0, len(content)), 0, content, 1, 0.9)


def test_quoth_has_all_prompts() -> None:
    """Each has a version, and the layout of passages is the one of the domain."""
    prompts = read_prompts()
    assert prompts.describe() == "system 1, passage 1, rewriting 1"
    assert prompts.passage == PLAIN_PASSAGE
    assert prompts.rewriting.startswith("You rewrite the last question")


def test_a_folder_replaces_some(tmp_path: Path) -> None:
    """The others stay, and messages are made of both; the versions say which are yours."""
    write(tmp_path, "system", SYSTEM)
    write(tmp_path, "passage", LAYOUT, "2")
    prompts = read_prompts(tmp_path)
    assert prompts.versions[0] == PromptVersion("system", "7b", replaced=True)
    assert prompts.describe() == "system 7b (yours), passage 2 (yours), rewriting 1"
    assert prompts != read_prompts()
    system, question = Prompt("Why?", (passage("So."),), prompts=prompts).messages()
    assert system.content == SYSTEM
    assert '<passage number="1" file="a.txt">\nIt says:\nSo.\n</passage>' in question.content


@given(st.sampled_from(["{content}", "{attributes}", "</passage>", "<passage {attributes}>", "a"]))
def test_what_a_document_says_is_no_layout(said: str) -> None:
    """Its placeholders stay text, and its tags cannot end the passage."""
    rendered = render_passage(1, passage(f"{said}{said}"), LAYOUT)
    assert rendered.count("<passage") == rendered.count("</passage>") == 1
    if said.startswith("{"):
        assert f"It says:\n{said}{said}\n</passage>" in rendered


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("system", "Answer.", "must begin with a line such as 'version: 1'"),
        ("system", "version: 1\n\n", "must begin with a line such as 'version: 1'"),
        ("system", "version: 1\n\nAnswer [1].", "must say [no answer]"),
        ("system", "version: 1\n\nAnswer [no answer].", "must say [1]"),
        ("passage", "version: 1\n\n{attributes} {content}", "must begin with '<passage"),
        ("passage", "version: 1\n\n<passage {attributes}></passage>", "must begin with '<passage"),
        ("passage", f"version: 1\n\n{LAYOUT}{{content}}", "must begin with '<passage"),
        ("passage", "version: 1\n\n<passage {attributes}>{content}{content}</passage>", "once"),
        ("passage", f"version: 1\n\n{LAYOUT} {{content}}</passage>", "must begin with '<passage"),
    ],
)
def test_a_mistake_is_explained(tmp_path: Path, name: str, content: str, said: str) -> None:
    """The message names the file and what it needs; nothing starts with it."""
    (tmp_path / f"{name}.txt").write_text(content)
    with pytest.raises(Misconfigured, match=re.escape(said)) as refused:
        read_prompts(tmp_path)
    assert f"The prompt {name}.txt" in refused.value.message


def test_all_mistakes_are_listed(tmp_path: Path) -> None:
    """A file that is no text is one of them, and so is a missing folder."""
    for name in NAMES:
        (tmp_path / f"{name}.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Misconfigured) as refused:
        read_prompts(tmp_path)
    assert len(refused.value.message.splitlines()) == 3
    with pytest.raises(Misconfigured, match="QUOTH_PROMPTS_DIR"):
        read_prompts(tmp_path / "missing")
