"""What the readers of spreadsheets return."""

from collections.abc import Sequence

from adapters.file_formats.spreadsheets.sheet import Limits, Sheet, left_out
from adapters.file_formats.spreadsheets.writing import write_sheets
from domain.documents.document import ExtractedText
from domain.errors import FileEmpty


def extracted(
    sheets: Sequence[Sheet], limits: Limits, *, hidden: Sequence[str], others: Sequence[str] = ()
) -> ExtractedText:
    """Return the text of sheets, with notes on what was left out.

    Args:
        sheets: The sheets that were read.
        limits: What was counted while they were read.
        hidden: The names of the hidden sheets.
        others: The names of the sheets that the limits left out.

    Raises:
        FileEmpty: If no sheet has a cell or a remark.
    """
    read = [sheet for sheet in sheets if sheet.rows or sheet.remarks]
    if not read:
        raise FileEmpty(
            "The file has no cell with a text or a number in a visible sheet, so nothing was"
            " stored."
        )
    text, parts = write_sheets(read)
    notes = left_out(limits, read[-1], others)
    if hidden:
        what = "A hidden sheet was" if len(hidden) == 1 else f"{len(hidden)} hidden sheets were"
        notes.append(f"{what} left out: {', '.join(hidden)}.")
    return ExtractedText(text, tuple(notes), parts=parts)
