"""What is read of RTF documents."""

from pathlib import Path

import pytest

from adapters.file_formats.office.rtf.reader import read
from domain.documents.document import ExtractedText
from domain.errors import DocumentHasNoText, FileEmpty, UnsupportedFileType
from tests.support.office_files import source_file

HEAD = r"""{\rtf1\ansi\ansicpg1252\deff0
{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 MS Mincho;}}
{\colortbl;\red0\green0\blue0;}
{\stylesheet{Normal;}{\s1\outlinelevel0 heading 1;}{\s2 heading 2;}{\s3 Title;}}
{\info{\title Herons}{\author Ann}{\creatim\yr2024\mo5\dy6}{\company none}}
"""


def read_rtf(folder: Path, body: str) -> ExtractedText:
    return read(source_file(folder, f"{HEAD}{body}}}".encode("latin-1"), "file.rtf"))


def test_headings_and_paragraphs(tmp_path: Path) -> None:
    """Styles and outline levels make headings, and a new paragraph resets them."""
    body = (
        r"\pard\s3 All about herons\par\pard\s1 One\par\pard\s2 Two\par"
        r"\pard\outlinelevel2 Three\par\pard\plain\b Text\b0  here.\line New line.\par"
    )
    found = read_rtf(tmp_path, body)
    assert found.text == (
        "# All about herons\n\n## One\n\n### Two\n\n#### Three\n\nText here.\nNew line."
    )
    assert found.title == "All about herons"
    assert found.metadata == {"author": "Ann", "created": "2024-05-06"}
    assert found.media_type == "application/rtf"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"caf\'e9", "café"),
        (r"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2} caf\'e9", "Привет café"),
        (r"{\f2 \'82\'a0}", "あ"),
        (r"{\f2 \'83A}", "ア"),
        (r"\u8364?5 \u8364\'805", "€5 €5"),
        (r"{\uc2\u8364\'80\'80}5{\uc0\u8364}6", "€5€6"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"\{a\}\\b \emdash  \lquote c\rquote\~d\_e\-f", "{a}\\b — ‘c’ d-ef"),
        (r"{\upr{old}{\*\ud{new}}}", "new"),
        (r"a{\*\unknown b}c{\pict 0a1b}d{\bin5 }}}}}e", "acde"),
        (r"10{\super 2}H{\sub 2}O", "10²H₂O"),
        (r"{\field{\*\fldinst{HYPERLINK x}}{\fldrslt{link}}}", "link"),
        (r"{\object{\*\objdata 00}{\result shown}}", "shown"),
    ],
)
def test_characters(tmp_path: Path, body: str, text: str) -> None:
    """Bytes are decoded as their font says, and each way to write a character is understood."""
    assert read_rtf(tmp_path, rf"\pard {body}\par").text == text


def test_lists_have_the_labels_that_the_file_shows(tmp_path: Path) -> None:
    """The label of an item is read from the text beside it, whatever the list tables say."""
    body = (
        r"\pard{\listtext 1.\tab}\ls1 one\par{\listtext\tab 2.\tab}two\par"
        r"\pard\ilvl1{\listtext\pard\plain a)\tab}inner\par{\listtext\pard o\tab}dot\par"
        r"\pard{\pntext\'b7\tab}{\*\pn\pnlvlblt}dot\par"
        r"\pard\s1{\listtext 3\tab}Heading\par\pard text\par"
    )
    assert read_rtf(tmp_path, body).text == (
        "1. one\n2. two\n    - a) inner\n    - dot\n- dot\n\n# 3 Heading\n\ntext"
    )


def test_tables(tmp_path: Path) -> None:
    """Rows become rows, paragraphs of a cell one line, and merged cells are repeated."""
    body = (
        r"\trowd\trhdr\cellx1\cellx2\cellx3\pard\intbl bird\cell 2024\cell a|b\cell\row"
        r"\trowd\clvmgf\cellx1\clmgf\cellx2\clmrg\cellx3\pard\intbl heron\cell"
        r" one\par two\cell\cell\row"
        r"\trowd\clvmrg\cellx1\cellx2\cellx3\pard\intbl\cell 3\cell 4\cell\row"
        r"\pard after\par"
    )
    assert read_rtf(tmp_path, body).text.split("\n") == [
        "| bird | 2024 | a\\|b |",
        "| --- | --- | --- |",
        "| heron | one two | one two |",
        "| heron | 3 | 4 |",
        "",
        "after",
    ]


def test_paragraphs_end_with_an_escaped_line_end_or_a_table(tmp_path: Path) -> None:
    """A backslash before a line end is the end of a paragraph, as macOS writes it."""
    body = "\\pard one\\\ntwo \\trowd\\cellx1\\cellx2\\pard\\intbl a\\cell b\\cell\\row"
    assert read_rtf(tmp_path, body).text == "one\n\ntwo\n\n| a | b |\n| --- | --- |"


def test_notes_and_text_boxes(tmp_path: Path) -> None:
    """A note stands below its section, a text box once behind its paragraph."""
    body = (
        r"\pard Herons{\super\chftn}{\footnote\pard {\super\chftn} Birds.\par Grey.\par} nest.\par"
        r"\pard {\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard boxed\par}}"
        r"{\shprslt\pard again}}x\par"
        r"\pard\s1 Next\par"
    )
    assert read_rtf(tmp_path, body).text == (
        "Herons[^1] nest.\n\nx\n\nboxed\n\n[^1]: Birds. Grey.\n\n# Next"
    )


def test_hidden_and_deleted_text_and_headers_are_left_out(tmp_path: Path) -> None:
    """Hidden text, tracked deletions, headers and comments are not read."""
    body = (
        r"{\header\pard head\par}\pard a{\v secret}{\deleted gone}"
        r"{\*\annotation\pard why?\par}\v x\plain b\par"
    )
    found = read_rtf(tmp_path, body)
    assert found.text == "ab"
    assert found.notes == (
        "Deletions that were tracked but not yet accepted were left out.",
        "Hidden text was left out.",
    )


def test_of_a_document_that_ends_too_early_what_is_there_is_read(tmp_path: Path) -> None:
    """A truncated document is read as far as it goes, and a note says so."""
    content = HEAD.encode() + rb"\pard one\par {\b two {\footnote thr"
    found = read(source_file(tmp_path, content))
    assert found.text == "one\n\ntwo\n\nthr"
    assert found.notes == ("The file ends too early, so the end of its text may be missing.",)


def test_what_stands_behind_the_document_is_ignored(tmp_path: Path) -> None:
    """The document ends with its group."""
    assert read(source_file(tmp_path, rb"{\rtf1 a}b}c")).text == "a"


def test_documents_without_text(tmp_path: Path) -> None:
    """A document is empty, has pictures only, or is none."""
    with pytest.raises(FileEmpty):
        read_rtf(tmp_path, r"\pard\par")
    with pytest.raises(DocumentHasNoText):
        read_rtf(tmp_path, r"{\pict 00}")
    with pytest.raises(UnsupportedFileType, match="no RTF document"):
        read(source_file(tmp_path, b"{\\rt"))
