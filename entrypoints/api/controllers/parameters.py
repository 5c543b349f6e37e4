"""Query parameters and headers that several handlers share."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from litestar.params import HeaderParameter, QueryParameter

from domain.errors import InvalidInput
from domain.paging import PageRequest

Position = TypeVar("Position")

FROM_ZERO = {"minimum": 0}
"""The schema of an optional parameter with `ge=0`, which the framework leaves out."""

FROM_ONE = {"minimum": 1}
"""The same with `ge=1`."""

VersionNumber = Annotated[
    int | None,
    QueryParameter(
        name="version",
        ge=1,
        schema_extra=FROM_ONE,
        description="The version, from 1; by default the current one.",
    ),
]
After = Annotated[
    int | None,
    QueryParameter(
        name="after",
        ge=0,
        schema_extra=FROM_ZERO,
        description="The id of the last event received.",
    ),
]
LastEventId = Annotated[
    int | None,
    HeaderParameter(
        name="Last-Event-ID",
        ge=0,
        schema_extra=FROM_ZERO,
        description="The same, sent by SSE clients.",
    ),
]
PageLimit = Annotated[
    int, QueryParameter(name="limit", ge=1, le=200, description="The maximum number of items.")
]
PageCursor = Annotated[
    str | None,
    QueryParameter(
        name="cursor",
        description="The `next_cursor` of the previous page.",
        schema_extra={"format": "uuid"},
    ),
]
IdempotencyKeyHeader = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        pattern="^[!-~]{1,255}$",
        description="A unique key that makes it safe to retry this request: 1 to 255 visible ASCII"
        " characters. Stored for 24 hours.",
    ),
]


def last_seen(after: int | None, last_event_id: int | None) -> int:
    """Return the id of the last event that a client received; 0 if none."""
    return after if after is not None else last_event_id or 0


def page_request(
    limit: int, cursor: str | None, read: Callable[[str], Position]
) -> PageRequest[Position]:
    """Return the requested page.

    Args:
        limit: The maximum number of items.
        cursor: The text of a position in the list.
        read: Returns the position, or raises ValueError.

    Raises:
        InvalidInput: If the cursor is not one that a list returned.
    """
    try:
        return PageRequest(limit, None if cursor is None else read(cursor))
    except ValueError:
        raise InvalidInput(
            "The cursor is not valid: send the `next_cursor` of a page of this list, or none to"
            " begin with its first page."
        ) from None
