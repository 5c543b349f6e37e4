"""The filters of file searches, and the attributes that they compare."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from domain.documents.conditions import Attribute, Both, Comparison, Condition, Either, Listed
from domain.documents.metadata import Metadata
from domain.errors import InvalidInput
from domain.text.storable import storable

Value: TypeAlias = str | float | bool
Attributes: TypeAlias = dict[str, Value]

MOST_LEVELS = 10
MOST_PARTS = 256  # each is compared with every document
MOST_CHARACTERS = 512  # of a key or a value, as for OpenAI


def text_of(value: Value) -> str:
    """Return a value as the text in which metadata is stored: 3 and 3.0 are the same."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return storable(str(value))


def metadata_of(attributes: Mapping[str, Value] | None) -> Metadata:
    """Return attributes as metadata."""
    return {storable(name): text_of(value) for name, value in (attributes or {}).items()}


def attributes_of(metadata: Metadata) -> Attributes:
    """Return metadata as attributes, which have one value each."""
    return {
        name: value if isinstance(value, str) else ", ".join(value)
        for name, value in metadata.items()
    }


def condition_of(*filters: Mapping[str, Any]) -> Condition:
    """Return the condition that all filters of a request make together.

    Raises:
        InvalidInput: If one is no filter or has too many levels, or if they have too many parts.
    """
    reader = _Reader()
    return Both(tuple(reader.read(each, MOST_LEVELS) for each in filters))


class _Reader:
    """Reads filters and counts their parts: comparisons, values in lists, and lists of filters."""

    def __init__(self) -> None:
        self._parts = 0

    def read(self, given: object, levels: int) -> Condition:
        self._count(1)
        if not isinstance(given, Mapping):
            raise _invalid()
        kind = given.get("type")
        if not isinstance(kind, str):
            raise _invalid()
        if kind in {"and", "or"}:
            parts = given.get("filters")
            if not isinstance(parts, list) or not levels:
                raise _invalid()
            conditions = tuple(self.read(each, levels - 1) for each in parts)
            return Both(conditions) if kind == "and" else Either(conditions)
        key, value = given.get("key"), given.get("value")
        if not isinstance(key, str):
            raise _invalid()
        name = storable(_bounded(key))
        if kind in {"in", "nin"} and isinstance(value, list):
            self._count(len(value))
            return Listed(name, frozenset(map(_text, value)), inside=kind == "in")
        try:
            comparison = Comparison(kind)
        except ValueError:
            raise _invalid() from None
        return Attribute(name, comparison, _text(value))

    def _count(self, parts: int) -> None:
        self._parts += parts
        if self._parts > MOST_PARTS:
            raise InvalidInput(
                f"The filters have more than {MOST_PARTS} comparisons and values: send fewer."
            )


def _text(value: object) -> str:
    if not isinstance(value, str | float | int):
        raise _invalid()
    return _bounded(text_of(value))


def _bounded(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise InvalidInput(
            f"A key or value of the filters has more than {MOST_CHARACTERS} characters: send fewer."
        )
    return text


def _invalid() -> InvalidInput:
    return InvalidInput(
        "The filter is not valid: send type, key and value, or and/or with a list of filters."
    )
