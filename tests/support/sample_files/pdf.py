"""A PDF file."""

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from domain.documents.parts import PartKind
from tests.support.sample_files import SampleFile

PAGES = (
    ("Nests", "The heron nests in the old mill, and it has done so for years."),
    ("Weights", "A grown heron weighs 2 kg, which is less than most people guess."),
)


def sample() -> SampleFile:
    """Return two pages, each with a heading and a sentence."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=True)
    for title, sentence in PAGES:
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(72, 760, title)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 720, sentence)
        canvas.showPage()
    canvas.save()
    return SampleFile(
        media_type="application/pdf",
        filename="herons.pdf",
        content=file.getvalue(),
        reads=("Nests", PAGES[0][1], "Weights", PAGES[1][1]),
        parts=((PartKind.PAGE, 1), (PartKind.PAGE, 2)),
    )
