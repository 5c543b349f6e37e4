"""The port for reading the parts of files."""

from typing import Protocol

from domain.documents.parts import Part
from domain.documents.place import TextSpan


class DocumentParts(Protocol):
    """Reads the parts of stored documents: pages, slides, sheets, parts of mails."""

    async def overlapping(self, span: TextSpan) -> tuple[Part, ...]:
        """Return the parts that have characters of a span, in reading order.

        An empty span has the part in which it stands. There are none for a format without parts,
        for a document that is not processed, and beyond the end of the text.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        ...
