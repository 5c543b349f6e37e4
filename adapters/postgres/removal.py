"""Deletes documents with everything that is stored for them."""

from collections.abc import Sequence

from asyncpg import Record

from adapters.postgres.database import Connection
from adapters.postgres.queries import QUERIES
from adapters.postgres.word_fold import LONG_TIMEOUT
from adapters.postgres.word_index import forget_words
from domain.documents.removal import Removal, RemovedDocument


async def removal_of(connection: Connection, documents: Sequence[Record]) -> Removal:
    """Return what is stored for some documents, given their ids and names."""
    ids = [row["id"] for row in documents]
    stored = await connection.fetchrow(QUERIES["removal"], ids, timeout=LONG_TIMEOUT)
    named = tuple(RemovedDocument(row["id"], row["filename"]) for row in documents)
    return Removal(named, **stored)


async def remove_documents(connection: Connection, documents: Sequence[Record]) -> Removal:
    """Delete documents, whose rows the transaction holds, and return what went with them."""
    if not documents:
        return Removal()
    ids = [row["id"] for row in documents]
    await connection.execute(QUERIES["allow_long_statements"])
    removal = await removal_of(connection, documents)
    await connection.execute(QUERIES["remove_documents"], ids, timeout=LONG_TIMEOUT)
    await connection.execute(QUERIES["bump_revision"])
    for document_id in ids:
        await forget_words(connection, document_id)
    return removal
