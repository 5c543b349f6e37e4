"""Decodes the JSON of request bodies, and bounds how deep and how wide it is."""

import re
from typing import Any

import msgspec

from domain.errors import InvalidInput

MOST_LEVELS = 64
MOST_CONTAINERS = 20_000  # of lists and objects: a body that has nothing else takes seconds
# possessive, and to the end if it has no other: each byte is looked at once
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)


def _number(text: str) -> float:
    """Return a number with a point or an exponent; 3.0 and 3 are the same number in JSON."""
    number = float(text)
    return int(number) if number.is_integer() else number


_json = msgspec.json.Decoder(float_hook=_number)


def decoded(body: bytes) -> Any:
    """Return the value of a body. What goes through it level by level may recurse.

    Raises:
        InvalidInput: If it is nested too deeply, or has too many lists and objects.
        UnicodeDecodeError: If it is not UTF-8.
        msgspec.DecodeError: If it is not JSON.
    """
    body.decode()
    refuse_many(body)
    try:
        value = _json.decode(body)
    except RecursionError:
        raise _too_deep() from None
    # most bodies have fewer brackets than they may have levels
    if _containers(body) > MOST_LEVELS:
        _refuse_deep(value)
    return value


def refuse_many(body: bytes) -> None:
    """Refuse a body with too many lists and objects, before any of them is made.

    Raises:
        InvalidInput: If it has.
    """
    # a text may have as many brackets as it likes
    if (
        _containers(body) > MOST_CONTAINERS
        and _containers(_STRING.sub(b"", body)) > MOST_CONTAINERS
    ):
        raise InvalidInput(
            f"The JSON in the body has more than {MOST_CONTAINERS:,} lists and objects: send fewer."
        )


def _containers(body: bytes) -> int:
    return body.count(b"{") + body.count(b"[")


def _refuse_deep(value: Any) -> None:
    level = [value]
    for _ in range(MOST_LEVELS):
        # in one expression: it runs for every value of a body
        level = [
            inner
            for outer in level
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) is dict or type(inner) is list
        ]
        if not level:
            return
    raise _too_deep()


def _too_deep() -> InvalidInput:
    return InvalidInput(f"The JSON in the body is nested more than {MOST_LEVELS} levels deep.")
