"""Verifying citations against the stored documents."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from application.ports.document_catalog import DocumentCatalog
from domain.citations.citation import Citation
from domain.errors import DocumentNotFound, Unavailable


class VerifyCitations:
    """Verifies that the stored documents contain the words of citations."""

    def __init__(self, catalog: DocumentCatalog) -> None:
        self._catalog = catalog

    async def verified(self, citation: Citation) -> bool:
        """Return whether the stored document contains a citation's words exactly at its place.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        place = citation.place
        try:
            stored = await self._catalog.text(place.document_id, place.char_start, place.char_end)
        except DocumentNotFound:
            return False
        return bool(stored) and stored == citation.cited_text

    async def recheck(self, citations: Sequence[Citation]) -> list[Citation]:
        """Return the citations; those that can no longer be verified are marked as unverified.

        A document may have been deleted. If the database becomes unavailable, the citations that
        were not yet rechecked do not change.
        """
        checked = list(citations)
        with suppress(Unavailable):  # without the database nothing can be said of the rest
            for number, citation in enumerate(checked):
                if citation.verified and not await self.verified(citation):
                    checked[number] = replace(citation, verified=False)
        return checked
