"""Reading JSON and JSON Lines."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.file_formats.json_text.reader import read
from adapters.file_formats.reader import SourceFile
from domain.errors import FileDamaged, FileEmpty, FileTooComplex


def read_text(text: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(text.encode())
        return read(SourceFile(path, "a.json")).text


def test_fields_come_first_and_objects_have_headings() -> None:
    """The fields of an object stand together, those of inner ones under their key."""
    assert read_text('{"a": {"b": {"c": 1}, "d": 2}, "e": true, "f": null, "g": ["x", "y"]}') == (
        "e: true\nf: null\ng: x, y\n\n# a\n\nd: 2\n\n## b\n\nc: 1\n"
    )


def test_a_deep_heading_names_the_keys_above_it() -> None:
    """There are six levels of headings."""
    deep = '{"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": 1}}}}}}}}'
    assert read_text(deep).endswith("###### f\n\n###### e › f › g\n\nh: 1\n")


def test_like_objects_are_the_rows_of_a_table() -> None:
    """Others in a list have headings with their name or number."""
    assert read_text(
        '{"birds": [{"name": "heron", "kg": 1.50}, {"name": "wren", "rare": true}]}'
    ) == (
        "# birds\n\n| name | kg | rare |\n| --- | --- | --- |\n"
        "| heron | 1.50 |  |\n| wren |  | true |\n"
    )
    assert read_text('[{"name": "A", "in": {"x": 1}}, {"in": {"x": 2}}]') == (
        "# A\n\nname: A\n\n## in\n\nx: 1\n\n# 2\n\n## in\n\nx: 2\n"
    )


def test_numbers_and_keys_are_exact() -> None:
    """Digits are not rounded, and a key that comes twice is read twice."""
    text = '{"n": 12345678901234567890.10, "n": 1e400, "m": -0.0}'
    assert read_text(text) == "n: 12345678901234567890.10\nn: 1e400\nm: -0.0\n"


def test_a_text_of_several_lines_keeps_them() -> None:
    """It stands under its key."""
    assert read_text('{"body": "One.\\n\\nTwo."}') == "# body\n\nOne.\n\nTwo.\n"


def test_json_lines_are_a_list() -> None:
    """Each line is a record, and a line that is damaged is named."""
    assert read_text('{"a": 1, "b": 2}\n\n{"a": 3, "b": 4}\n') == (
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |\n"
    )
    with pytest.raises(FileDamaged, match="line 3, column 6"):
        read_text('{"a": 1}\n{"a": 2}\n{"a":')


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": 1,\n "b" 2}', "line 2, column 6"),
        ("plain words", "line 1, column 1"),
        ("[1,", "line 1"),
    ],
)
def test_damaged_json_is_refused_with_its_place(text: str, place: str) -> None:
    """The error names the line and the column."""
    with pytest.raises(FileDamaged, match=place):
        read_text(text)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[" * 150 + "]" * 150, '{"a":' * 200 + "1" + "}" * 200]
)
def test_deep_values_are_refused(text: str) -> None:
    """A hundred values in each other are enough."""
    with pytest.raises((FileTooComplex, FileDamaged)):
        read_text(text)


@pytest.mark.parametrize("text", ["", " \n", '""', "[]"])
def test_nothing_to_read_is_empty(text: str) -> None:
    """There is nothing to answer from."""
    with pytest.raises(FileEmpty):
        read_text(text)


def test_characters_that_cannot_be_stored_are_replaced() -> None:
    """Half characters and NUL do not reach the store."""
    assert read_text(r'{"a": "x\ud800\u0000y"}') == "a: x?y\n"


KEYS = st.text(max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)


@given(value=VALUES)
def test_every_value_has_a_text(value: object) -> None:
    """No value fails, and the text can be stored."""
    try:
        text = read_text(json.dumps(value))
    except FileEmpty:
        return
    assert text.strip()
    text.encode()
    assert "\0" not in text


@given(
    value=st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.integers(), min_size=1)
)
def test_every_field_is_written(value: dict[str, int]) -> None:
    """Keys and numbers come back from the lines."""
    lines = read_text(json.dumps(value)).splitlines()
    assert {key: int(number) for key, number in (line.split(": ") for line in lines)} == value
