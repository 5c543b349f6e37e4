"""Query parameters and headers that several handlers share."""

from typing import Annotated
from uuid import UUID

from litestar.params import HeaderParameter, QueryParameter

from domain.errors import InvalidInput
from domain.paging import PageRequest

PageLimit = Annotated[
    int, QueryParameter(name="limit", ge=1, le=200, description="The most items to return.")
]
PageCursor = Annotated[
    str | None, QueryParameter(name="cursor", description="The `next_cursor` of the page before.")
]
IdempotencyKeyHeader = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        pattern="^[!-~]{1,255}$",
        description="A name for this request, under which it may be sent again: 1 to 255 visible"
        " ASCII characters. Kept for 24 hours.",
    ),
]


def page_request(limit: int, cursor: str | None) -> PageRequest:
    """Return the requested page.

    Raises:
        InvalidInput: If the cursor is not one that a list returned.
    """
    if cursor is None:
        return PageRequest(limit)
    try:
        return PageRequest(limit, UUID(cursor))
    except ValueError:
        raise InvalidInput("The cursor is not one that this list gave out.") from None
