"""What the readers of spreadsheets return."""

from collections.abc import Sequence

from adapters.file_formats.office.metadata import Properties
from adapters.file_formats.spreadsheets.sheet import Sheet
from adapters.file_formats.spreadsheets.writing import write_sheets
from domain.documents.document import ExtractedText
from domain.errors import DocumentHasNoText, FileEmpty

_NOTHING = Properties(None, {})


def extracted(
    sheets: Sequence[Sheet],
    *,
    notes: Sequence[str],
    hidden: Sequence[str],
    properties: Properties = _NOTHING,
    has_pictures: bool = False,
) -> ExtractedText:
    """Return the text of sheets.

    Args:
        sheets: The sheets that were read.
        notes: What was left out.
        hidden: The names of the hidden sheets.
        properties: What the file says about itself.
        has_pictures: Whether it contains pictures.

    Raises:
        DocumentHasNoText: If it has pictures only.
        FileEmpty: If no sheet has a cell or a remark.
    """
    read = [sheet for sheet in sheets if sheet.rows or sheet.remarks]
    if not read and has_pictures:
        raise DocumentHasNoText(
            "The visible sheets have pictures and no text, so nothing was stored. If they are"
            " pictures of text, save them as a PDF file and send that."
        )
    if not read:
        raise FileEmpty(
            "The file has no cell with a text or a number in a visible sheet, so nothing was"
            " stored."
        )
    text, parts = write_sheets(read)
    on_hidden = [_on_hidden(hidden)] if hidden else []
    return ExtractedText(
        text,
        (*notes, *on_hidden),
        metadata=properties.metadata,
        title=properties.title,
        parts=parts,
    )


def _on_hidden(names: Sequence[str]) -> str:
    what = "A hidden sheet was" if len(names) == 1 else f"{len(names)} hidden sheets were"
    return f"{what} left out: {', '.join(names)}."
