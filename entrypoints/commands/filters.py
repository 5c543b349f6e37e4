"""The options of commands that say which documents are meant, and what is said of them."""

from collections.abc import Iterable, Sequence

from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import Metadata, checked_metadata
from domain.errors import MetadataInvalid


def filter_of(
    collections: Sequence[str] | None = None,
    metadata: Sequence[str] | None = None,
    filename: str | None = None,
) -> DocumentFilter:
    """Return the filter for the values of `--collection`, `--metadata` and `--filename`.

    Raises:
        MetadataInvalid: If a value of `--metadata` is not `name=value`.
    """
    return DocumentFilter(
        filename=filename,
        collections=tuple(collections) if collections else None,
        metadata=_values(metadata or ()),
    )


def metadata_of(options: Iterable[str]) -> Metadata:
    """Return the metadata that values of `--metadata` stand for; a repeated name makes a list.

    Raises:
        MetadataInvalid: If one is not `name=value`, or if there is too much of it.
    """
    values = _values(options)
    return checked_metadata({name: each if each[1:] else each[0] for name, each in values.items()})


def _values(options: Iterable[str]) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals or not name.strip():
            raise MetadataInvalid(f"{option!r} is not name=value, so nothing was done.")
        values[name.strip()] = (*values.get(name.strip(), ()), value)
    return values
