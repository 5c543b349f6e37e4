"""PDF files, drawn for tests."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

SIZE = 10
LEADING = 12
LEFT = 72
TOP = 720
WIDTH, HEIGHT = 595, 842


class Sheet:
    """Draws the pages of a PDF from top to bottom."""

    def __init__(self, encryption: StandardEncryption | None = None) -> None:
        """Begin a PDF."""
        self._file = BytesIO()
        self.canvas = Canvas(self._file, (WIDTH, HEIGHT), encrypt=encryption, invariant=1)
        self.y: float = TOP

    def line(
        self, text: str, *, x: float = LEFT, size: float = SIZE, bold: bool = False, gap: float = 0
    ) -> None:
        """Draw a line below the last one, `gap` points further down."""
        self.y -= gap
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, self.y, text)
        self.y -= LEADING

    def lines(self, lines: Iterable[str], *, x: float = LEFT, gap: float = 0) -> None:
        """Draw the lines of a paragraph."""
        for number, line in enumerate(lines):
            self.line(line, x=x, gap=0 if number else gap)

    def row(self, label: str, figures: Sequence[str], *, right: float = 320) -> None:
        """Draw the row of a table: a label, and figures that end below each other."""
        self.canvas.setFont("Helvetica", SIZE)
        self.canvas.drawString(LEFT, self.y, label)
        for number, figure in enumerate(figures):
            self.canvas.drawRightString(right + 80 * number, self.y, figure)
        self.y -= LEADING

    def at(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        """Draw text anywhere."""
        self.canvas.setFont("Helvetica", size)
        self.canvas.drawString(x, y, text)

    def next_page(self) -> None:
        """Begin the next page."""
        self.canvas.showPage()
        self.y = TOP

    def content(self) -> bytes:
        """Return the bytes of the PDF."""
        self.canvas.showPage()
        self.canvas.save()
        return self._file.getvalue()


def drawn(draw: Callable[[Sheet], None], encryption: StandardEncryption | None = None) -> bytes:
    """Return the bytes of a PDF that a function draws."""
    sheet = Sheet(encryption)
    draw(sheet)
    return sheet.content()
