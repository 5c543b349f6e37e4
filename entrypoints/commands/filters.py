"""The options of commands that say which documents are meant, and what is said of them."""

from collections.abc import Iterable, Sequence

from domain.errors import MetadataInvalid
from quoth import Within


def within_of(
    collections: Sequence[str] | None = None,
    metadata: Sequence[str] | None = None,
    filename: str | None = None,
) -> Within:
    """Return which documents the values of `--collection`, `--metadata` and `--filename` mean.

    Raises:
        MetadataInvalid: If a value of `--metadata` is not `name=value`.
    """
    return Within(
        filename=filename,
        collections=tuple(collections) if collections else None,
        metadata=metadata_of(metadata or ()) or None,
    )


def metadata_of(options: Iterable[str]) -> dict[str, str | list[str]]:
    """Return the metadata that values of `--metadata` stand for; a repeated name makes a list.

    Raises:
        MetadataInvalid: If one is not `name=value`.
    """
    values: dict[str, list[str]] = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals or not name.strip():
            raise MetadataInvalid(f"{option!r} is not name=value, so nothing was done.")
        values.setdefault(name.strip(), []).append(value)
    return {name: each if each[1:] else each[0] for name, each in values.items()}
