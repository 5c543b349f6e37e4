"""PDF files with known words on known pages."""

import io

from reportlab.pdfgen.canvas import Canvas

PAGE = (420, 595)
LINES = 12


def pdf_with(
    words: str, page: int, pages: int, *, rotation: int = 0, cropped: bool = False
) -> bytes:
    """Return a PDF of so many pages that has these words on one of them, counted from 1.

    Args:
        words: One line of text.
        page: The page with the words.
        pages: The number of pages.
        rotation: By how many degrees every page is turned when it is shown.
        cropped: Whether a margin of every page is not shown.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE, pageCompression=1)
    for number in range(1, pages + 1):
        if rotation:
            canvas.setPageRotation(rotation)
        if cropped:
            canvas.setCropBox((30, 40, PAGE[0] - 20, PAGE[1] - 10))
        canvas.setFont("Helvetica", 12)
        for line in range(LINES):
            canvas.drawString(60, 520 - 30 * line, f"Entry {line} of the log on sheet {number}.")
        if number == page:
            canvas.drawString(60, 520 - 30 * LINES, words)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
