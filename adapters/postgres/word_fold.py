"""Folds the words of documents into blocks of postings.

A change of the index writes rows of its own and waits for no other. Searches and statistics read
these rows beside the blocks: a fold changes nothing that they find, only what it takes. One process
folds at a time, in a transaction, which may fail or be killed.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeAlias

import asyncpg

from adapters.postgres.queries import QUERIES

DUE_DOCUMENTS, DUE_CHUNKS = 128, 4_096
"""How many documents or chunks wait at most: a search reads the rows of each of them."""

MOST_DOCUMENTS, MOST_CHUNKS = 1_024, 8_192
"""What one fold takes: a few seconds of work."""

POSTINGS_PER_BLOCK = 188  # five blocks fill a page, and none is long enough to be set apart
LONG_TIMEOUT = 600.0  # seconds, as in allow_long_statements


Transactions: TypeAlias = Callable[[], AbstractAsyncContextManager[asyncpg.Connection]]
"""Begins a transaction in a workspace, and commits it after the block."""


async def fold_if_due(transactions: Transactions) -> None:
    """Fold what a workspace has if that is much, and no other process folds."""
    async with transactions() as connection:
        due = await connection.fetchval(QUERIES["fold_is_due"], DUE_DOCUMENTS, DUE_CHUNKS)
    if due:
        await fold(transactions)


async def fold(transactions: Transactions) -> bool:
    """Fold what a workspace has, unless another process folds.

    Returns:
        Whether documents were folded. There may be more.
    """
    async with transactions() as connection:
        await connection.execute(QUERIES["allow_long_statements"])
        if not await connection.fetchval(QUERIES["try_folding"]):
            return False
        await connection.execute(QUERIES["plan_without_loops"])
        coming, going = await connection.fetchrow(
            QUERIES["fold_words"],
            MOST_DOCUMENTS,
            MOST_CHUNKS,
            POSTINGS_PER_BLOCK,
            timeout=LONG_TIMEOUT,
        )
        await connection.execute(QUERIES["fold_statistics"])
        await connection.execute(QUERIES["fold_revision"])
    # unless a document is being indexed just now
    async with transactions() as connection:
        if await connection.fetchval(QUERIES["try_removing_lexemes"]):
            await connection.execute(QUERIES["remove_lexemes"])
    return bool(coming or going)
