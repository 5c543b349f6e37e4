"""Reads the texts of documents from PostgreSQL."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import asyncpg

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from application.ports.document_texts import DocumentTexts
from domain.documents.place import TextSpan
from domain.errors import DocumentNotFound

MAX_OFFSET = 2**31 - 2  # PostgreSQL's integers end here, and no text is as long


class PostgresDocumentTexts(DocumentTexts):
    """Reads spans of texts from the chunks that hold them.

    What the chunks do not hold, as beyond the end of a text, is cut out of the whole text.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def text(
        self,
        document_id: UUID,
        start: int = 0,
        end: int | None = None,
        version: int | None = None,
    ) -> str:
        """Return a document's text, or a span of it; empty unless the document is processed."""
        if start > 0 or end is not None or version is not None:
            span = TextSpan(document_id, start, MAX_OFFSET if end is None else end, version)
            [text] = await self.spans([span])
        else:
            async with self._database.connection() as connection:
                text = await connection.fetchval(QUERIES["document_text"], document_id)
        if text is None:
            raise DocumentNotFound
        return text

    async def spans(self, spans: Sequence[TextSpan]) -> list[str | None]:
        """Return the text of each span, or None if its document is missing."""
        if not spans:
            return []
        bounded = [
            replace(each, start=min(each.start, MAX_OFFSET), end=min(each.end, MAX_OFFSET))
            for each in spans
        ]
        async with self._database.connection() as connection:
            rows = await connection.fetch(QUERIES["span_chunks"], *_columns(bounded))
            chunks = defaultdict[int, list[asyncpg.Record]](list)
            for row in rows:
                chunks[row["number"]].append(row)
            texts = {number: _joined(bounded[number - 1], own) for number, own in chunks.items()}
            uncovered = {
                number: bounded[number - 1] for number, text in texts.items() if text is None
            }
            texts |= await _cut_out(connection, QUERIES["current_text"], uncovered)
            # last: what was the current version above may be an earlier one by now
            earlier = {
                number: span
                for number, span in enumerate(bounded, start=1)
                if texts.get(number) is None and span.version is not None
            }
            texts |= await _cut_out(connection, QUERIES["earlier_text"], earlier)
        return [texts.get(number) for number in range(1, len(spans) + 1)]

    async def main_language(self) -> str | None:
        """Return the language of the most chunks, or None if no document has one."""
        async with self._database.connection() as connection:
            language: str | None = await connection.fetchval(QUERIES["main_language"])
        return language


def _columns(
    spans: Sequence[TextSpan],
) -> tuple[list[UUID], list[int], list[int], list[int | None]]:
    return (
        [span.document_id for span in spans],
        [span.start for span in spans],
        [max(span.start, span.end) for span in spans],
        [span.version for span in spans],
    )


async def _cut_out(
    connection: asyncpg.Connection, query: str, spans: Mapping[int, TextSpan]
) -> dict[int, str]:
    """Return spans of whole texts, of those that there are.

    Each text is read once, however many spans it has: to unpack it takes up to a third of a second.
    """
    texts = defaultdict[tuple[UUID, int | None], dict[int, TextSpan]](dict)
    for number, span in spans.items():
        texts[span.document_id, span.version][number] = span
    found: dict[int, str] = {}
    for (document_id, version), own in texts.items():
        first = min(span.start for span in own.values())
        last = max(first, *(span.end for span in own.values()))
        text = await connection.fetchval(query, document_id, version, first, last - first)
        if text is not None:
            found |= {
                n: text[each.start - first : max(0, each.end - first)] for n, each in own.items()
            }
    return found


def _joined(span: TextSpan, chunks: Sequence[asyncpg.Record]) -> str | None:
    """Return the text of a span from its chunks, or None if they do not hold all of it."""
    pieces: list[str] = []
    position = span.start
    for chunk in chunks:
        start, content = chunk["char_start"], chunk["content"]
        if start is None or start > position:
            break
        piece = content[position - start : max(0, span.end - start)]
        pieces.append(piece)
        position += len(piece)
    return "".join(pieces) if position >= span.end else None
