"""The headings of PDFs, and what a PDF says about itself."""

from tests.support.pdf_files import LEADING, Sheet
from tests.unit.adapters.file_formats.pdf.conftest import ReadBytes

PROSE = (
    "The council met on Tuesday to discuss the budget for the schools and the roads of",
    "the district. Several members raised objections to the cost of the new bridge over",
    "the river, which is to be built in the coming year if the district agrees to pay for",
    "a third of it, as the mayor has asked.",
)


def test_headings_are_larger_or_bold(read_pdf: ReadBytes) -> None:
    """Larger lines are headings, the largest outermost, and bold ones stand below them."""
    sheet = Sheet()
    sheet.line("Annual report", size=20)
    sheet.line("Schools", size=14, gap=LEADING)
    sheet.lines(PROSE, gap=LEADING)
    sheet.line("Costs of the bridge", bold=True, gap=LEADING)
    sheet.lines(PROSE)
    text = read_pdf(sheet.content()).text
    paragraph = " ".join(PROSE)
    assert text == (
        f"# Annual report\n\n## Schools\n\n{paragraph}\n\n### Costs of the bridge\n\n{paragraph}"
    )


def test_a_title_of_two_lines_is_one_heading(read_pdf: ReadBytes) -> None:
    """Large lines directly below each other are one heading."""
    sheet = Sheet()
    sheet.line("Annual report of the water board", size=18)
    sheet.line("and of the district", size=18, gap=8)
    sheet.lines(PROSE, gap=LEADING)
    assert read_pdf(sheet.content()).text.startswith(
        "# Annual report of the water board and of the district\n\nThe council"
    )


def test_a_text_all_in_bold_has_no_headings(read_pdf: ReadBytes) -> None:
    """Bold letters mark nothing where all letters are bold."""
    sheet = Sheet()
    for line in PROSE:
        sheet.line(line, bold=True)
    sheet.line("Costs of the bridge", bold=True, gap=LEADING)
    assert "#" not in read_pdf(sheet.content()).text


def test_the_outline_says_which_lines_are_headings(read_pdf: ReadBytes) -> None:
    """Where the document has an outline, its entries are the headings, with their levels."""
    sheet = Sheet()
    sheet.line("A large motto", size=20)
    for number, (title, level) in enumerate((("Schools", 0), ("Roads", 1), ("Bridges", 1))):
        sheet.canvas.bookmarkPage(str(number))
        sheet.canvas.addOutlineEntry(title, str(number), level)
        sheet.line(f"{number + 1} {title}", gap=LEADING)
        sheet.lines(PROSE, gap=LEADING)
    lines = read_pdf(sheet.content()).text.split("\n")
    assert [line for line in lines if line.startswith("#")] == [
        "# 1 Schools", "## 2 Roads", "## 3 Bridges"
    ]  # fmt: skip


def test_the_information_of_a_pdf_is_its_metadata(read_pdf: ReadBytes) -> None:
    """The title, the author and the dates are those that the PDF states."""
    sheet = Sheet()
    sheet.canvas.setTitle("Herons of the mill")
    sheet.canvas.setAuthor("Ada Miller")
    sheet.line("Herons")
    extracted = read_pdf(sheet.content())
    assert extracted.title == "Herons of the mill"
    assert extracted.metadata["author"] == "Ada Miller"
    assert extracted.metadata["created"] == "2000-01-01"
    assert extracted.media_type == "application/pdf"


def test_the_name_of_a_file_is_no_title(read_pdf: ReadBytes) -> None:
    """A title that a program made of the name of a file is left out."""
    sheet = Sheet()
    sheet.canvas.setTitle("Microsoft Word - report_final.docx")
    sheet.line("Herons")
    assert read_pdf(sheet.content()).title is None
