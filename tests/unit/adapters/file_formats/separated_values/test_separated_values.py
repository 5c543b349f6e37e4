"""Reading separated values."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.file_formats.reader import SourceFile
from adapters.file_formats.separated_values.reader import read
from adapters.file_formats.separated_values.records import Records
from domain.documents.document import ExtractedText
from domain.errors import FileEmpty


def read_text(text: str, name: str = "a.csv") -> ExtractedText:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(text.encode())
        return read(SourceFile(path, name))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_detected(delimiter: str) -> None:
    """Whatever parts the values regularly is the delimiter."""
    text = "bird;weight;note\nheron;1,5;a, b and c\nwren;0,01;d, e\n".replace(";", delimiter)
    if delimiter == ",":
        text = 'bird,weight,note\nheron,"1,5",a; b\nwren,"0,01",c; d\n'
    lines = read_text(text).text.split("\n")
    assert lines[0] == "| bird | weight | note |"
    assert lines[2].startswith("| heron | 1,5 | a")


def test_rows_have_the_numbers_of_their_records() -> None:
    """A value may span lines; empty records count."""
    extracted = read_text('a,b\n"1\n2",3\n\n4,5\n')
    (part,) = extracted.parts
    assert [(run.source, extracted.text[run.start :][: run.length]) for run in part.runs] == [
        (1, "| a | b |"),
        (2, "| 1 2 | 3 |"),
        (4, "| 4 | 5 |"),
    ]


def test_a_first_line_of_words_is_a_header() -> None:
    """Also of a file of two columns of words; a line with numbers is none."""
    assert read_text("name,role\nAnn,cook\n").text.startswith("| name | role |\n| --- | --- |\n")
    assert read_text("1,Ann\n2,Bob\n").text.startswith("|  |  |\n| --- | --- |\n| 1 | Ann |\n")


def test_one_column_is_a_list() -> None:
    """A file without a delimiter has one column."""
    assert (
        read_text("Industry\nSales\nHealth Care\n").text == "Industry\n\n- Sales\n- Health Care\n"
    )


def test_a_quotation_mark_that_is_not_closed_is_named() -> None:
    """The rest of the file is read line by line."""
    extracted = read_text('size,use\n2 inch,pipe\n"3 inch,pipe\n4 inch,hose\n')
    assert "| 4 inch | hose |" in extracted.text
    assert extracted.notes == (
        "A quotation mark in line 3 is not closed: from there on, each line was read as a row.",
    )


def test_a_file_of_delimiters_is_empty() -> None:
    """There is nothing to answer from."""
    with pytest.raises(FileEmpty):
        read_text(",,\n,,\n")


VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=9)


@given(rows=st.lists(st.lists(VALUES, min_size=2, max_size=4), min_size=1, max_size=8))
def test_values_come_back_as_they_were_written(rows: list[list[str]]) -> None:
    """What the standard library writes is read."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    records = Records(written.getvalue(), ",")
    assert [list(record.values) for record in records] == rows
    assert records.unclosed is None


@given(text=st.text("a1\",;|\t\n '", max_size=60))
def test_any_text_is_read_or_empty(text: str) -> None:
    """No text of values, quotation marks and delimiters fails in another way."""
    try:
        extracted = read_text(text)
    except FileEmpty:
        return
    assert extracted.text.strip()
