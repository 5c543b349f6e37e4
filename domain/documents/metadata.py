"""Metadata: values and lists of values by their names, as text."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from domain.errors import MetadataInvalid
from domain.text.storable import storable

Metadata: TypeAlias = Mapping[str, str | tuple[str, ...]]

MAX_NAMES = 50
MAX_CHARACTERS = 16_000  # of all names and values together


@dataclass(frozen=True, slots=True)
class Labels:
    """What clients have said of a document, beside what its file says itself.

    Attributes:
        collections: The names of its collections, sorted.
        metadata: What was given in the form of metadata; it overrides that of the file.
        title: The title that was given; None if none was.
    """

    collections: tuple[str, ...] = ()
    metadata: Metadata = field(default_factory=dict, hash=False)
    title: str | None = None

    def with_more(self, labels: "Labels") -> "Labels":
        """Return this with what was given later, which overrides values of the same names."""
        return Labels(
            tuple(sorted({*self.collections, *labels.collections})),
            {**self.metadata, **labels.metadata},
            labels.title or self.title,
        )


NO_LABELS = Labels()


def as_metadata(values: Mapping[str, str | Sequence[str]]) -> Metadata:
    """Return values and lists of values by their names as metadata."""
    return {name: each if isinstance(each, str) else tuple(each) for name, each in values.items()}


def checked_metadata(values: Metadata) -> Metadata:
    """Return metadata from a client, as it is stored: its text in NFC, and without NUL characters.

    Raises:
        MetadataInvalid: If a name is empty, or if there is too much of it.
    """
    checked = {
        _text(name): _text(each) if isinstance(each, str) else tuple(map(_text, each))
        for name, each in values.items()
    }
    if len(checked) > MAX_NAMES:
        raise MetadataInvalid(
            f"The metadata has {len(checked)} names and may have {MAX_NAMES}: nothing was stored."
        )
    if not all(name.strip() for name in checked):
        raise MetadataInvalid("A name of the metadata is empty, so nothing was stored.")
    size = sum(len(name) + sum(map(len, _values(each))) for name, each in checked.items())
    if size > MAX_CHARACTERS:
        raise MetadataInvalid(
            f"The metadata has {size:,} characters and may have {MAX_CHARACTERS:,}: nothing was"
            " stored."
        )
    return checked


def storable_values(values: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return lists of values by their names in the form in which text is stored and compared."""
    return {_text(name): tuple(map(_text, each)) for name, each in values.items()}


def has_values(metadata: Metadata, asked: Mapping[str, tuple[str, ...]]) -> bool:
    """Return whether metadata has, under each of these names, one of the values."""
    return all(
        not set(wanted).isdisjoint(_values(metadata.get(name, ())))
        for name, wanted in asked.items()
    )


def _values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _text(text: str) -> str:
    return unicodedata.normalize("NFC", storable(text))
