"""Conditions on the metadata of documents, with comparisons, all and any."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
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

_DIGITS = r"\d(?:_?\d)*+"
_BLANKS = r"[^\S\x1c-\x1f]*+"
# What float reads, but for nan, which has no order. An exception of float for each of thousands of
# values would take several times as long.
_is_number = re.compile(
    rf"{_BLANKS}[+-]?"
    rf"(?:(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?:[eE][+-]?{_DIGITS})?"
    rf"|[iI][nN][fF](?:[iI][nN][iI][tT][yY])?)"
    rf"{_BLANKS}"
).fullmatch


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
    return _Reading(metadata).fulfils(condition)


class _Values:
    """What a document has under a name. It may be thousands of values, so it is read once."""

    def __init__(self, found: str | tuple[str, ...]) -> None:
        self.texts = frozenset((found,) if isinstance(found, str) else found)

    @cached_property
    def outermost(self) -> tuple[float, ...]:
        """The lowest and the highest number; what holds for one of the numbers, holds for these."""
        numbers = [float(each) for each in self.texts if _is_number(each)]
        return (min(numbers), max(numbers)) if numbers else ()


class _Reading:
    """Compares one document with all parts of a condition."""

    def __init__(self, metadata: Metadata) -> None:
        self._metadata = metadata
        self._values: dict[str, _Values] = {}

    def fulfils(self, condition: Condition) -> bool:
        match condition:
            case Both(parts):
                return all(self.fulfils(each) for each in parts)
            case Either(parts):
                return any(self.fulfils(each) for each in parts)
            case Listed(name, listed, inside):
                values = self._values_of(name)
                return values is not None and listed.isdisjoint(values.texts) is not inside
            case Attribute(name, comparison, value):
                values = self._values_of(name)
                return values is not None and _compares(values, comparison, value)

    def _values_of(self, name: str) -> _Values | None:
        if name not in self._values:
            found = self._metadata.get(name)
            if found is None:
                return None
            self._values[name] = _Values(found)
        return self._values[name]


def _compares(values: _Values, comparison: Comparison, value: str) -> bool:
    if comparison is Comparison.EQUAL:
        return value in values.texts
    if comparison is Comparison.NOT_EQUAL:
        return value not in values.texts
    if not _is_number(value):
        return False
    number, compare = float(value), _ORDER[comparison]
    return any(compare(each, number) for each in values.outermost)
