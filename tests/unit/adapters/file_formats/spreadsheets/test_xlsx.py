"""Reading Excel workbooks."""

import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from adapters.file_formats.spreadsheets import sheet as limits
from domain.documents.parts import PartKind
from domain.errors import FileDamaged, FileEmpty
from tests.unit.adapters.file_formats.spreadsheets.workbooks import (
    read_book,
    read_bytes,
    rows_by_number,
)


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    """Each sheet has a heading and is a part whose runs say in which row each line stands."""
    book = Workbook()
    sales = book.active
    sales.title = "Sales"
    cells: dict[str, str | int] = {"B3": "Region", "C3": "Revenue", "B4": "North", "C4": 12}
    for place, value in {**cells, "B5": "South", "C5": 7}.items():
        sales[place] = value
    book.create_sheet("Empty")
    book.create_sheet("Notes")["A7"] = "All amounts in euro."
    extracted = read_book(book, tmp_path)
    assert extracted.text == (
        "## Sales\n\n| Region | Revenue |\n| --- | --- |\n| North | 12 |\n| South | 7 |\n"
        "\n## Notes\n\nAll amounts in euro.\n"
    )
    assert [(part.kind, part.number, part.name) for part in extracted.parts] == [
        (PartKind.SHEET, 1, "Sales"),
        (PartKind.SHEET, 2, "Notes"),
    ]
    assert rows_by_number(extracted) == {
        3: "| Region | Revenue |",
        4: "| North | 12 |",
        5: "| South | 7 |",
    }
    assert rows_by_number(extracted, 1) == {7: "All amounts in euro."}
    assert extracted.notes == ()


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (5, "General", "5"),
        (5.0, "General", "5"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567, "#,##0", "1,234,567"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-1234.5, '"$"#,##0.00_);("$"#,##0.00)', "($1,234.50)"),
        (0.153, "0%", "15%"),
        (0.153, "0.0%", "15.3%"),
        (2.675, "0.00", "2.68"),
        (12_500_000, '#,##0.0,,"M"', "12.5M"),
        (12345.678, "0.00E+00", "1.23E+04"),
        (7, '000" kg"', "007 kg"),
        (19.5, "[$€-407]#,##0.00", "€19.50"),
        (0, '#,##0;-#,##0;"-"', "-"),
        (True, "General", "TRUE"),
        ("0.5", "@", "0.5"),
        (date(2024, 3, 5), "d/m/yy", "2024-03-05"),
        (datetime(2024, 3, 5, 9, 30), "yyyy-mm-dd h:mm", "2024-03-05 09:30"),  # noqa: DTZ001 - no zone
        (date(2024, 3, 5), "mmm yyyy", "Mar 2024"),
        (date(2024, 3, 5), "mmmm", "March"),
        (time(9, 30), "h:mm AM/PM", "09:30"),
        (timedelta(hours=26, minutes=5), "[h]:mm:ss", "26:05:00"),
    ],
)
def test_a_cell_is_read_as_the_sheet_shows_it(
    value: object, code: str, shown: str, tmp_path: Path
) -> None:
    """Numbers have the format of their cell, dates are written as ISO 8601 writes them."""
    book = Workbook()
    book.active["A1"] = value
    book.active["A1"].number_format = code
    assert read_book(book, tmp_path).text == f"## Sheet\n\n{shown}\n"


def test_comments_and_charts_follow_the_cells(tmp_path: Path) -> None:
    """A comment names its cell, its author and its row; a chart has its title and values."""
    book = Workbook()
    sheet = book.active
    for row in (["Year", "Ducks"], [2019, 200], [2020, 230]):
        sheet.append(row)
    sheet["B3"].comment = Comment("Ann:\nA record", "Ann")
    chart = BarChart()
    chart.title = "Ducks by year"
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "D1")
    extracted = read_book(book, tmp_path)
    assert "| 2020 | 230 |\n\nComment on B3 by Ann: A record\n\nDucks by year" in extracted.text
    assert [run.source for run in extracted.parts[0].runs] == [1, 2, 3, 3]


def test_hidden_sheets_are_left_out_and_named(tmp_path: Path) -> None:
    """What nobody sees is not read, and a note says so."""
    book = Workbook()
    book.active["A1"] = "seen"
    for name in ("Lists", "Old"):
        book.create_sheet(name)["A1"] = "unseen"
        book[name].sheet_state = "veryHidden"
    extracted = read_book(book, tmp_path)
    assert "unseen" not in extracted.text
    assert extracted.notes == ("2 hidden sheets were left out: Lists, Old.",)


def test_merged_cells_stand_in_each_of_their_rows_and_in_the_header(tmp_path: Path) -> None:
    """A row says what it is about, and both lines of a header become one."""
    book = Workbook()
    sheet = book.active
    for row in (
        ["Region", "2023", None, "2024", None],
        [None, "Q1", "Q2", "Q1", "Q2"],
        ["North", 1, 2, 3, 4],
        [None, 5, 6, 7, 8],
    ):
        sheet.append(row)
    for merged in ("A1:A2", "B1:C1", "D1:E1", "A3:A4"):
        sheet.merge_cells(merged)
    assert read_book(book, tmp_path).text == (
        "## Sheet\n\n| Region | 2023 Q1 | 2023 Q2 | 2024 Q1 | 2024 Q2 |\n"
        "| --- | --- | --- | --- | --- |\n| North | 1 | 2 | 3 | 4 |\n| North | 5 | 6 | 7 | 8 |\n"
    )


def test_the_properties_of_a_workbook_are_read(tmp_path: Path) -> None:
    """Its title and its author are those of the file."""
    book = Workbook()
    book.active["A1"] = "text"
    book.properties.title, book.properties.creator = "Ducks", "Ann"
    extracted = read_book(book, tmp_path)
    assert (extracted.title, extracted.metadata["author"]) == ("Ducks", "Ann")


def test_a_far_cell_costs_nothing(tmp_path: Path) -> None:
    """The last cell of a sheet is read like any other."""
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "near", "far"
    extracted = read_book(book, tmp_path)
    assert rows_by_number(extracted) == {1: "near", 1_048_576: "far"}


def test_what_exceeds_the_limit_is_left_out_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note says after which row of which sheet the rest is missing."""
    monkeypatch.setattr(limits, "MOST_CELLS", 4)
    book = Workbook()
    book.active.title = "Long"
    for number in range(10):
        book.active.append([f"a{number}", f"b{number}"])
    book.create_sheet("Next")["A1"] = "unread"
    extracted = read_book(book, tmp_path)
    assert "a1" in extracted.text
    assert "a2" not in extracted.text
    assert extracted.notes == (
        "Only the first 4 cells and 20,000,000 characters of a file are read. Everything below row"
        " 2 of the sheet Long was left out, and the sheets after it: Next.",
    )


def test_a_formula_is_read_by_its_stored_value(tmp_path: Path) -> None:
    """A formula without a stored value shows nothing."""
    content = _patched(
        '<c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>NOW()</f></c>'
        '<c r="C2" t="str"><f>A1</f><v>_x0041_ b</v></c><c r="D2" t="e"><v>#N/A</v></c>'
    )
    assert rows_by_number(read_bytes(content, tmp_path))[2] == "| 2 |  | A b | #N/A |"


def test_a_workbook_without_cells_is_empty(tmp_path: Path) -> None:
    """There is nothing to answer from."""
    with pytest.raises(FileEmpty, match="no cell"):
        read_book(Workbook(), tmp_path)


def test_another_file_is_refused_with_its_reason(tmp_path: Path) -> None:
    """The error tells a damaged file from another archive."""
    with pytest.raises(FileDamaged):
        read_bytes(b"PK\x03\x04 cut off", tmp_path)
    with pytest.raises(FileDamaged, match=r"sheet1\.xml"):
        read_bytes(_patched("<c><v>1</"), tmp_path)
    with pytest.raises(FileDamaged, match="lacks"):
        read_bytes(_patched("", without="xl/worksheets/sheet1.xml"), tmp_path)
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a.txt", "text")
    with pytest.raises(FileDamaged, match="no Excel workbook"):
        read_bytes(archive.getvalue(), tmp_path)


def _patched(cells: str, without: str = "") -> bytes:
    """Return a workbook with these cells in its second row, without one of its parts."""
    book = Workbook()
    for column in "ABCD":
        book.active[f"{column}1"] = f"head {column}"
    book.active["A2"] = "placeholder"
    original, patched = BytesIO(), BytesIO()
    book.save(original)
    with zipfile.ZipFile(original) as source, zipfile.ZipFile(patched, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                start, end = text.index(b'<c r="A2"'), text.rindex(b"</row>")
                text = text[:start] + cells.encode() + text[end:]
            if name != without:
                target.writestr(name, text)
    return patched.getvalue()
