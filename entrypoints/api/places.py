"""The wire type of a place, which sources, citations and traced passages extend."""

from typing import TypedDict
from uuid import UUID

from msgspec import Struct

from domain.documents.place import Place


class PlaceView(Struct, kw_only=True):
    """Where some words of a document stand: code points of its text, end exclusive.

    `version` counts from 1; `page` counts from 1 and is null for formats without pages; `section`
    lists the headings above the words, outermost first.
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
    """Return a place as the fields of a PlaceView."""
    return {
        "document_id": place.document_id,
        "version": place.version,
        "filename": place.filename,
        "char_start": place.char_start,
        "char_end": place.char_end,
        "page": place.page,
        "section": list(place.section),
    }
