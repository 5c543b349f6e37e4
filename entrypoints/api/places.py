"""The wire type of a place. Sources, citations and traced passages extend it."""

from typing import TypedDict
from uuid import UUID

from msgspec import Struct

from domain.documents.place import Place


class PlaceView(Struct, kw_only=True):
    """A span of a document's text, in code points, end exclusive.

    `section` lists the headings that the span stands under, outermost first; a heading that it
    begins with is one of them. `page`, `slide`, `sheet` with its `row`, and the `part` of a mail
    are null for formats without them. All are those of the first word; numbers count from 1.
    """

    document_id: UUID
    version: int
    filename: str
    char_start: int
    char_end: int
    page: int | None
    section: list[str]
    slide: int | None
    sheet: str | None
    row: int | None
    part: str | None


class PlaceFields(TypedDict):
    """The fields of a PlaceView."""

    document_id: UUID
    version: int
    filename: str
    char_start: int
    char_end: int
    page: int | None
    section: list[str]
    slide: int | None
    sheet: str | None
    row: int | None
    part: str | None


def place_fields(place: Place) -> PlaceFields:
    """Return the fields of a PlaceView for a place."""
    return {
        "document_id": place.document_id,
        "version": place.version,
        "filename": place.filename,
        "char_start": place.char_start,
        "char_end": place.char_end,
        "page": place.page,
        "section": list(place.section),
        "slide": place.slide,
        "sheet": place.sheet,
        "row": place.row,
        "part": place.part,
    }
