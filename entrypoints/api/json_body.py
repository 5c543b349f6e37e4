"""Decodes the JSON of request bodies, and bounds how deeply it is nested."""

from typing import Any

import msgspec

from domain.errors import InvalidInput

MOST_LEVELS = 64


def _number(text: str) -> float:
    """Return a number with a point or an exponent; 3.0 and 3 are the same number in JSON."""
    number = float(text)
    return int(number) if number.is_integer() else number


_json = msgspec.json.Decoder(float_hook=_number)


def decoded(body: bytes) -> Any:
    """Return the value of a body. What goes through it level by level may recurse.

    Raises:
        InvalidInput: If it is nested too deeply.
        UnicodeDecodeError: If it is not UTF-8.
        msgspec.DecodeError: If it is not JSON.
    """
    body.decode()
    try:
        value = _json.decode(body)
    except RecursionError:
        raise _too_deep() from None
    # most bodies have fewer brackets than they may have levels
    if body.count(b"{") + body.count(b"[") > MOST_LEVELS:
        _refuse_deep(value)
    return value


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
