"""What the readers of office files return."""

from adapters.file_formats.office.metadata import Properties
from domain.documents.document import ExtractedText
from domain.documents.parts import Part
from domain.errors import DocumentHasNoText, FileEmpty


def extracted(
    text: str,
    media_type: str,
    kind: str,
    *,
    properties: Properties,
    has_pictures: bool,
    title: str | None = None,
    notes: tuple[str, ...] = (),
    parts: tuple[Part, ...] = (),
) -> ExtractedText:
    """Return the outcome of reading a file.

    Args:
        text: Its text.
        media_type: Its media type.
        kind: What people call its format.
        properties: What it says about itself.
        has_pictures: Whether it contains pictures.
        title: The title that stands in its text, which goes before the one in its properties.
        notes: What was left out.
        parts: Its parts.

    Raises:
        DocumentHasNoText: If it has pictures only.
        FileEmpty: If it has no text and no pictures.
    """
    if not text and has_pictures:
        raise DocumentHasNoText(
            f"The {kind} has pictures and no text, so nothing was stored. If they are pictures of"
            " text, save it as a PDF file and send that."
        )
    if not text:
        raise FileEmpty(f"The {kind} contains no text, so nothing was stored.")
    return ExtractedText(
        text,
        notes=notes,
        metadata=properties.metadata,
        title=title or properties.title,
        media_type=media_type,
        parts=parts,
    )
