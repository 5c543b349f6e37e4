"""The numbers and bullets of Word documents."""

from pathlib import Path

import pytest

from adapters.file_formats.office.word.reader import read
from tests.support.office_files import docx, paragraph, source_file


def level(place: int, text: str, way: str = "decimal", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{way}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def numbering(
    *levels: str, lists: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{lists}'


def item(text: str, place: int = 0, key: str = "1", style: str = "") -> str:
    marks = f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{key}"/></w:numPr>'
    return paragraph(text, style, marks)


def lines_of(folder: Path, body: str, numbers: str, styles: str = "") -> list[str]:
    content = docx(body, numbering=numbers, styles=styles)
    return read(source_file(folder, content)).text.split("\n")


def test_inner_items_begin_again_under_each_outer_one(tmp_path: Path) -> None:
    """Levels count apart; an inner one begins again, and its label can show the outer number."""
    numbers = numbering(level(0, "%1."), level(1, "%1.%2"), level(2, "", "bullet"))
    body = "".join([
        item("a"), item("b", 1), item("c", 1), item("d"), item("e", 1), item("f", 2),
    ])  # fmt: skip
    numbers = numbers.replace('w:val=""', 'w:val="o"')
    assert lines_of(tmp_path, body, numbers) == [
        "1. a", "    - 1.1 b", "    - 1.2 c", "2. d", "    - 2.1 e", "        - f",
    ]  # fmt: skip


def test_a_list_counts_on_behind_other_text(tmp_path: Path) -> None:
    """A paragraph between two items does not begin the list again."""
    body = item("a") + paragraph("between") + item("b")
    assert lines_of(tmp_path, body, numbering(level(0, "%1)"))) == [
        "1) a", "", "between", "", "2) b",
    ]  # fmt: skip


def test_lists_of_one_definition_count_together_unless_one_says_where_it_starts(
    tmp_path: Path,
) -> None:
    """A second list goes on from the first; one with a start of its own begins there, once."""
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = "".join(
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="0"/>{more}</w:num>'
        for key, more in ((1, ""), (2, ""), (3, start))
    )
    body = "".join(item(text, key=key) for text, key in zip("abcd", "1233", strict=True))
    assert lines_of(tmp_path, body, numbering(level(0, "%1."), lists=lists)) == [
        "1. a", "2. b", "1. c", "2. d",
    ]  # fmt: skip


def test_the_numbers_of_headings_are_part_of_them(tmp_path: Path) -> None:
    """Headings that a list of their styles numbers show the number."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n}"/><w:pPr>'
        f'<w:numPr><w:ilvl w:val="{n - 1}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for n in (1, 2)
    )
    numbers = numbering(level(0, "Part %1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>"))
    body = (
        paragraph("One", "H1")
        + paragraph("Two", "H2")
        + paragraph("", "H2")
        + paragraph("Not counted", "H2", '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + paragraph("Four", "H1")
    )
    assert [line for line in lines_of(tmp_path, body, numbers, styles) if line] == [
        "# Part I One", "## 1.1 Two", "## Not counted", "# Part II Four",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("way", "label"),
    [
        ("lowerLetter", "- b) x"),
        ("upperLetter", "- B) x"),
        ("lowerRoman", "- ii) x"),
        ("decimalZero", "02) x"),
        ("ordinal", "- 2nd) x"),
        ("japaneseCounting", "- 二) x"),
        ("decimalEnclosedCircle", "- ②) x"),
        ("unheardOf", "2) x"),
        ("none", "x"),
    ],
)
def test_numbers_are_written_as_the_list_writes_them(tmp_path: Path, way: str, label: str) -> None:
    """Letters, Roman numerals and others stand behind a bullet, since Markdown has only figures."""
    body = item("") + item("x")
    assert lines_of(tmp_path, body, numbering(level(0, "%1)", way)))[-1] == label


def test_a_level_can_take_its_definition_from_a_style_of_lists(tmp_path: Path) -> None:
    """A definition that refers to a style is that of the list of the style."""
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="l"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    lists = (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    )
    numbers = numbering(level(0, "%1."), lists=lists)
    assert lines_of(tmp_path, item("x", key="2"), numbers, styles) == ["1. x"]


def test_items_nest_by_their_indents_across_lists(tmp_path: Path) -> None:
    """A list whose items stand farther from the margin is an inner list."""

    def indented(left: int) -> str:
        return f'<w:pPr><w:ind w:left="{left}"/></w:pPr>'

    numbers = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "o", "bullet", indented(360))}'
        f'</w:abstractNum><w:abstractNum w:abstractNumId="1">'
        f"{level(0, 'o', 'bullet', indented(720))}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = item("a") + item("b", key="2") + item("c")
    assert lines_of(tmp_path, body, numbers) == ["- a", "    - b", "- c"]


def test_a_list_that_is_not_defined_is_paragraphs(tmp_path: Path) -> None:
    """An item of an unknown list is read as a paragraph."""
    assert lines_of(tmp_path, item("a", key="9"), numbering()) == ["a"]
