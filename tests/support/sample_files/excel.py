"""An Excel workbook."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment

from domain.documents.parts import PartKind
from tests.support.sample_files import SampleFile


def sample() -> SampleFile:
    """Return a workbook with a table, a comment and a hidden sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Nests"
    for row in (["bird", "nests", "share"], ["heron", 12, 0.25], ["wren", 36, 0.75]):
        sheet.append(row)
    sheet["C2"].number_format = sheet["C3"].number_format = "0%"
    sheet["B2"].comment = Comment("Counted in May", "Ann")
    book.create_sheet("Notes")["B4"] = "The mill is closed."
    secret = book.create_sheet("Lists")
    secret["A1"] = "not to be read"
    secret.sheet_state = "hidden"
    content = BytesIO()
    book.save(content)
    return SampleFile(
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        filename="nests.xlsx",
        content=content.getvalue(),
        reads=(
            "## Nests",
            "| bird | nests | share |",
            "| heron | 12 | 25% |",
            "Comment on B2 by Ann: Counted in May",
            "## Notes",
            "The mill is closed.",
        ),
        hidden=("not to be read",),
        parts=((PartKind.SHEET, 1), (PartKind.SHEET, 2)),
    )
