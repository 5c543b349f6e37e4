"""Conditions on the metadata of documents, with comparisons, all and any."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from domain.documents.metadata import Metadata


class Comparison(StrEnum):
    """How a value is compared."""

    EQUAL = "eq"
    NOT_EQUAL = "ne"
    GREATER = "gt"
    GREATER_OR_EQUAL = "gte"
    LESS = "lt"
    LESS_OR_EQUAL = "lte"


_ORDER: Mapping[Comparison, Callable[[float, float], bool]] = {
    Comparison.GREATER: operator.gt,
    Comparison.GREATER_OR_EQUAL: operator.ge,
    Comparison.LESS: operator.lt,
    Comparison.LESS_OR_EQUAL: operator.le,
}


@dataclass(frozen=True, slots=True)
class Attribute:
    """A document has a value under this name that compares so.

    All metadata is text. Where the order of two values is asked, they are compared as numbers; a
    value that is no number has no order.
    """

    name: str
    comparison: Comparison
    value: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A document has one of these values under this name; if not `inside`, it has only others."""

    name: str
    values: frozenset[str]
    inside: bool = True


@dataclass(frozen=True, slots=True)
class Both:
    """All parts hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts holds."""

    parts: tuple["Condition", ...]


Condition: TypeAlias = Attribute | Listed | Both | Either


def holds(condition: Condition, metadata: Metadata) -> bool:
    """Return whether a condition holds for a document. One without the attribute fulfils none."""
    match condition:
        case Both(parts):
            return all(holds(each, metadata) for each in parts)
        case Either(parts):
            return any(holds(each, metadata) for each in parts)
        case Listed(name, listed, inside):
            values = _values(metadata, name)
            return values is not None and listed.isdisjoint(values) is not inside
        case Attribute(name, comparison, value):
            values = _values(metadata, name)
            if values is None:
                return False
            if comparison is Comparison.NOT_EQUAL:
                return value not in values
            return any(_compares(each, comparison, value) for each in values)


def _values(metadata: Metadata, name: str) -> tuple[str, ...] | None:
    found = metadata.get(name)
    return (found,) if isinstance(found, str) else found


def _compares(found: str, comparison: Comparison, value: str) -> bool:
    if comparison is Comparison.EQUAL:
        return found == value
    try:
        return _ORDER[comparison](float(found), float(value))
    except ValueError:
        return False
