"""The wire type of a place. Sources, citations and traced passages extend it."""

from typing import TypedDict
from uuid import UUID

from msgspec import Struct

from domain.documents.place import Place


class PlaceView(Struct, kw_only=True):
    """A span of a document's text, in code points, end exclusive.

    `version` and `page` count from 1; `page` is null for formats without pages. `section` lists
    the headings above the span, outermost first.
    """

    document_id: UUID
    version: int
    filename: str
    char_start: int
    char_end: int
    page: int | None
    section: list[str]


class PlaceFields(TypedDict):
    """The fields of a PlaceView."""

    document_id: UUID
    version: int
    filename: str
    char_start: int
    char_end: int
    page: int | None
    section: list[str]


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
    }
