"""The text of PDFs: order, paragraphs, hyphens, columns, headers and footers."""

from tests.support.pdf_files import LEADING, Sheet
from tests.unit.adapters.file_formats.pdf.conftest import ReadBytes

PROSE = (
    "The council met on Tuesday to discuss the budget for the schools and the roads of",
    "the district. Several members raised objections to the cost of the new bridge over",
    "the river.",
)
LEFT_COLUMN = (
    "The council met on Tuesday to",
    "discuss the budget for schools",
    "and roads. Several members",
    "raised objections to the cost",
    "of the new bridge over the river.",
)
RIGHT_COLUMN = (
    "Elsewhere the harvest was good",
    "and farmers expect prices to",
    "fall in the coming month. The",
    "ministry published figures that",
    "confirm the trend of last year.",
)


def test_the_lines_of_a_paragraph_become_one_line(read_pdf: ReadBytes) -> None:
    """A paragraph is one line, and a blank line stands between two paragraphs."""
    sheet = Sheet()
    sheet.lines(PROSE)
    sheet.lines(PROSE, gap=LEADING)
    paragraph = " ".join(PROSE)
    assert read_pdf(sheet.content()).text == f"{paragraph}\n\n{paragraph}"


def test_an_indent_begins_a_paragraph(read_pdf: ReadBytes) -> None:
    """After the end of a sentence, an indented line begins a paragraph, without any gap."""
    sheet = Sheet()
    for _ in range(2):
        sheet.line(PROSE[0], x=90)
        sheet.lines(PROSE[1:])
    paragraph = " ".join(PROSE)
    assert read_pdf(sheet.content()).text == f"{paragraph}\n\n{paragraph}"


def test_short_lines_stay_lines(read_pdf: ReadBytes) -> None:
    """Lines that end before the edge, as in an address, are not joined."""
    sheet = Sheet()
    sheet.lines(PROSE)
    sheet.lines(["Ada Miller", "12 Mill Lane", "Oxford"], gap=LEADING)
    assert read_pdf(sheet.content()).text.endswith("\n\nAda Miller\n12 Mill Lane\nOxford")


def test_bullets_become_items(read_pdf: ReadBytes) -> None:
    """Items begin with `- `, and their wrapped lines belong to them."""
    sheet = Sheet()
    sheet.line("\u2022 " + PROSE[0])
    sheet.line(PROSE[2])
    sheet.line("\u2022 It was adjourned.")
    text = read_pdf(sheet.content()).text
    assert text == f"- {PROSE[0]} {PROSE[2]}\n- It was adjourned."


def test_columns_that_are_drawn_one_after_the_other_are_read_so(read_pdf: ReadBytes) -> None:
    """Two columns, as most programs draw them, are read one after the other."""
    sheet = Sheet()
    sheet.lines(LEFT_COLUMN)
    sheet.y += len(LEFT_COLUMN) * LEADING
    sheet.lines(RIGHT_COLUMN, x=310)
    assert read_pdf(sheet.content()).text == f"{' '.join(LEFT_COLUMN)}\n\n{' '.join(RIGHT_COLUMN)}"


def test_columns_that_are_drawn_line_by_line_are_taken_apart(read_pdf: ReadBytes) -> None:
    """Two columns of prose are read one after the other, even if each line is drawn across both."""
    sheet = Sheet()
    for left, right in zip(LEFT_COLUMN, RIGHT_COLUMN, strict=True):
        sheet.at(72, sheet.y, left)
        sheet.at(310, sheet.y, right)
        sheet.y -= LEADING
    assert read_pdf(sheet.content()).text == f"{' '.join(LEFT_COLUMN)}\n\n{' '.join(RIGHT_COLUMN)}"


def test_fields_side_by_side_become_lines(read_pdf: ReadBytes) -> None:
    """Of a form with two fields in a line, each becomes a line."""
    sheet = Sheet()
    for left, right in (("Make: Piper", "Damage: None"), ("Pilot: Ada Miller", "Age: 44")):
        sheet.at(72, sheet.y, left)
        sheet.at(310, sheet.y, right)
        sheet.y -= LEADING
    text = read_pdf(sheet.content()).text
    assert text == "Make: Piper\nDamage: None\nPilot: Ada Miller\nAge: 44"


def hyphenated(*more: str) -> bytes:
    """Return a PDF with a word that is broken at the end of a line, and with more lines."""
    sheet = Sheet()
    sheet.lines(
        ["The committee talked at length about the task-", "specific training of all its members."]
    )
    sheet.lines(more, gap=LEADING)
    return sheet.content()


def test_a_broken_word_is_joined(read_pdf: ReadBytes) -> None:
    """A hyphen at the end of a line is dropped with the line end."""
    assert "the taskspecific training" in read_pdf(hyphenated()).text


def test_a_hyphen_that_the_document_has_elsewhere_stays(read_pdf: ReadBytes) -> None:
    """A hyphen at the end of a line stays if the document has the word with its hyphen."""
    text = read_pdf(hyphenated("All training is task-specific.")).text
    assert "the task-specific training" in text


def report(pages: int) -> bytes:
    """Return a PDF whose pages have a header, a footer and one sentence each."""
    sheet = Sheet()
    for number in range(1, pages + 1):
        sheet.at(72, 800, f"Annual report 2021 of the water board, sheet {number + 40}")
        sheet.lines([f"Sentence {'abcdefgh'[number]} stands on this page alone."])
        sheet.at(290, 30, f"Page {number} of {pages}")
        if number < pages:
            sheet.next_page()
    return sheet.content()


def test_headers_and_footers_are_left_out(read_pdf: ReadBytes) -> None:
    """Lines at the same place of many pages are left out with a note, whatever page they count."""
    extracted = read_pdf(report(4))
    assert extracted.text == "\n\n".join(
        f"Sentence {letter} stands on this page alone." for letter in "bcde"
    )
    assert extracted.notes == ("Headers and footers that repeat from page to page were left out.",)


def test_pages_of_the_same_form_are_read_whole(read_pdf: ReadBytes) -> None:
    """Lines that differ in what they state are no headers, though each page has them."""
    sheet = Sheet()
    stated = [("2024-03", "118.20"), ("2024-04", "92.75"), ("2024-05", "407.10")]
    for month, amount in stated:
        sheet.at(72, 800, f"Statement {month}")
        sheet.at(72, 780, f"Amount due: {amount}")
        if month != stated[-1][0]:
            sheet.next_page()
    text = read_pdf(sheet.content()).text
    for month, amount in stated:
        assert f"Statement {month}" in text
        assert f"Amount due: {amount}" in text


def test_a_sentence_goes_on_over_the_end_of_a_page(read_pdf: ReadBytes) -> None:
    """A sentence that goes on on the next page is one line, and the page begins in it."""
    sheet = Sheet()
    sheet.lines(PROSE[:2])
    sheet.next_page()
    sheet.lines(["the river and the railway."])
    extracted = read_pdf(sheet.content())
    assert extracted.text == " ".join([*PROSE[:2], "the river and the railway."])
    assert extracted.text[extracted.parts[1].start :] == "the river and the railway."


def test_rotated_text_is_read_line_by_line(read_pdf: ReadBytes) -> None:
    """The lines of text that is rotated make paragraphs too."""
    sheet = Sheet()
    sheet.canvas.rotate(90)
    for number, line in enumerate(PROSE):
        sheet.at(100, -200 - LEADING * number, line)
    sheet.canvas.setPageRotation(90)
    assert read_pdf(sheet.content()).text == " ".join(PROSE)
