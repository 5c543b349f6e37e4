"""Collections: sets of documents with a name."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.documents.document import DocumentStatus
from domain.errors import CollectionNameInvalid
from domain.text.storable import storable

MAX_COLLECTION_NAME = 200

_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Collection:
    """A set of documents. A document can be in several.

    Attributes:
        name: Its name, which no other collection has.
        documents: How many documents are in it that who asks may read.
        limited_to: The groups that it and its documents are limited to; none without a limit.
    """

    id: UUID
    name: str
    created_at: datetime
    documents: int = 0
    limited_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CollectionContents:
    """How many documents of each status are in a collection, and the bytes of their files."""

    documents: Mapping[DocumentStatus, int]
    bytes: int


def collection_name(text: str) -> str:
    """Return the name of a collection as it is stored and compared: on one line, in NFC.

    Case counts: `Reports` and `reports` are two collections.

    Raises:
        CollectionNameInvalid: If it is blank, too long, or reads as an id.
    """
    visible = "".join(
        char if unicodedata.category(char) != "Cc" else " "
        for char in unicodedata.normalize("NFC", storable(text))
    )
    name = " ".join(visible.split())
    if not name:
        raise CollectionNameInvalid
    if len(name) > MAX_COLLECTION_NAME:
        raise CollectionNameInvalid(
            f"The name of the collection has {len(name):,} characters and may have"
            f" {MAX_COLLECTION_NAME}, so nothing was changed."
        )
    if collection_id(name):
        raise CollectionNameInvalid(
            "The name of a collection cannot have the form of an id, so nothing was changed."
        )
    return name


def collection_id(reference: str) -> UUID | None:
    """Return the id that stands for a collection, or None if the reference is a name."""
    return UUID(reference) if _ID.fullmatch(reference.strip()) else None
