"""Long lists, a page at a time, newest first."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

Item_co = TypeVar("Item_co", covariant=True)


@dataclass(frozen=True, slots=True)
class PageRequest:
    """At most `limit` items, those after the item with the id `after`, newest first."""

    limit: int = 50
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Item_co]):
    """Some items; `next_cursor` is the `after` of the page that follows, None on the last."""

    items: tuple[Item_co, ...]
    next_cursor: UUID | None = None
