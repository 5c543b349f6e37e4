"""Cursor pagination: long lists, a page at a time."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Generic, TypeVar

Item_co = TypeVar("Item_co", covariant=True)
Position_co = TypeVar("Position_co", covariant=True)

MAX_PAGE_BYTES = 2 * 1024 * 1024
"""How much text a page of long items has at the most, if it has more than one of them.

To read and to write more would hold up all other requests.
"""


@dataclass(frozen=True, slots=True)
class PageRequest(Generic[Position_co]):
    """A request for at most `limit` items that follow the position `after` in the list's order.

    Without `after` the page starts with the first item.
    """

    limit: int = 50
    after: Position_co | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Item_co, Position_co]):
    """One page of a list. `next_cursor` is the `after` of the next page; None on the last page.

    A page of long items may have less than was asked for.
    """

    items: tuple[Item_co, ...]
    next_cursor: Position_co | None = None


def cursor_of(text: str) -> str:
    """Return the cursor for a position that is a text."""
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def text_of(cursor: str) -> str:
    """Return the text that a cursor stands for.

    Raises:
        ValueError: If the cursor is not one.
    """
    text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    if "\0" in text:
        raise ValueError("no text in a list has this character")
    return text
