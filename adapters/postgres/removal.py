"""Deletes documents with everything that is stored for them."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from adapters.postgres.attachments import superseded_attachments, with_attachments
from adapters.postgres.database import Connection
from adapters.postgres.queries import QUERIES
from adapters.postgres.webhook_events import queue_events
from adapters.postgres.word_fold import LONG_TIMEOUT
from adapters.postgres.word_index import forget_words
from domain.documents.document import Document
from domain.documents.removal import Removal, RemovedDocument
from domain.webhooks.events import document_deleted


async def removal_of(connection: Connection, documents: Sequence[Record]) -> Removal:
    """Return what `remove_documents` would delete, given the ids and names of documents."""
    going, _ = await with_attachments(connection, documents, lock=False)
    return await _stored_for(connection, going)


async def _stored_for(connection: Connection, documents: Sequence[Record]) -> Removal:
    ids = [row["id"] for row in documents]
    stored = await connection.fetchrow(QUERIES["removal"], ids, timeout=LONG_TIMEOUT)
    named = tuple(RemovedDocument(row["id"], tuple(row["names"])) for row in documents)
    return Removal(named, **stored)


async def remove_documents(connection: Connection, documents: Sequence[Record]) -> Removal:
    """Delete documents, whose rows the transaction holds, and return what went with them."""
    if not documents:
        return Removal()
    await connection.execute(QUERIES["allow_long_statements"])
    return await _remove(connection, *await with_attachments(connection, documents, lock=True))


async def remove_superseded_attachments(connection: Connection, mail: Document) -> None:
    """Delete what only the versions of a mail before this one brought."""
    await _remove(connection, *await superseded_attachments(connection, mail.id, mail.version))
    await connection.execute(QUERIES["forget_attachments"], mail.id, mail.version)


async def remove_name(connection: Connection, document: Record, name: str) -> None:
    """Delete one name of a document that has others."""
    if name == document["names"][0]:
        await connection.execute(QUERIES["remove_first_name"], document["id"])
    else:
        await connection.execute(QUERIES["remove_other_name"], document["id"], name)
    await connection.execute(QUERIES["forget_name"], document["id"], name)
    await connection.execute(QUERIES["name_uploaded"], document["id"], name)


async def remove_names(connection: Connection, document_id: UUID, names: Sequence[str]) -> None:
    """Delete some names of a document that has others."""
    for name in names:
        held = await connection.fetchrow(QUERIES["lock_names"], document_id)
        await remove_name(connection, held, name)


async def _remove(
    connection: Connection, documents: Sequence[Record], renamed: Sequence[Record]
) -> Removal:
    """Delete documents, and of others the names under which only these brought them."""
    for row in renamed:
        await remove_names(connection, row["id"], row["brought"])
    if not documents:
        return Removal()
    ids = [row["id"] for row in documents]
    removal = await _stored_for(connection, documents)
    removed = await connection.fetch(QUERIES["remove_documents"], ids, timeout=LONG_TIMEOUT)
    await connection.execute(QUERIES["bump_revision"])
    for document_id in ids:
        await forget_words(connection, document_id)
    await queue_events(connection, [document_deleted(*row) for row in removed])
    return removal
