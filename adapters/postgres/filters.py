"""Converts filters of documents to the arguments of SQL."""

from typing import TypeAlias

from adapters.postgres.like_patterns import name_like
from adapters.postgres.rows import to_json
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import storable_values
from domain.text.storable import storable

Conditions: TypeAlias = tuple[object, ...]
"""The arguments of the SQL functions `documents_matching` and `documents_within`."""

NO_CONDITIONS: Conditions = ()
"""The arguments of a query that needs none, because all documents are meant."""

EVERYWHERE: Conditions = (None,) * 5
"""The arguments by which all documents pass."""


def conditions_of(within: DocumentFilter) -> Conditions:
    """Return the arguments that stand for a filter."""
    collections = within.collections
    return (
        within.document_ids,
        name_pattern(within),
        within.uploaded_since,
        None if collections is None else [storable(name) for name in collections],
        _wanted(within) if within.metadata else None,
    )


def _wanted(within: DocumentFilter) -> str:
    # as keys: PostgreSQL finds a key without going through all of them
    values = storable_values(within.metadata)
    return to_json({name: dict.fromkeys(wanted, True) for name, wanted in values.items()})


def name_pattern(within: DocumentFilter) -> str | None:
    """Return the pattern for LIKE that names have to match; None if all do."""
    return None if within.filename is None else name_like(within.filename)
