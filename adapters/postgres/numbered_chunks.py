"""Finds the chunks that a distributed index has found by their numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from adapters.postgres.database import Connection
from adapters.postgres.filters import EVERYWHERE, conditions_of
from adapters.postgres.nearest_chunks import Key, key_of
from adapters.postgres.queries import QUERIES
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.retrieval.indexed_passages import FoundPassage


def filter_among(documents: Iterable[UUID], within: DocumentFilter | None) -> DocumentFilter | None:
    """Return the filter for those of some documents that pass another one; None if none can."""
    within = within or ALL_DOCUMENTS
    allowed = within.document_ids
    ids = tuple(each for each in documents if allowed is None or each in set(allowed))
    return replace(within, document_ids=ids) if ids else None


async def chunks_of_numbers(
    connection: Connection, found: Sequence[FoundPassage], within: DocumentFilter | None
) -> list[Key]:
    """Return the chunks that have been found, as far as the database has them."""
    if not found:
        return []
    conditions = conditions_of(within) if within else EVERYWHERE
    numbers = list(dict.fromkeys(each.number for each in found))
    rows = await connection.fetch(
        QUERIES["chunks_of_numbers"], numbers, within is None, *conditions
    )
    return [key_of(row) for row in rows]
