"""The values of JSON as they are read here."""

from typing import TypeAlias


class Fields(list[tuple[str, "Value"]]):
    """The fields of an object in their order. A key may come twice."""


Value: TypeAlias = "Fields | list[Value] | str | bool | None"
"""A value: numbers are text, exactly as they were written."""


def is_scalar(value: Value) -> bool:
    """Return whether a value has no others in it."""
    return not isinstance(value, list)


def scalar_text(value: Value) -> str:
    """Return the text of a value without others in it."""
    if isinstance(value, str):
        return value
    return {None: "null", True: "true", False: "false"}[value]  # type: ignore[index]  # a scalar
