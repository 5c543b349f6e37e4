"""The values of JSON as they are read here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of an object in their order. A key may come twice."""

    pairs: Sequence[tuple[str, "Value"]]


Value: TypeAlias = "Fields | list[Value] | str | bool | None"
"""A value: numbers are text, exactly as they were written."""


def scalar_text(value: Value) -> str | None:
    """Return the text of a value; None if it has others in it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else None
