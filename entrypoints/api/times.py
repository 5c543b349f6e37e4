"""Times that clients send."""

from datetime import UTC, datetime

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
