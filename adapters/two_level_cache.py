"""A cache in front of a shared one."""

from collections.abc import Collection, Iterable
from typing import Generic, TypeVar

from application.ports.cache import Cache

Value = TypeVar("Value")


class TwoLevelCache(Cache[Value], Generic[Value]):
    """Stores each value near and far, and asks the far cache only for what is not near.

    For values that never change: another process that replaces one does so in the far cache alone.
    """

    def __init__(self, near: Cache[Value], far: Cache[Value]) -> None:
        """Combine two caches.

        Args:
            near: The cache of this process.
            far: The one that processes share. It may find nothing for a while.
        """
        self._near = near
        self._far = far

    async def get(self, key: str) -> Value | None:
        """Return the value stored under a key, or None."""
        value = await self._near.get(key)
        return await self._far.get(key) if value is None else value

    async def put(self, key: str, value: Value, tags: Iterable[str] = ()) -> None:
        """Store a value in both. Tags name what it depends on."""
        tags = tuple(tags)
        await self._near.put(key, value, tags)
        await self._far.put(key, value, tags)

    async def count(self, tags: Collection[str]) -> int:
        """Return how many values have one of the tags, in the cache that has more of them."""
        return max(await self._near.count(tags), await self._far.count(tags))

    async def evict(self, tags: Collection[str]) -> int:
        """Delete every value that has one of the tags, and return how many there were."""
        return max(await self._near.evict(tags), await self._far.evict(tags))
