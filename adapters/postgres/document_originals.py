"""Stores the uploaded bytes of documents in PostgreSQL, in pieces."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

from adapters.postgres.database import Connection, Database
from adapters.postgres.queries import QUERIES
from application.ports.document_originals import DocumentOriginals

PIECE_BYTES = 1024 * 1024
"""The length of each piece but the last one, as stored since migration 18."""


class PostgresDocumentOriginals(DocumentOriginals):
    """Reads uploaded bytes, one piece and one connection at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(
        self, document_id: UUID, start: int = 0, version: int | None = None
    ) -> AsyncIterator[bytes]:
        """Yield the bytes of a version of a document from `start` on."""
        number, skipped = divmod(start, PIECE_BYTES)
        while True:
            async with self._database.connection() as connection:
                row = await connection.fetchrow(
                    QUERIES["original_piece"], document_id, version, number
                )
            if not row:
                return
            # the next pieces are those of the same version, even if another takes its place
            version, piece = row["version"], row["content"]
            if skipped < len(piece):
                yield piece[skipped:]
            number, skipped = number + 1, 0


async def store_original(
    connection: Connection, document_id: UUID, version: int, original: Path
) -> None:
    """Store the bytes of a file, unless an earlier claim on the version has stored them."""
    if await connection.fetchval(QUERIES["has_original"], document_id, version):
        return
    number = 0
    while piece := await asyncio.to_thread(_piece, original, number):
        await connection.execute(
            QUERIES["store_original_piece"], document_id, version, number, piece
        )
        number += 1


def _piece(original: Path, number: int) -> bytes:
    # opened for each piece: a file that a thread opens for a task that is cancelled stays open
    with original.open("rb") as file:
        file.seek(number * PIECE_BYTES)
        return file.read(PIECE_BYTES)
