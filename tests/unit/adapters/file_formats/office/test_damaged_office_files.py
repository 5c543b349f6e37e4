"""Office files that are damaged, or made to take much memory or time."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from adapters.file_formats.office.opendocument.reader import read as read_odt
from adapters.file_formats.office.powerpoint.reader import read as read_pptx
from adapters.file_formats.office.rtf.reader import read as read_rtf
from adapters.file_formats.office.word.reader import read as read_docx
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.errors import FileDamaged, FileTooComplex
from tests.support.office_files import (
    WORD,
    docx,
    odt,
    paragraph,
    pptx,
    source_file,
    zipped,
)

DEEP = 20_000
Reader = Callable[[SourceFile], ExtractedText]


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    """The message says which part an incomplete file lacks."""
    with pytest.raises(FileDamaged, match="part with its text is missing"):
        read_docx(source_file(tmp_path, zipped({"word/styles.xml": "<x/>"})))
    with pytest.raises(FileDamaged, match=r"content\.xml"):
        read_odt(source_file(tmp_path, zipped({"meta.xml": "<x/>"})))


def test_a_part_that_is_no_xml_is_named(tmp_path: Path) -> None:
    """The message says which part is damaged, and where."""
    with pytest.raises(FileDamaged, match=r"word/document\.xml is no valid XML \(line 1\)"):
        read_docx(source_file(tmp_path, docx("<w:p>")))


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        (read_docx, docx("<w:tbl><w:tr><w:tc>" * DEEP + "</w:tc></w:tr></w:tbl>" * DEEP)),
        (read_docx, docx("<w:sdt><w:sdtContent>" * DEEP + "</w:sdtContent></w:sdt>" * DEEP)),
        (read_pptx, pptx(["<p:grpSp>" * DEEP + "</p:grpSp>" * DEEP])),
        (read_odt, odt("<text:section>" * DEEP + "</text:section>" * DEEP)),
        (read_docx, docx(paragraph("x" * 10_000_001))),
    ],
)
def test_what_is_nested_too_deeply_or_too_long_is_refused(
    tmp_path: Path, reader: Reader, content: bytes
) -> None:
    """Elements thousands deep and texts of many megabytes end as an error."""
    with pytest.raises(FileTooComplex, match="nested too deeply or has too long a text"):
        reader(source_file(tmp_path, content))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:tbl><w:tr><w:tc/><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
        ("<w:p><m:oMath><m:f><m:num>", "</m:num></m:f></m:oMath></w:p>"),
    ],
)
def test_what_is_nested_as_deeply_as_the_parser_allows_is_read_or_refused(
    tmp_path: Path, before: str, after: str
) -> None:
    """No nesting that the parser allows ends in an error of Python's."""
    depth = 240 // before.count("<")
    content = docx(before * depth + paragraph("inner") + after * depth)
    with suppress(FileTooComplex):
        assert "inner" in read_docx(source_file(tmp_path, content)).text


def test_braces_without_end_are_read(tmp_path: Path) -> None:
    """The nesting of RTF takes no stack."""
    assert read_rtf(source_file(tmp_path, b"{\\rtf1 a" + b"{" * 100_000 + b" b")).text == "a b"


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    """Neither an entity of the file nor one that names another file becomes text."""
    declared = (
        '<!DOCTYPE d [<!ENTITY a "expanded"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
        f"<w:document {WORD}><w:body><w:p><w:r><w:t>x &a;&b; y</w:t></w:r></w:p></w:body>"
        "</w:document>"
    )
    content = docx("", parts={"document.xml": declared})
    assert read_docx(source_file(tmp_path, content)).text == "x"


def test_spans_of_cells_are_bounded(tmp_path: Path) -> None:
    """A cell that says that it spans millions of columns takes a few."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc>'
    body = f"<w:tbl><w:tr>{cell}<w:tc>{paragraph('x')}</w:tc></w:tr></w:tbl>"
    text = read_docx(source_file(tmp_path, docx(body))).text
    assert "x" in text
    assert len(text) < 1_000


@pytest.mark.parametrize(
    "code", ["\\u0?", "\\u12?", "\\u-2?", "\\u-10240?", "\\u-9000?", "\\'00", "\0"]
)
def test_what_no_text_can_have_is_left_out(tmp_path: Path, code: str) -> None:
    """Control characters and halves of characters do not come into the text."""
    text = read_rtf(source_file(tmp_path, b"{\\rtf1 a%sb}" % code.encode())).text
    assert text.replace(" ", "") == "ab"


def test_control_characters_of_xml_are_left_out(tmp_path: Path) -> None:
    """A carriage return, which XML can have, is a blank."""
    assert read_docx(source_file(tmp_path, docx(paragraph("a&#13;b&#x7f;")))).text == "a b"
