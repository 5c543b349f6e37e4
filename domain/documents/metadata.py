"""Metadata: values and lists of values by their names, as text."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

from domain.errors import InvalidInput, MetadataInvalid
from domain.text.storable import storable

Metadata: TypeAlias = Mapping[str, str | tuple[str, ...]]

MAX_NAMES = 50
MAX_VALUES = 500  # of all names together
MAX_CHARACTERS = 16_000  # of all names and values together
MAX_COLLECTIONS = 100

MAX_NAMES_ASKED = 16
MAX_VALUES_ASKED = 100  # under each name


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
        """Return this with what was given later, which overrides values of the same names.

        Raises:
            InvalidInput: If it is too much for one document.
        """
        if labels == NO_LABELS:
            return self
        return Labels(
            tuple(sorted({*self.collections, *labels.collections})),
            {**self.metadata, **labels.metadata},
            labels.title or self.title,
        ).checked()

    def checked(self) -> "Labels":
        """Return this, if it is not too much for one document.

        Each request is small. Many could make a document that holds up whoever lists it.

        Raises:
            InvalidInput: If it is.
        """
        _check_size(self.metadata)
        if len(self.collections) > MAX_COLLECTIONS:
            raise InvalidInput(
                f"The document would be in {len(self.collections)} collections and may be in"
                f" {MAX_COLLECTIONS}: nothing was stored."
            )
        return self


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
    _check_size(checked)
    if not all(name.strip() for name in checked):
        raise MetadataInvalid("A name of the metadata is empty, so nothing was stored.")
    return checked


def _check_size(metadata: Metadata) -> None:
    values = [_values(each) for each in metadata.values()]
    characters = sum(map(len, metadata)) + sum(len(each) for some in values for each in some)
    for number, most, what in (
        (len(metadata), MAX_NAMES, "names"),
        (sum(map(len, values)), MAX_VALUES, "values"),
        (characters, MAX_CHARACTERS, "characters"),
    ):
        if number > most:
            raise MetadataInvalid(
                f"The metadata of the document would have {number:,} {what} and may have {most:,}:"
                " nothing was stored."
            )


def stated_metadata(metadata: Metadata) -> Metadata:
    """Return what a file says about itself as it is stored: as much as clients may say of it.

    Values that are too much are left out, and not cut: the beginning of a value is another one.
    """
    kept: dict[str, str | tuple[str, ...]] = {}
    values_left, characters_left = MAX_VALUES, MAX_CHARACTERS
    for name, value in islice(metadata.items(), MAX_NAMES):
        characters_left -= len(name)
        some: list[str] = []
        for each in _values(value)[:values_left]:
            if len(each) <= characters_left:
                some.append(each)
                characters_left -= len(each)
        values_left -= len(some)
        if some or not value:
            kept[name] = value if isinstance(value, str) else tuple(some)
        if characters_left <= 0:
            break
    return kept


def asked_values(values: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the values that a client asks for by their names, in the form of those stored.

    Raises:
        InvalidInput: If there are too many to compare with those of every document.
    """
    if len(values) > MAX_NAMES_ASKED:
        raise InvalidInput(
            f"The filter asks for {len(values):,} names of metadata and may ask for"
            f" {MAX_NAMES_ASKED}: nothing was done."
        )
    most = max(map(len, values.values()), default=0)
    if most > MAX_VALUES_ASKED:
        raise InvalidInput(
            f"The filter asks for {most:,} values of one name of metadata and may ask for"
            f" {MAX_VALUES_ASKED}: nothing was done."
        )
    return storable_values(values)


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
