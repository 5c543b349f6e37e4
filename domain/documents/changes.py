"""What can be changed of a document that is stored."""

from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypeAlias

from domain.documents.metadata import Metadata


class _Unchanged(Enum):
    UNCHANGED = "unchanged"


UNCHANGED: Final = _Unchanged.UNCHANGED
Unchanged: TypeAlias = Literal[_Unchanged.UNCHANGED]


@dataclass(frozen=True, slots=True)
class DocumentChanges:
    """New values for properties of a document. What is UNCHANGED stays as it is.

    Attributes:
        language: A code of ISO 639-1, or None if the language is unknown.
        collections: The names of all collections that the document is to be in.
        metadata: What replaces all metadata that clients have given; that of the file stays.
        title: The title, or None to show the one that the file states.
    """

    language: str | Unchanged | None = UNCHANGED
    collections: tuple[str, ...] | Unchanged = UNCHANGED
    metadata: Metadata | Unchanged = UNCHANGED
    title: str | Unchanged | None = UNCHANGED
