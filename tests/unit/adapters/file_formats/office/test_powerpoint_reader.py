"""What is read of PowerPoint presentations."""

import io
from pathlib import Path

import pptx as python_pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Emu

from adapters.file_formats.office.powerpoint.reader import read
from domain.documents.document import ExtractedText
from domain.documents.parts import Part, PartKind
from domain.errors import FileDamaged, FileEmpty
from tests.support.office_files import SLIDE, pptx, shape, source_file

MODERN = "http://schemas.microsoft.com/office/2018/10/relationships"


def read_pptx(folder: Path, content: bytes) -> ExtractedText:
    return read(source_file(folder, content, "file.pptx"))


def test_a_presentation_of_python_pptx(tmp_path: Path) -> None:
    """Titles, bullets of the layout, tables, charts, notes and parts are read."""
    file = python_pptx.Presentation()
    file.core_properties.author = "Ann Lee"
    first = file.slides.add_slide(file.slide_layouts[1])
    first.shapes.title.text = "Nests"
    frame = first.placeholders[1].text_frame
    frame.text = "in trees"
    inner = frame.add_paragraph()
    inner.text, inner.level = "in old ones", 1
    first.notes_slide.notes_text_frame.text = "Show the picture."
    second = file.slides.add_slide(file.slide_layouts[5])
    second.shapes.title.text = "Weights"
    size = [Emu(each) for each in (914_400, 2_000_000, 5_000_000, 1_000_000)]
    table = second.shapes.add_table(2, 3, *size).table
    for column, text in enumerate(("bird", "2024", "")):
        table.cell(0, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    for column, text in enumerate(("heron", "2", "3")):
        table.cell(1, column).text = text
    data = CategoryChartData()  # type: ignore[no-untyped-call] # it has no types
    data.categories = ["heron", "wren"]
    data.add_series("kg", (2, 0.01))  # type: ignore[no-untyped-call] # it has no types
    place = [Emu(each) for each in (914_400, 4_000_000, 5_000_000, 2_000_000)]
    second.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)
    buffer = io.BytesIO()
    file.save(buffer)

    found = read_pptx(tmp_path, buffer.getvalue())

    assert found.text == (
        "## Nests\n\n- in trees\n    - in old ones\n\n### Notes\n\nShow the picture.\n\n"
        "## Weights\n\n| bird | 2024 | 2024 |\n| --- | --- | --- |\n| heron | 2 | 3 |\n\n"
        "|  | kg |\n| --- | --- |\n| heron | 2 |\n| wren | 0.01 |"
    )
    assert found.parts == (
        Part(PartKind.SLIDE, 0, 1, "Nests"),
        Part(PartKind.SLIDE, found.text.index("## Weights"), 2, "Weights"),
    )
    assert found.metadata["author"] == "Ann Lee"
    assert found.title is None


def test_slides_without_a_title(tmp_path: Path) -> None:
    """The line on top is the title if it is like one; otherwise the number of the slide is."""
    found = read_pptx(
        tmp_path,
        pptx(
            [
                shape("Key figures") + shape("Four eggs."),
                shape("This is a whole sentence, and no title."),
                shape("", kind="title"),
            ]
        ),
    )
    assert found.text == (
        "## Key figures\n\nFour eggs.\n\n## Slide 2\n\nThis is a whole sentence, and no title.\n\n"
        "## Slide 3"
    )
    assert [part.name for part in found.parts] == ["Key figures", None, None]


def test_two_titles_of_a_slide_are_one(tmp_path: Path) -> None:
    """No title is lost, and one that stands in two ways in the file is read once."""
    title, other = shape("Herons", kind="title"), shape("and wrens", kind="title")
    found = read_pptx(tmp_path, pptx([f"<x>{title}</x>{title}{other}"]))
    assert found.text == "## Herons and wrens"


def test_shapes_are_read_from_top_to_bottom_and_column_by_column(tmp_path: Path) -> None:
    """The order of the shapes in the file does not matter, only where they stand."""
    slide = (
        shape("right 2", at=(600, 400, 400, 100))
        + shape("left 1", at=(0, 200, 400, 100))
        + shape("right 1", at=(600, 200, 400, 100))
        + shape("left 2", at=(0, 400, 400, 300))
        + shape("across", at=(0, 0, 1000, 100))
    )
    texts = read_pptx(tmp_path, pptx([shape("T", kind="title") + slide])).text.split("\n\n")
    assert texts == ["## T", "across", "left 1", "left 2", "right 1", "right 2"]


def test_groups_are_read_as_one_and_hidden_shapes_are_not(tmp_path: Path) -> None:
    """The shapes of a group stand together, whatever stands between them in the order."""
    group = (
        '<p:grpSp><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="400" cy="900"/></a:xfrm>'
        f"</p:grpSpPr>{shape('g2', at=(0, 800, 400, 50))}{shape('g1', at=(0, 0, 400, 50))}"
        "</p:grpSp>"
    )
    hidden = shape("hidden").replace('name=""', 'name="" hidden="1"')
    slide = shape("T", kind="title") + shape("right", at=(600, 300, 400, 50)) + group + hidden
    assert read_pptx(tmp_path, pptx([slide])).text == "## T\n\ng1\n\ng2\n\nright"


def test_numbers_go_on_behind_inner_items_and_begin_again_behind_text(tmp_path: Path) -> None:
    """Paragraphs with automatic numbers are counted as PowerPoint counts them."""

    def line(text: str, level: int, mark: str) -> str:
        return f'<a:p><a:pPr lvl="{level}">{mark}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>'

    number = '<a:buAutoNum type="arabicPeriod"/>'
    letter = '<a:buAutoNum type="alphaLcParenR" startAt="3"/>'
    bullet = '<a:buChar char="•"/>'
    texts = (
        line("a", 0, number) + line("b", 1, letter) + line("c", 1, letter) + line("d", 0, number)
        + line("text", 0, "<a:buNone/>") + line("e", 0, number) + line("f", 0, bullet)
    )  # fmt: skip
    body = f"<p:sp><p:txBody>{texts}</p:txBody></p:sp>"
    found = read_pptx(tmp_path, pptx([shape("T", kind="title") + body]))
    assert found.text.split("\n")[2:] == [
        "1. a", "    - c) b", "    - d) c", "2. d", "", "text", "", "1. e", "- f",
    ]  # fmt: skip


def test_line_breaks_and_control_characters_in_escapes(tmp_path: Path) -> None:
    """A break and an escaped vertical tab end a line; in a title they are blanks."""
    runs = "<a:r><a:t>a_x000B_b</a:t></a:r><a:br/><a:r><a:t>c.</a:t></a:r>"
    body = f"<p:sp><p:txBody><a:p>{runs}</a:p></p:txBody></p:sp>"
    found = read_pptx(tmp_path, pptx([shape("On_x000B_herons", kind="ctrTitle") + body]))
    assert found.text == "## On herons\n\na\nb\nc."


def test_hidden_slides_are_read_with_a_note(tmp_path: Path) -> None:
    """A hidden slide is read, since who opens the file sees it, and a note says so."""
    slides = [shape(title, kind="title") for title in "ABC"]
    one = read_pptx(tmp_path, pptx(slides, hidden=[2]))
    assert one.notes == ("Slide 2 is hidden in presentations; its text was read too.",)
    assert "## B" in one.text
    two = read_pptx(tmp_path, pptx(slides, hidden=[1, 3]))
    assert two.notes == ("Slides 1 and 3 are hidden in presentations; their text was read too.",)


def test_comments_of_both_formats_stand_below_their_slide(tmp_path: Path) -> None:
    """Comments name their author and day, and replies follow what they reply to."""
    classic = (
        f'<p:cmLst {SLIDE}><p:cm authorId="0" dt="2026-01-02T03:04:05"><p:text>Old one</p:text>'
        "</p:cm></p:cmLst>"
    )
    text = "<x:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></x:txBody>"
    modern = (
        f'<x:cmLst xmlns:x="x" {SLIDE}><x:cm authorId="{{B}}" created="2026-02-03T00:00:00">'
        f'<x:replyLst><x:reply authorId="{{C}}">{text.format("A reply")}</x:reply></x:replyLst>'
        f"{text.format('New one')}</x:cm></x:cmLst>"
    )
    content = pptx(
        [shape("A", kind="title"), shape("B", kind="title")],
        links=[
            {"c": ("comments", "../comments/a.xml")},
            {
                "c": (
                    "http://schemas.microsoft.com/office/2018/10/relationships/comments",
                    "../comments/b.xml",
                )
            },
        ],
        presentation_links={
            "a": ("commentAuthors", "commentAuthors.xml"),
            "b": (
                "http://schemas.microsoft.com/office/2018/10/relationships/authors",
                "authors.xml",
            ),
        },
        parts={
            "ppt/comments/a.xml": classic,
            "ppt/comments/b.xml": modern,
            "ppt/commentAuthors.xml": '<list><cmAuthor id="0" name="Ann"/></list>',
            "ppt/authors.xml": '<list><author id="{B}" name="Bo"/></list>',
        },
    )
    assert read_pptx(tmp_path, content).text == (
        "## A\n\n### Comments\n\nAnn (2026-01-02): Old one\n\n"
        "## B\n\n### Comments\n\nBo (2026-02-03): New one\n\nA reply"
    )


def test_a_slide_that_is_missing_is_named(tmp_path: Path) -> None:
    """The message on an incomplete file names the part that it lacks."""
    content = pptx([shape("A")], presentation_links={"rId1": ("slide", "slides/slide9.xml")})
    with pytest.raises(FileDamaged, match=r"ppt/slides/slide9\.xml"):
        read_pptx(tmp_path, content)


def test_a_presentation_without_text_is_empty(tmp_path: Path) -> None:
    """The numbers of empty slides are no text."""
    with pytest.raises(FileEmpty):
        read_pptx(tmp_path, pptx(["", ""]))
