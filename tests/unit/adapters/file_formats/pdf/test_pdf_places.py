"""Where the words of the text of a PDF stand on its pages."""

import re
from pathlib import Path

import pypdfium2 as pdfium
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from adapters.file_formats.pdf.pdf_reader import read
from adapters.file_formats.pdf.rectangles import rectangles
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.documents.highlights import SourceRange, source_ranges
from tests.support.pdf_files import LEADING, Sheet

_WORD = re.compile(r"[^\s|#-]+")


def plain(text: str) -> str:
    """Return a text without white space, and with one kind of hyphens and bullets."""
    return re.sub(r"\s+", "", text.replace("\ufffe", "-").replace("\x02", "-"))


def many_kinds() -> bytes:
    """Return a PDF with a heading, paragraphs, a broken word, items, a table and rotated text."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    sheet = Sheet()
    sheet.line("Annual report", size=18)
    sheet.lines(["The committee talked at length about the ex-", "pected costs of the new bridge."])
    sheet.line("\u2022 It was adjourned.", gap=LEADING)
    sheet.canvas.setFont("Vera", 10)
    sheet.canvas.drawString(72, 500, "A \U0001d465 b, a private \uf8ff sign and  two blanks.")
    sheet.y = 450
    sheet.row("", ["2022", "2021"])
    sheet.row("Water | waste", ["12", "11"])
    sheet.row("Gas and light", ["5", "4"])
    sheet.next_page()
    sheet.canvas.rotate(90)
    sheet.at(100, -200, "Words that stand upright on a page that is rotated,")
    sheet.at(100, -212, "in two lines.")
    sheet.canvas.setPageRotation(90)
    sheet.next_page()
    sheet.canvas.setCropBox((50, 50, 400, 780))
    sheet.lines(["Words on a page that is cropped on all of its sides, and these", "too."])
    return sheet.content()


def read_file(path: Path, content: bytes) -> ExtractedText:
    """Write a file and return its text."""
    path.write_bytes(content)
    return read(SourceFile(path, path.name))


def ends(extracted: ExtractedText) -> list[int]:
    """Return where each page of a text ends."""
    return [*(part.start for part in extracted.parts[1:]), len(extracted.text)]


def characters_at(page: pdfium.PdfTextPage, start: int, length: int) -> str:
    """Return characters of a page by their indexes on it."""
    return str(page.get_text_range(start, length))


def test_each_run_is_the_characters_of_its_page(tmp_path: Path) -> None:
    """The characters of each run stand on the page where the run says, and in that order."""
    path = tmp_path / "file.pdf"
    extracted = read_file(path, many_kinds())
    document = pdfium.PdfDocument(path)
    for part in extracted.parts:
        page = document[part.number - 1].get_textpage()
        assert part.runs
        for run in part.runs:
            start = part.start + run.start
            text = extracted.text[start : start + run.length]
            assert plain(text) == plain(characters_at(page, run.source, run.length))


def test_all_words_stand_in_runs(tmp_path: Path) -> None:
    """What stands in no run are only white space and the marks of Markdown."""
    extracted = read_file(tmp_path / "file.pdf", many_kinds())
    covered = {
        part.start + run.start + offset
        for part in extracted.parts
        for run in part.runs
        for offset in range(run.length)
    }
    rest = "".join(c for n, c in enumerate(extracted.text) if n not in covered)
    assert set(rest) <= set("\n |#-\\")


def test_the_rectangles_of_words_cover_these_words_only(tmp_path: Path) -> None:
    """What is read back from inside the rectangles of a word is that word and no other."""
    path = tmp_path / "file.pdf"
    extracted = read_file(path, many_kinds())
    document = pdfium.PdfDocument(path)
    for part, end in zip(extracted.parts, ends(extracted), strict=True):
        page = document[part.number - 1].get_textpage()
        for word in _WORD.finditer(extracted.text, part.start, end):
            boxes = rectangles(path, part.number, source_ranges(part, *word.span()))
            found = " ".join(page.get_text_bounded(*box) for box in boxes)
            assert re.sub(r"[\s\x02\ufffe-]", "", found) == word[0].replace("\\", "")


def test_there_is_one_rectangle_for_each_line(tmp_path: Path) -> None:
    """Words over two lines have two rectangles, the first above the second."""
    path = tmp_path / "file.pdf"
    extracted = read_file(path, many_kinds())
    start = extracted.text.index("talked")
    end = extracted.text.index("of the new bridge")
    first, second = rectangles(path, 1, source_ranges(extracted.parts[0], start, end))
    assert first.bottom >= second.top
    assert first.left > second.left


def test_a_range_beyond_the_page_has_no_rectangles(tmp_path: Path) -> None:
    """Characters that the page does not have are left out."""
    path = tmp_path / "file.pdf"
    read_file(path, many_kinds())
    assert rectangles(path, 1, [SourceRange(5_000, 5_010), SourceRange(3, 3)]) == ()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.text(st.sampled_from("abcde ABC.,:;-|#•123$%()äß"), min_size=1, max_size=50),
            st.sampled_from((72, 200, 330)),
            st.sampled_from((8, 10, 10, 10, 16)),
            st.sampled_from((0, 12, 30)),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_no_character_of_any_page_is_changed(
    tmp_path: Path, lines: list[tuple[str, int, int, int]]
) -> None:
    """However lines stand on a page, each run is the characters of the page."""
    sheet = Sheet()
    sheet.line("A title")
    for text, x, size, gap in lines:
        sheet.y -= gap
        sheet.at(x, sheet.y, text, size)
    path = tmp_path / "file.pdf"
    extracted = read_file(path, sheet.content())
    page = pdfium.PdfDocument(path)[0].get_textpage()
    [part] = extracted.parts
    for run in part.runs:
        text = extracted.text[run.start : run.start + run.length]
        assert plain(text) == plain(characters_at(page, run.source, run.length))
    copied = sum(run.length for run in part.runs)
    assert copied >= len(plain(page.get_text_range())) - sum("•" in line[0] for line in lines) * 50
