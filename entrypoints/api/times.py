"""Times that clients send."""

from datetime import UTC, datetime

import msgspec

from domain.errors import InvalidInput

TIME = {"format": "date-time"}
"""Of a parameter that `time_in` reads; the framework would take a number for a time, too."""
EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)


def in_utc(time: datetime) -> datetime:
    """Return a time in UTC: a time without an offset is one, and the ends of time stay themselves.

    Years 1 and 9999 with an offset can lie outside what a `datetime` holds.
    """
    if time.tzinfo is None:
        return time.replace(tzinfo=UTC)
    try:
        return time.astimezone(UTC)
    except OverflowError:
        return EARLIEST if time.year == 1 else LATEST


def time_in(parameter: str, name: str) -> datetime:
    """Return the time in UTC that a parameter says.

    Raises:
        InvalidInput: If it says none, naming the parameter.
    """
    try:
        return in_utc(msgspec.convert(parameter, datetime))
    except msgspec.ValidationError:
        raise InvalidInput(
            f"The request is not valid: {name} has to be a time such as 2026-11-26T12:00:00Z."
        ) from None
