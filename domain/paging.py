"""Cursor pagination: long lists, a page at a time, newest first."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

Item_co = TypeVar("Item_co", covariant=True)


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A request for at most `limit` items, newest first, that follow the item with the id `after`.

    Without `after` the page starts with the newest item.
    """

    limit: int = 50
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Item_co]):
    """One page of a list. `next_cursor` is the `after` of the next page; None on the last page."""

    items: tuple[Item_co, ...]
    next_cursor: UUID | None = None
