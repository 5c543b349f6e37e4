"""Finding the tables of a sheet."""

import re

from hypothesis import given
from hypothesis import strategies as st

from adapters.file_formats.spreadsheets.sheet import Row, Sheet
from adapters.file_formats.spreadsheets.writing import write_sheets


def rows(drawing: str) -> list[Row]:
    """Return the rows of a drawing: a line each, with cells between bars; empty ones are none."""
    lines = [line.split("|") for line in drawing.strip("\n").split("\n")]
    found = [
        Row(number, [(column, cell.strip()) for column, cell in enumerate(line, 1) if cell.strip()])
        for number, line in enumerate(lines, 1)
    ]
    return [row for row in found if row.cells]


def written(drawing: str) -> str:
    return write_sheets([Sheet(None, rows(drawing))])[0]


def test_a_title_above_a_table_is_a_paragraph() -> None:
    """So are lines with fields above a wide table."""
    assert written("Revenue by region\nRegion|Revenue\nNorth|12") == (
        "Revenue by region\n\n| Region | Revenue |\n| --- | --- |\n| North | 12 |\n"
    )
    assert written("Company|Acme\nYear|2024\na|b|c|d|e\nx|1|2|3|4") == (
        "Company: Acme\n\nYear: 2024\n\n"
        "| a | b | c | d | e |\n| --- | --- | --- | --- | --- |\n| x | 1 | 2 | 3 | 4 |\n"
    )


def test_empty_rows_part_tables() -> None:
    """Each has its own header."""
    assert written("a|b\n1|2\n\nc|d|e\n3|4|5") == (
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n| c | d | e |\n| --- | --- | --- |\n| 3 | 4 | 5 |\n"
    )


def test_rows_behind_an_empty_one_continue_a_table() -> None:
    """A total has the header of the rows that it sums up."""
    assert written("Region|Revenue\nNorth|12\n\nTotal|12") == (
        "| Region | Revenue |\n| --- | --- |\n| North | 12 |\n| Total | 12 |\n"
    )
    assert written("Item|2023|2024\nCash|1|2\n\nCosts:\nRent|3|4") == (
        "| Item | 2023 | 2024 |\n| --- | --- | --- |\n| Cash | 1 | 2 |\n"
        "| Costs: |  |  |\n| Rent | 3 | 4 |\n"
    )
    assert written("Item|2023|2024\nCash|1|2\n\nRates\nGrowth|5%").endswith(
        "| Cash | 1 | 2 |\n\nRates\n\nGrowth: 5%\n"
    )


def test_tables_stand_side_by_side() -> None:
    """An empty column parts tables that have headers and other rows."""
    assert written("a|b||c|d\n1|2||x|3\n4|5||y|6\n7|8") == (
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n| 4 | 5 |\n| 7 | 8 |\n\n"
        "| c | d |\n| --- | --- |\n| x | 3 |\n| y | 6 |\n"
    )


def test_an_empty_column_does_not_part_a_label_from_its_value() -> None:
    """It is left out, as between the years of a statement."""
    assert written("Item|2023||2024\nCash|1||2\nDebt|3||4") == (
        "| Item | 2023 | 2024 |\n| --- | --- | --- |\n| Cash | 1 | 2 |\n| Debt | 3 | 4 |\n"
    )


def test_a_table_without_header_has_an_empty_one() -> None:
    """Its first row is a row, and so are pairs of words."""
    assert written("North|12\nSouth|7") == "|  |  |\n| --- | --- |\n| North | 12 |\n| South | 7 |\n"
    assert (
        written("Name|Ann\nCity|Rome")
        == "|  |  |\n| --- | --- |\n| Name | Ann |\n| City | Rome |\n"
    )


def test_years_may_stand_in_a_header() -> None:
    """A number of four digits below words is a year only above other numbers."""
    assert written("Item|2023|2024\nCash|1|2").startswith("| Item | 2023 | 2024 |\n| ---")
    assert written("North|2019\nSouth|2020").startswith("|  |  |\n")


def test_one_column_is_a_list_or_paragraphs() -> None:
    """Short lines are items under their first one, sentences are paragraphs."""
    assert written("Industry\nSales\nHealthcare") == "Industry\n\n- Sales\n- Healthcare\n"
    assert written("3\n4") == "- 3\n- 4\n"
    assert written("It rains.\nIt pours.") == "It rains.\n\nIt pours.\n"


PLACES = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
    st.sampled_from(["w{}x{}", "{}00{}", "a|b{}y{}", "two\nlines{}z{}", "ends{}q{}."]),
    min_size=1,
    max_size=60,
)


@given(places=PLACES)
def test_every_cell_is_written_in_its_row(places: dict[tuple[int, int], str]) -> None:
    """No cell is lost or doubled, and each row's run holds its cells in their order."""
    made: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in sorted(places.items()):
        made.setdefault(row, []).append((column, text.format(row, column)))
    text, (part,) = write_sheets([Sheet("S", [Row(*row) for row in made.items()])])
    found: dict[int, list[str]] = {number: [] for number in made}
    for run in part.runs:
        line = text[run.start : run.start + run.length]
        assert "\n" not in line
        found[run.source] += re.sub(r"\\?\|", " ", line.replace(":", "")).split()
    for number, cells in made.items():
        words = " ".join(cell for _, cell in cells).replace("|", " ").split()
        assert [word for word in found[number] if word != "-"] == words
