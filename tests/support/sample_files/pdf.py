"""A PDF."""

from domain.documents.parts import PartKind
from tests.support.pdf_files import Sheet
from tests.support.sample_files import SampleFile


def sample() -> SampleFile:
    """Return a PDF of two pages with a title, a paragraph and a table."""
    sheet = Sheet()
    sheet.line("Herons", size=18)
    sheet.lines(
        ["The heron nests in the old mill, and the chicks stay there until they", "can fly."],
        gap=12,
    )
    sheet.next_page()
    sheet.row("", ["2021", "2022"])
    sheet.row("Nests", ["14", "17"])
    sheet.row("Chicks", ["31", "40"])
    return SampleFile(
        media_type="application/pdf",
        filename="herons.pdf",
        content=sheet.content(),
        reads=(
            "# Herons",
            "The heron nests in the old mill, and the chicks stay there until they can fly.",
            "| Chicks | 31 | 40 |",
        ),
        parts=((PartKind.PAGE, 1), (PartKind.PAGE, 2)),
    )
