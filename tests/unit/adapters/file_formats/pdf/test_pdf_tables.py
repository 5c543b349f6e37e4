"""The tables of PDFs."""

from tests.support.pdf_files import LEADING, Sheet
from tests.unit.adapters.file_formats.pdf.conftest import ReadBytes

PROSE = (
    "In 2022 the board had 17 members, of whom 12 were elected and 5 appointed, against",
    "14 in 2021. Their number grew by 3, or 21%, and will grow by 2 more in 2023 and by 4",
)


def test_a_table_has_its_header_and_its_rows(read_pdf: ReadBytes) -> None:
    """Figures below words become a table, each row with its label directly before its figures."""
    sheet = Sheet()
    sheet.row("", ["2022", "2021"])
    sheet.row("Revenue", ["$ 1,250", "$ 980"])
    sheet.row("Cost of sales", ["(310)", "(200)"])
    assert read_pdf(sheet.content()).text == (
        "| | 2022 | 2021 |\n"
        "| --- | --- | --- |\n"
        "| Revenue | $ 1,250 | $ 980 |\n"
        "| Cost of sales | (310) | (200) |"
    )


def test_a_header_of_two_lines_is_written_above_each_column(read_pdf: ReadBytes) -> None:
    """Words that span columns stand above each of them, before the words of the next line."""
    sheet = Sheet()
    sheet.at(305, sheet.y, "Three months ended")
    sheet.at(467, sheet.y, "Nine months ended")
    sheet.y -= LEADING
    sheet.row("", ["2022", "2021", "2022", "2021"])
    sheet.row("Operating income:", [])
    sheet.row("Water", ["12", "11", "30", "29"])
    sheet.row("Waste", ["5", "—", "15", "14"])
    assert read_pdf(sheet.content()).text.split("\n") == [
        "| | Three months ended 2022 | Three months ended 2021 | Nine months ended 2022"
        " | Nine months ended 2021 |",
        "| --- | --- | --- | --- | --- |",
        "| Operating income: | | | | |",
        "| Water | 12 | 11 | 30 | 29 |",
        "| Waste | 5 | — | 15 | 14 |",
    ]


def test_a_label_of_two_lines_is_one_label(read_pdf: ReadBytes) -> None:
    """A label that is wrapped stands in one row with its figures."""
    sheet = Sheet()
    sheet.row("Metres", ["2022", "2021"])
    sheet.row("Pipes laid in the old town and", [])
    sheet.row("in the harbour", ["120", "90"])
    sheet.row("Pipes replaced", ["40", "35"])
    assert read_pdf(sheet.content()).text.split("\n") == [
        "| Metres | 2022 | 2021 |",
        "| --- | --- | --- |",
        "| Pipes laid in the old town and in the harbour | 120 | 90 |",
        "| Pipes replaced | 40 | 35 |",
    ]


def test_rows_without_a_header_stay_lines(read_pdf: ReadBytes) -> None:
    """Without a header that is sure, each row is a line, and no table is written."""
    sheet = Sheet()
    sheet.row("Revenue", ["1,250", "980"])
    sheet.row("Cost of sales", ["310", "200"])
    assert read_pdf(sheet.content()).text == "Revenue 1,250 980\nCost of sales 310 200"


def test_a_title_above_a_table_is_no_header(read_pdf: ReadBytes) -> None:
    """A line above the header that belongs to no column stays a line of its own."""
    sheet = Sheet()
    sheet.line("Income of the water board in thousands of euros", x=190)
    sheet.row("", ["2022", "2021"])
    sheet.row("Revenue", ["1,250", "980"])
    sheet.row("Cost of sales", ["310", "200"])
    text = read_pdf(sheet.content()).text
    assert text.startswith("Income of the water board in thousands of euros\n\n| | 2022 | 2021 |\n")


def test_prose_with_many_figures_is_no_table(read_pdf: ReadBytes) -> None:
    """Sentences with figures at the ends of their lines stay a paragraph."""
    sheet = Sheet()
    sheet.lines(PROSE)
    assert read_pdf(sheet.content()).text == " ".join(PROSE)


def test_a_bar_in_a_cell_is_marked(read_pdf: ReadBytes) -> None:
    """A `|` in a cell is written with a backslash, and is found where it stands."""
    sheet = Sheet()
    sheet.row("", ["2022", "2021"])
    sheet.row("Water | waste", ["12", "11"])
    sheet.row("Other", ["5", "4"])
    assert "| Water \\| waste | 12 | 11 |" in read_pdf(sheet.content()).text
