"""Finds the chunks that have a phrase."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import asyncpg

from adapters.postgres.filters import EVERYWHERE, Conditions
from adapters.postgres.forms import columns_of
from adapters.postgres.queries import QUERIES
from domain.text.phrases import phrases_in
from domain.text.words import Form, text_terms

MOST_POSTINGS = 20_000  # of the rarest word of a phrase, the most that are read
MOST_CHUNKS = 1_000  # the most chunks with all its words whose texts are read


async def chunks_with_phrases(
    connection: asyncpg.Connection,
    phrases: Sequence[str],
    limit: int,
    conditions: Conditions,
) -> list[tuple[UUID, int]]:
    """Return the document and index of the chunks that have a phrase, up to `limit` of each.

    A phrase of stop words alone is not found, nor one that only chunks beyond the limits have.

    Args:
        connection: A connection.
        phrases: The phrases.
        limit: The largest number of chunks for each.
        conditions: The arguments of the SQL function `documents_within`.
    """
    found: list[tuple[UUID, int]] = []
    for phrase in phrases:
        rows = await connection.fetch(
            QUERIES["chunks_with_words"],
            *columns_of(_forms(phrase)),
            MOST_POSTINGS,
            MOST_CHUNKS,
            *(conditions or EVERYWHERE),
            not conditions,
        )
        # in a thread: reading so many texts takes milliseconds
        found += (await asyncio.to_thread(_having, rows, phrase))[:limit]
    return found


def _having(rows: Sequence[asyncpg.Record], phrase: str) -> list[tuple[UUID, int]]:
    return [
        (row["document_id"], row["chunk_index"])
        for row in rows
        if phrases_in(row["content"], [phrase])
    ]


def _forms(phrase: str) -> dict[Form, None]:
    """Return the words of a phrase. Capitals do not matter in it, so that no word is a name."""
    return dict.fromkeys(
        Form(form.word) if form.word else form for form in text_terms(phrase).words
    )
