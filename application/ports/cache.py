"""The port for caching results that take time to compute."""

from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar

Value = TypeVar("Value")


class Cache(Protocol[Value]):
    """Stores values for a limited time.

    It may delete a value at any time, and never returns a stale one.
    """

    async def get(self, key: str) -> Value | None:
        """Return the value stored under a key, or None."""
        ...

    async def put(self, key: str, value: Value, tags: Iterable[str] = ()) -> None:
        """Store a value under a key, in place of any earlier one. Tags name what it depends on."""
        ...

    async def count(self, tags: Collection[str]) -> int:
        """Return how many values have one of the tags."""
        ...

    async def evict(self, tags: Collection[str]) -> int:
        """Delete every value that has one of the tags, and return how many there were."""
        ...
