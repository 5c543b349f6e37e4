"""Pages that are pictures of text."""

from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.lib.utils import ImageReader

from adapters.file_formats.pdf.lines import Box
from adapters.file_formats.pdf.scanned_page import Words, scanned_page
from tests.support.pdf_files import HEIGHT, WIDTH, Sheet

LINES = (
    "The heron nests in the old mill, and the chicks stay there until they can",
    "fly to the lake in the north.",
)


def scan() -> bytes:
    """Return a PDF of two pages: one with text, and one that is a picture of text."""
    sheet = Sheet()
    sheet.line("Herons of the mill", size=18)
    sheet.lines(LINES, gap=12)
    picture = BytesIO()
    pdfium.PdfDocument(sheet.content())[0].render(scale=2).to_pil().save(picture, "PNG")
    picture.seek(0)
    scanned = Sheet()
    scanned.line("A page with text.")
    scanned.next_page()
    scanned.canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
    return scanned.content()


def words(text: str, left: float, bottom: float, height: float = 12) -> Words:
    """Return words of 6 points a letter."""
    return Words(text, Box(left, bottom, left + 6 * len(text), bottom + height))


def test_recognised_words_at_one_height_are_a_line() -> None:
    """Words are ordered from top to bottom and from left to right; heights may differ a little."""
    page = scanned_page(
        3, [words("7", 200, 700), words("weight", 72, 701, 13), words("b", 72, 680)]
    )
    assert [line.text for line in page.lines] == ["weight 7", "b"]
    assert [len(line.cells) for line in page.lines] == [2, 1]
    assert page.lines[0].size == page.lines[1].size
    assert page.is_scanned


def test_a_page_without_words_has_no_lines() -> None:
    """A picture without words is a page without text."""
    assert scanned_page(1, []).lines == []


def test_a_picture_of_text_is_read(tmp_path: Path) -> None:
    """A page without text is read by OCR, with a note, and its words stand in no run."""
    pytest.importorskip("rapidocr", reason="the extra `ocr` is not installed")
    from adapters.file_formats.pdf.read_scans import read_scans  # it may be missing

    path = tmp_path / "scan.pdf"
    path.write_bytes(scan())
    extracted = read_scans(str(path), path.name)
    assert extracted.text.split("\n\n")[0] == "A page with text."
    assert " ".join(LINES) in extracted.text
    assert extracted.notes == ("Page 2 has no text but pictures, read by OCR.",)
    assert extracted.parts[0].runs
    assert not extracted.parts[1].runs
