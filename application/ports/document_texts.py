"""The port for reading the texts of documents."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.documents.place import TextSpan


class DocumentTexts(Protocol):
    """Reads the texts of stored documents. The text of a version never changes.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def text(
        self,
        document_id: UUID,
        start: int = 0,
        end: int | None = None,
        version: int | None = None,
    ) -> str:
        """Return a document's text, or `text[start:end]` of it; empty unless it is processed.

        Args:
            document_id: The document.
            start: The first code point, 0 or more.
            end: The end, exclusive, in code points; None for the end of the text.
            version: The version; None for the current one.

        Raises:
            DocumentNotFound: If there is none with this id, or no such version of it.
        """
        ...

    async def spans(self, spans: Sequence[TextSpan]) -> list[str | None]:
        """Return `text[start:end]` for each span, or None if its document or version is missing.

        What a span costs does not depend on its place in the document.
        """
        ...

    async def main_language(self) -> str | None:
        """Return the language that most of the texts have; None if no document has one."""
        ...
