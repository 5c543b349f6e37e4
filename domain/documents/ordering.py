"""The orders in which documents are listed, and positions in them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.documents.document import Document
from domain.paging import cursor_of, text_of

_CURSOR = re.compile(r"([A-Za-z0-9_-]{0,2000})\.([0-9a-f]{32})")
_NUMBER = re.compile("[0-9]{1,18}")
_EPOCH = datetime.fromtimestamp(0, UTC)
_MICROSECOND = timedelta(microseconds=1)


class DocumentSort(StrEnum):
    """What a list goes by. A minus sign turns the order around; equal ones go by their ids."""

    NEWEST = "-uploaded_at"
    OLDEST = "uploaded_at"
    FILENAME = "filename"
    FILENAME_BACKWARDS = "-filename"
    SMALLEST = "file_size"
    LARGEST = "-file_size"

    @property
    def field(self) -> str:
        """The property of documents that decides."""
        return self.value.removeprefix("-")

    @property
    def descending(self) -> bool:
        """Whether the greatest comes first."""
        return self.value.startswith("-")

    def position(self, document: Document) -> "DocumentPosition":
        """Return where a document stands in this order."""
        return DocumentPosition(getattr(document, self.field), document.id)


@dataclass(frozen=True, slots=True)
class DocumentPosition:
    """The position of a document in a list: what the list goes by, and its id.

    Its text is a cursor.
    """

    value: datetime | str | int
    id: UUID

    def __str__(self) -> str:
        match self.value:
            case datetime():
                text = str((self.value - _EPOCH) // _MICROSECOND)
            case int():
                text = str(self.value)
            case _:
                text = cursor_of(self.value)
        return f"{text}.{self.id.hex}"

    @classmethod
    def parse(cls, cursor: str, sort: DocumentSort) -> "DocumentPosition":
        """Return the position that a cursor stands for in an order.

        Raises:
            ValueError: If the cursor is not one of this order.
        """
        match = _CURSOR.fullmatch(cursor)
        if match is None:
            raise ValueError("this is no cursor of documents")
        return cls(_value(match[1], sort), UUID(match[2]))


def _value(text: str, sort: DocumentSort) -> datetime | str | int:
    if sort.field == "filename":
        return text_of(text)
    if not _NUMBER.fullmatch(text):
        raise ValueError("this is no number")
    if sort.field == "file_size":
        return int(text)
    try:
        return _EPOCH + int(text) * _MICROSECOND
    except OverflowError:  # later than any upload
        return datetime.max.replace(tzinfo=UTC)
