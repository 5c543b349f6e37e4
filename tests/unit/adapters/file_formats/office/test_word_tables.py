"""The tables of Word documents."""

from pathlib import Path

from adapters.file_formats.office.word.reader import read
from tests.support.office_files import docx, paragraph, source_file, table


def text_of(folder: Path, body: str) -> str:
    return read(source_file(folder, docx(body))).text


def test_merged_cells_are_repeated(tmp_path: Path) -> None:
    """Each row can be read alone: merged cells stand in all their places, long ones once."""

    def cell(text: str, properties: str) -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    long = "A long remark on the nests of herons in mills and what they weigh. " * 2
    wide, begins = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    body = (
        f"<w:tbl><w:tr>{cell('2024', wide)}{cell('note', '')}</w:tr>"
        f"<w:tr>{cell('heron', begins)}{cell('1', '')}{cell(long, begins)}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('2', '')}{cell('', '<w:vMerge/>')}</w:tr>"
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
        f"{cell('3', '')}</w:tr></w:tbl>"
    )
    assert text_of(tmp_path, body).split("\n") == [
        "| 2024 | 2024 | note |",
        "| --- | --- | --- |",
        f"| heron | 1 | {long.strip()} |",
        "| heron | 2 |  |",
        "|  | 3 |  |",
    ]


def test_rows_of_a_header_become_one(tmp_path: Path) -> None:
    """Several rows that are marked as header become one, column by column."""
    header = "<w:trPr><w:tblHeader/></w:trPr>"
    rows = [
        f"<w:tr>{header}<w:tc><w:tcPr/>{paragraph('')}</w:tc><w:tc><w:tcPr>"
        f'<w:gridSpan w:val="2"/></w:tcPr>{paragraph("2024")}</w:tc></w:tr>',
        f"<w:tr>{header}<w:tc>{paragraph('bird')}</w:tc><w:tc>{paragraph('May')}</w:tc>"
        f"<w:tc>{paragraph('June')}</w:tc></w:tr>",
        f"<w:tr><w:tc>{paragraph('heron')}</w:tc><w:tc>{paragraph('2')}</w:tc>"
        f"<w:tc>{paragraph('3')}</w:tc></w:tr>",
    ]
    assert text_of(tmp_path, f"<w:tbl>{''.join(rows)}</w:tbl>") == (
        "| bird | 2024 May | 2024 June |\n| --- | --- | --- |\n| heron | 2 | 3 |"
    )


def test_tables_that_frame_others(tmp_path: Path) -> None:
    """A table of one column is its content, and so is a row with a table in one of its cells."""
    inner = table([["a", "b"], ["1", "2"]])
    framed = f"<w:tbl><w:tr><w:tc>{paragraph('intro')}{inner}</w:tc></w:tr></w:tbl>"
    assert text_of(tmp_path, framed) == "intro\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"
    row = f"<w:tr><w:tc>{paragraph('x')}</w:tc><w:tc>{paragraph('y')}</w:tc></w:tr>"
    nested = f"<w:tr><w:tc>{inner}</w:tc><w:tc>{paragraph('beside')}</w:tc></w:tr>"
    assert text_of(tmp_path, f"<w:tbl>{row}{nested}{row}{row}</w:tbl>") == (
        "| x | y |\n| --- | --- |\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\nbeside\n\n"
        "| x | y |\n| --- | --- |\n| x | y |"
    )
