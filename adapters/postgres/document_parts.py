"""Stores the parts of files in PostgreSQL."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from asyncpg import Record

from adapters.postgres.database import Connection, Database
from adapters.postgres.queries import QUERIES
from application.ports.document_parts import DocumentParts
from domain.documents.document import Document
from domain.documents.parts import Part, PartKind, Run
from domain.documents.place import TextSpan

MAX_OFFSET = 2**31 - 2  # PostgreSQL's integers end here, and no text is as long


class PostgresDocumentParts(DocumentParts):
    """Reads the parts of stored documents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def overlapping(self, span: TextSpan) -> tuple[Part, ...]:
        """Return the parts that have characters of a span, in reading order."""
        start = min(span.start, MAX_OFFSET)
        # an empty span is looked for like its first character
        end = min(max(span.end, start + 1), MAX_OFFSET + 1)
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                QUERIES["overlapping_parts"], span.document_id, start, end, span.version
            )
        return tuple(map(_part_from, rows))


async def store_parts(
    connection: Connection, document: Document, text: str, parts: Sequence[Part]
) -> None:
    """Store the parts of a version of a document's file, within the caller's transaction."""
    if parts:
        await connection.executemany(QUERIES["store_part"], _rows(document, text, parts))


def _rows(document: Document, text: str, parts: Sequence[Part]) -> Iterator[tuple[object, ...]]:
    bounds = pairwise([*(part.start for part in parts), len(text)])
    for index, (part, (start, end)) in enumerate(zip(parts, bounds, strict=True)):
        yield (
            *(document.id, document.version, index),
            *(part.kind.value, part.number, part.name, start, end),
            [run.start for run in part.runs],
            [run.length for run in part.runs],
            [run.source for run in part.runs],
        )


def _part_from(row: Record) -> Part:
    runs = zip(row["run_starts"], row["run_lengths"], row["run_sources"], strict=True)
    return Part(
        PartKind(row["kind"]),
        row["char_start"],
        row["number"],
        row["name"],
        tuple(Run(*run) for run in runs),
    )
