"""Reading OpenDocument spreadsheets and binary workbooks of Excel."""

import zipfile
from pathlib import Path

import pytest

from adapters.file_formats.reader import Reader, SourceFile
from adapters.file_formats.spreadsheets import calamine_reader, ods_reader
from adapters.file_formats.spreadsheets import sheet as limits
from domain.documents.document import ExtractedText
from domain.errors import DocumentPasswordRequired, FileDamaged, FileTooComplex
from tests.support.sample_files import opendocument_sheet
from tests.support.sample_files.binary_excel import binary_workbook
from tests.unit.adapters.file_formats.spreadsheets.workbooks import rows_by_number


def read_file(read: Reader, content: bytes, folder: Path) -> ExtractedText:
    path = folder / "file"
    path.write_bytes(content)
    return read(SourceFile(path, "file"))


def read_ods(content: str, folder: Path, *others: tuple[str, str]) -> ExtractedText:
    path = folder / "packed.ods"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in (("content.xml", content), *others):
            archive.writestr(name, text)
    return ods_reader.read(SourceFile(path, "packed.ods"))


def rows_of(table: str) -> str:
    """Return the content of a spreadsheet with these rows in its first sheet."""
    start, _, rest = opendocument_sheet.CONTENT.partition('<table:table table:name="Nests">')
    end = rest.index("</table:table>")
    return f'{start}<table:table table:name="Nests">{table}{rest[end:]}'


def test_repeated_and_merged_cells_of_an_open_document_stand_in_each_place(tmp_path: Path) -> None:
    """Empty rows that are repeated count, so each row has its own number."""
    content = rows_of(
        "<table:table-header-rows><table:table-row>"
        "<table:table-cell><text:p>bird</text:p></table:table-cell>"
        "<table:table-cell><text:p>2023</text:p></table:table-cell>"
        "<table:table-cell><text:p>2024</text:p></table:table-cell>"
        "</table:table-row></table:table-header-rows>"
        "<table:table-row table:number-rows-repeated='2'>"
        "<table:table-cell table:number-rows-spanned='3'><text:p>heron</text:p></table:table-cell>"
        "<table:table-cell table:number-columns-repeated='2'><text:p>7</text:p></table:table-cell>"
        "</table:table-row><table:table-row><table:covered-table-cell/>"
        "<table:table-cell table:number-columns-repeated='2'><text:p>8</text:p></table:table-cell>"
        "</table:table-row>"
        "<table:table-row table:number-rows-repeated='10'><table:table-cell/></table:table-row>"
        "<table:table-row><table:table-cell><text:p>end</text:p></table:table-cell>"
        "</table:table-row>"
    )
    assert rows_by_number(read_ods(content, tmp_path)) == {
        1: "| bird | 2023 | 2024 |",
        2: "| heron | 7 | 7 |",
        3: "| heron | 7 | 7 |",
        4: "| heron | 8 | 8 |",
        15: "end",
    }


def test_a_repeated_row_does_not_exceed_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million rows in a few bytes are read up to the limit."""
    monkeypatch.setattr(limits, "MOST_CELLS", 100)
    content = rows_of(
        "<table:table-row table:number-rows-repeated='1000000'>"
        "<table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"
    )
    extracted = read_ods(content, tmp_path)
    assert len(extracted.parts[0].runs) == 100
    assert "below row 100 of the sheet Nests" in extracted.notes[0]


def test_an_encrypted_open_document_needs_its_password(tmp_path: Path) -> None:
    """The manifest says so; its content is no XML then."""
    with pytest.raises(DocumentPasswordRequired):
        read_ods("?", tmp_path, ("META-INF/manifest.xml", "<a><encryption-data/></a>"))
    with pytest.raises(FileDamaged, match=r"content\.xml"):
        read_ods("?", tmp_path)


def test_a_far_row_of_a_binary_workbook_is_read(tmp_path: Path) -> None:
    """Rows have their own numbers."""
    content = binary_workbook([["a", "b"], ["x", 1]], first_row=1000)
    assert rows_by_number(read_file(calamine_reader.read, content, tmp_path)) == {
        1: "a: b",
        1002: "x: 1",
    }


def test_a_binary_workbook_that_reaches_too_far_is_refused(tmp_path: Path) -> None:
    """The library would lay out all cells between the first and the last one."""
    row: list[object] = [f"c{number}" for number in range(20)]
    content = binary_workbook([row, row], first_row=1_048_000)
    with pytest.raises(FileTooComplex, match="reaches over 1,048,002 rows and 20 columns"):
        read_file(calamine_reader.read, content, tmp_path)


def test_a_damaged_binary_workbook_is_refused(tmp_path: Path) -> None:
    """The error is one of Quoth's own."""
    with pytest.raises(FileDamaged):
        read_file(calamine_reader.read, binary_workbook([["a"]])[:300], tmp_path)
    with pytest.raises(FileDamaged):
        read_file(calamine_reader.read, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), tmp_path)
