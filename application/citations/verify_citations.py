"""Verifying citations against the stored documents."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from application.ports.document_texts import DocumentTexts
from domain.citations.citation import Citation
from domain.documents.place import TextSpan
from domain.errors import Unavailable


class VerifyCitations:
    """Verifies that the stored documents contain the words of citations, all in one read."""

    def __init__(self, texts: DocumentTexts) -> None:
        self._texts = texts

    async def verify(self, citations: Sequence[Citation]) -> list[Citation]:
        """Return the citations, each verified if its words are the document's at its place.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        spans = [_span(citation) for citation in citations]
        distinct = list(dict.fromkeys(spans))
        found = dict(zip(distinct, await self._texts.spans(distinct), strict=True))
        return [
            replace(
                citation, verified=bool(citation.cited_text) and found[span] == citation.cited_text
            )
            for citation, span in zip(citations, spans, strict=True)
        ]

    async def recheck(self, citations: Sequence[Citation]) -> list[Citation]:
        """Return the citations; those that can no longer be verified are marked as unverified.

        A document may have been deleted. If the database is unavailable, nothing changes.
        """
        checked = list(citations)
        verified = [number for number, citation in enumerate(checked) if citation.verified]
        with suppress(Unavailable):  # without the database nothing can be said of them
            again = await self.verify([checked[number] for number in verified])
            for number, citation in zip(verified, again, strict=True):
                checked[number] = citation
        return checked


def _span(citation: Citation) -> TextSpan:
    place = citation.place
    return TextSpan(place.document_id, place.char_start, place.char_end, place.version)
