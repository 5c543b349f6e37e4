"""Reading source code."""

from pathlib import Path

import pytest

from adapters.file_formats.reader import SourceFile
from adapters.file_formats.source_code.reader import read
from domain.errors import FileEmpty
from domain.text.structure.blocks import Kind
from domain.text.structure.reading import read_structure

CODE = """\
# Sends mail
def send(to):

    # To one person
    return post(to)  # 1. retry
"""


def read_code(content: bytes, name: str, folder: Path) -> str:
    (folder / "file").write_bytes(content)
    return read(SourceFile(folder / "file", name)).text


def test_code_is_exact_and_no_prose(tmp_path: Path) -> None:
    """No comment becomes a heading: all of it is one block of code."""
    text = read_code(CODE.replace("\n", "\r\n").encode("utf-8-sig"), "mail.py", tmp_path)
    assert text == f"```python\n{CODE}```\n"
    assert [block.kind for block in read_structure(text)] == [Kind.CODE]
    assert Kind.HEADING in [block.kind for block in read_structure(CODE)]


def test_settings_are_keys_with_values(tmp_path: Path) -> None:
    """They stand without fences, under their sections."""
    text = read_code(b"[server]\nport = 8000\nhost = localhost\n", "app.ini", tmp_path)
    assert text == "[server]\nport = 8000\nhost = localhost\n"
    fields = [block for block in read_structure(text) if block.kind is Kind.FIELD]
    assert [block.section[-1].title for block in fields] == ["server", "server"]


def test_no_code_is_empty(tmp_path: Path) -> None:
    """There is nothing to answer from."""
    with pytest.raises(FileEmpty):
        read_code(b"\n \n", "a.py", tmp_path)
