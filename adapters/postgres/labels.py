"""Stores what clients say of documents: collections, metadata and titles."""

from collections.abc import Sequence
from uuid import UUID

from adapters.postgres.database import Connection
from adapters.postgres.name_index import index_names
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import labels_from, to_json
from application.identifiers import new_id
from domain.documents.changes import UNCHANGED, DocumentChanges
from domain.documents.metadata import NO_LABELS, Labels
from domain.errors import CollectionExists


async def add_labels(connection: Connection, document_id: UUID, labels: Labels) -> Labels:
    """Add what a client says of a document to what is stored, and return all of it.

    Collections that there are not yet are made. The revision rises if anything was added.

    Raises:
        CollectionExists: As `add_collections`.
        InvalidInput: If it is then too much for one document.
    """
    if labels == NO_LABELS:
        return labels_from(await connection.fetchval(QUERIES["labels"], document_id))
    linked = await add_collections(connection, document_id, labels.collections)
    metadata = to_json(labels.metadata)
    if await connection.fetchval(QUERIES["give_more"], document_id, metadata) or linked:
        await connection.execute(QUERIES["bump_revision"])
    return labels_from(await connection.fetchval(QUERIES["labels"], document_id)).checked()


async def change_labels(
    connection: Connection, document_id: UUID, changes: DocumentChanges
) -> None:
    """Replace what clients have said of a document, as far as it changes, and raise the revision.

    Its names are indexed again with another title.
    """
    if (changes.collections, changes.metadata, changes.title) == (UNCHANGED, UNCHANGED, UNCHANGED):
        return
    if changes.collections is not UNCHANGED:
        names = list(changes.collections)
        await connection.execute(QUERIES["unlink_collections"], document_id, names)
        await add_collections(connection, document_id, names)
    if changes.metadata is not UNCHANGED:
        metadata = to_json(changes.metadata)
        await connection.execute(QUERIES["change_metadata"], document_id, metadata)
    if changes.title is not UNCHANGED:
        await connection.execute(QUERIES["change_title"], document_id, changes.title)
        await index_names(connection, document_id)
    await connection.execute(QUERIES["bump_revision"])


async def add_collections(connection: Connection, document_id: UUID, names: Sequence[str]) -> bool:
    """Put a document into collections, and return whether it was not in all of them.

    Raises:
        CollectionExists: If one has the name of a collection that who acts may not read.
    """
    if not names:
        return False
    ordered = sorted(names)  # so that two transactions never wait for each other
    ids = [new_id() for _ in ordered]
    await connection.execute(QUERIES["create_collections"], ids, ordered)
    if len(await connection.fetch(QUERIES["collections_called"], [], ordered)) < len(set(ordered)):
        raise CollectionExists
    return bool(await connection.fetch(QUERIES["link_collections"], document_id, ordered))
