"""What is read of OpenDocument texts."""

from pathlib import Path

import pytest

from adapters.file_formats.office.opendocument.reader import read
from domain.documents.document import ExtractedText
from domain.errors import DocumentPasswordRequired, UnsupportedFileType
from tests.support.office_files import OPEN_DOCUMENT, odt, source_file, zipped


def read_odt(folder: Path, content: bytes) -> ExtractedText:
    return read(source_file(folder, content, "file.odt"))


def text_of(folder: Path, text: str, styles: str = "", automatic: str = "") -> str:
    return read_odt(folder, odt(text, styles=styles, automatic=automatic)).text


def test_headings_paragraphs_and_blanks(tmp_path: Path) -> None:
    """Titles, headings and paragraphs are read; blanks, tabs and line breaks are elements."""
    text = (
        '<text:p text:style-name="P1">All about herons</text:p>'
        '<text:h text:outline-level="2">Nests</text:h>'
        "<text:p>They\n   nest<text:s text:c='2'/>in <text:span>the</text:span> mill."
        "<text:line-break/>Since<text:tab/>1901.</text:p><text:p/>"
    )
    styles = '<style:style style:name="Title"/>'
    automatic = '<style:style style:name="P1" style:parent-style-name="Title"/>'
    found = read_odt(tmp_path, odt(text, styles=styles, automatic=automatic))
    assert found.text == ("# All about herons\n\n### Nests\n\nThey nest in the mill.\nSince\t1901.")
    assert found.title == "All about herons"


def test_lists_are_numbered_and_nested(tmp_path: Path) -> None:
    """Numbers, letters and bullets are those of the style; a list goes on where it says so."""
    levels = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1"'
        ' style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2"'
        ' style:num-format="a" style:num-suffix=")" text:display-levels="2"/>'
        '<text:list-level-style-bullet text:level="3" text:bullet-char="•"/></text:list-style>'
    )

    def item(*content: str) -> str:
        return f"<text:list-item>{''.join(content)}</text:list-item>"

    def list_of(*items: str, more: str = "") -> str:
        return f'<text:list text:style-name="L"{more}>{"".join(items)}</text:list>'

    def p(text: str) -> str:
        return f"<text:p>{text}</text:p>"

    inner = list_of(item(p("b")), item(p("c"), list_of(item(p("d")))))
    text = (
        list_of(item(p("a"), inner), item(p("e"), p("more")))
        + p("between")
        + list_of(item(p("f")), more=' text:continue-numbering="true"')
        + list_of(item(p("g")), f"<text:list-header>{p('h')}</text:list-header>")
    )
    assert text_of(tmp_path, text, automatic=levels).split("\n") == [
        "1. a", "    - 1.a) b", "    - 1.b) c", "        - d", "2. e", "   more", "",
        "between", "", "3. f", "1. g", "", "h",
    ]  # fmt: skip


def test_headings_show_the_numbers_of_the_outline(tmp_path: Path) -> None:
    """A document whose headings are numbered shows their numbers."""
    styles = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
        '<text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>'
    )
    text = "".join(
        f'<text:h text:outline-level="{level}">{title}</text:h>'
        for level, title in ((1, "One"), (2, "Two"), (3, "Three"), (2, "Four"))
    )
    assert text_of(tmp_path, text, styles=styles).split("\n\n") == [
        "# 1 One", "## 1.1 Two", "### Three", "## 1.2 Four",
    ]  # fmt: skip


def test_tables_with_merged_cells_and_header_rows(tmp_path: Path) -> None:
    """Covered cells have the text of the cell that covers them; header rows become one."""
    cell, covered = (
        "<table:table-cell{}><text:p>{}</text:p></table:table-cell>",
        "<table:covered-table-cell/>",
    )
    text = (
        "<table:table><table:table-column/><table:table-header-rows><table:table-row>"
        + cell.format("", "") + cell.format(' table:number-columns-spanned="2"', "2024") + covered
        + "</table:table-row><table:table-row>"
        + "".join(cell.format("", name) for name in ("bird", "May", "June"))
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell.format(' table:number-rows-spanned="2"', "heron") + cell.format("", "1 | 2")
        + cell.format("", "") + "</table:table-row><table:table-row>"
        + covered + cell.format(' table:number-columns-repeated="2"', "3")
        + "</table:table-row></table:table>"
    )  # fmt: skip
    assert text_of(tmp_path, text).split("\n") == [
        "| bird | 2024 May | 2024 June |",
        "| --- | --- | --- |",
        "| heron | 1 \\| 2 |  |",
        "| heron | 3 | 3 |",
    ]


def test_tables_that_frame_others(tmp_path: Path) -> None:
    """A table of one column is its content, and so is a row with a table in one of its cells."""

    def rows(*rows: list[str]) -> str:
        cells = (
            "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in row) for row in rows
        )
        written = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
        return f"<table:table>{written}</table:table>"

    a, b = "<text:p>a</text:p>", "<text:p>b</text:p>"
    framed = rows([rows([a, b], [b, a])])
    assert text_of(tmp_path, framed) == "| a | b |\n| --- | --- |\n| b | a |"
    beside = rows([a, b], [rows([b, b]), a])
    assert text_of(tmp_path, beside).split("\n\n") == [
        "| a | b |\n| --- | --- |", "| b | b |\n| --- | --- |", "a",
    ]  # fmt: skip


def test_what_is_deleted_hidden_or_commented_is_left_out(tmp_path: Path) -> None:
    """Tracked deletions, hidden text and sections, and comments are not read; notes say so."""
    automatic = (
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    )
    text = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>Here<text:change/> <text:span text:style-name="T1">secret</text:span>it is.'
        "<office:annotation><text:p>why?</text:p></office:annotation></text:p>"
        '<text:section text:display="none"><text:p>hidden</text:p></text:section>'
        "<text:section><text:p>shown</text:p></text:section>"
    )
    found = read_odt(tmp_path, odt(text, automatic=automatic))
    assert found.text == "Here it is.\n\nshown"
    assert found.notes == (
        "Deletions that were tracked but not yet accepted were left out.",
        "Hidden text was left out.",
        "Comments were left out.",
    )


def test_notes_frames_and_objects(tmp_path: Path) -> None:
    """Notes stand below their section, frames and formulas behind their paragraph."""
    text = (
        "<text:p>Herons<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Birds.</text:p></text:note-body></text:note> nest.<draw:frame><draw:text-box>"
        "<text:p>boxed</text:p></draw:text-box></draw:frame><draw:frame><draw:object xlink:href="
        '"./Object 1"/></draw:frame></text:p><text:h text:outline-level="1">Next</text:h>'
    )
    formula = (
        "<math><semantics><mrow><mi>x</mi><mo>=</mo><mn>1</mn></mrow>"
        "<annotation>x = 1</annotation></semantics></math>"
    )
    assert read_odt(tmp_path, odt(text, parts={"Object 1/content.xml": formula})).text == (
        "Herons[^1] nest.\n\nboxed\n\nx=1\n\n[^1]: Birds.\n\n# Next"
    )


def test_properties_are_metadata(tmp_path: Path) -> None:
    """Who wrote a text is its author, not who saved it last."""
    meta = (
        "<dc:title>Herons</dc:title><meta:initial-creator>Ann</meta:initial-creator>"
        "<dc:creator>Bo</dc:creator><meta:creation-date>2024-05-06T07:08:09</meta:creation-date>"
        "<meta:keyword>nest</meta:keyword><meta:keyword>egg</meta:keyword>"
    )
    found = read_odt(tmp_path, odt("<text:p>Text</text:p>", meta=meta))
    assert found.title == "Herons"
    assert found.metadata == {
        "author": "Ann",
        "created": "2024-05-06T07:08:09",
        "keywords": ("nest", "egg"),
    }


def test_an_encrypted_text_asks_for_its_password(tmp_path: Path) -> None:
    """The manifest says which parts are encrypted."""
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    with pytest.raises(DocumentPasswordRequired):
        read_odt(tmp_path, odt("", parts={"META-INF/manifest.xml": manifest}))


def test_a_spreadsheet_is_no_text(tmp_path: Path) -> None:
    """Another kind of OpenDocument file is refused for what it is not."""
    content = (
        f"<office:document-content {OPEN_DOCUMENT}><office:body><office:spreadsheet/>"
        "</office:body></office:document-content>"
    )
    with pytest.raises(UnsupportedFileType, match="no text document"):
        read_odt(tmp_path, zipped({"content.xml": content}))
