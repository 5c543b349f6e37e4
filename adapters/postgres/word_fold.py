"""Folds the words of documents into blocks of postings.

A change of the index writes rows of its own and waits for no other. Searches and statistics read
these rows beside the blocks: a fold changes nothing that they find, only what it takes. One process
folds at a time, in a transaction, which may fail or be killed.
"""

import asyncpg

from adapters.postgres.queries import QUERIES

DUE_DOCUMENTS, DUE_CHUNKS = 128, 4_096
"""How many documents or chunks wait at most: a search reads the rows of each of them."""

MOST_DOCUMENTS, MOST_CHUNKS = 1_024, 8_192
"""What one fold takes: a few seconds of work."""

POSTINGS_PER_BLOCK = 190  # five blocks fill a page, and none is long enough to be set apart
LONG_TIMEOUT = 600.0  # seconds, as in allow_long_statements


async def fold_if_due(connection: asyncpg.Connection) -> None:
    """Fold if there is much to fold and no other process does, in a transaction of its own."""
    if await connection.fetchval(QUERIES["fold_is_due"], DUE_DOCUMENTS, DUE_CHUNKS):
        await fold(connection)


async def fold(connection: asyncpg.Connection) -> bool:
    """Fold, unless another process does.

    Returns:
        Whether documents were folded. There may be more.
    """
    async with connection.transaction():
        await connection.execute(QUERIES["allow_long_statements"])
        if not await connection.fetchval(QUERIES["try_folding"]):
            return False
        coming, going = await connection.fetchrow(
            QUERIES["fold_words"],
            MOST_DOCUMENTS,
            MOST_CHUNKS,
            POSTINGS_PER_BLOCK,
            timeout=LONG_TIMEOUT,
        )
        await connection.execute(QUERIES["fold_statistics"])
        await connection.execute(QUERIES["fold_revision"])
    await _remove_lexemes(connection)
    return bool(coming or going)


async def _remove_lexemes(connection: asyncpg.Connection) -> None:
    """Remove the lexemes that no document has, unless a document is being indexed just now."""
    async with connection.transaction():
        if await connection.fetchval(QUERIES["try_removing_lexemes"]):
            await connection.execute(QUERIES["remove_lexemes"])
