"""Stores what clients say of documents: collections, metadata and titles."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID

from asyncpg import InsufficientPrivilegeError

from adapters.postgres.database import Connection
from adapters.postgres.name_index import index_names
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import labels_from, to_json
from application.identifiers import new_id
from domain.documents.changes import UNCHANGED, DocumentChanges
from domain.documents.metadata import NO_LABELS, Labels, Metadata
from domain.errors import CollectionExists, CollectionNotFound, DocumentNotFound

_CHECKED_AT_ONCE = 100  # documents: those of a batch may have much metadata together


async def add_labels(connection: Connection, document_id: UUID, labels: Labels) -> Labels:
    """Add what a client says of a document to what is stored, and return all of it.

    Collections that there are not yet are made. The revision rises if anything was added.

    Raises:
        CollectionExists: As `add_collections`.
        InvalidInput: If it is then too much for one document.
    """
    if labels == NO_LABELS:
        return labels_from(await connection.fetchval(QUERIES["labels"], document_id))
    # what others add at the same time counts, and the document is locked before its collections
    await connection.execute(QUERIES["lock_document"], document_id)
    linked = await add_collections(connection, document_id, labels.collections)
    metadata = to_json(labels.metadata)
    if await connection.fetchval(QUERIES["give_more"], document_id, metadata) or linked:
        await connection.execute(QUERIES["bump_revision"])
    return labels_from(await connection.fetchval(QUERIES["labels"], document_id)).checked()


async def put_into_collection(
    connection: Connection, collection_id: UUID, given: Mapping[UUID, Metadata]
) -> None:
    """Put documents into a collection, each with more metadata. The revision rises if that is new.

    They are locked first, as everywhere.

    Raises:
        DocumentNotFound: If there is not one of them.
        CollectionNotFound: If there is no such collection.
        InvalidInput: If it is then too much for one of them.
    """
    ids = list(given)
    if len(await connection.fetch(QUERIES["lock_documents"], ids)) < len(ids):
        raise DocumentNotFound
    if await connection.fetchval(QUERIES["lock_collection"], collection_id) is None:
        raise CollectionNotFound
    metadata = [to_json(each) for each in given.values()]
    with _not_found_when_hidden():
        linked = await connection.fetch(QUERIES["link_documents"], collection_id, ids)
    changed = [*linked, *await connection.fetch(QUERIES["give_more_to"], ids, metadata)]
    if not changed:
        return
    await connection.execute(QUERIES["bump_revision"])
    grown = list({row[0] for row in changed})
    for start in range(0, len(grown), _CHECKED_AT_ONCE):
        some = grown[start : start + _CHECKED_AT_ONCE]
        for row in await connection.fetch(QUERIES["labels_of_several"], some):
            labels_from(row["labels"]).checked()


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
    with _not_found_when_hidden():
        return bool(await connection.fetch(QUERIES["link_collections"], document_id, ordered))


@contextmanager
def _not_found_when_hidden() -> Iterator[None]:
    """Convert what the database says of a link to a document that was limited a moment ago."""
    try:
        yield
    except InsufficientPrivilegeError as exc:
        raise DocumentNotFound from exc
