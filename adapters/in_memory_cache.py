"""A cache in this process's memory."""

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from application.ports.cache import Cache

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Value]):
    value: Value
    tags: frozenset[str]
    expires_at: float


class InMemoryCache(Cache[Value]):
    """A least-recently-used cache whose entries expire.

    It belongs to one event loop. No method awaits anything, so calls never interleave and no lock
    is needed.
    """

    def __init__(
        self,
        max_entries: int,
        ttl_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Create an empty cache.

        Args:
            max_entries: The maximum number of values. Beyond it, the least recently used value is
                evicted.
            ttl_seconds: The lifetime of a value from its `put`, in seconds. Reading a value does
                not extend it.
            clock: A monotonic clock, in seconds.

        Raises:
            ValueError: If `max_entries` is under 1 or `ttl_seconds` is not positive.
        """
        if max_entries < 1 or ttl_seconds <= 0:
            raise ValueError("a cache holds one value or more, for longer than no time")
        self._max_entries = max_entries
        self._ttl_seconds = ttl_seconds
        self._clock = clock
        self._entries: OrderedDict[str, _Entry[Value]] = OrderedDict()
        self._keys_by_tag: dict[str, set[str]] = {}

    async def get(self, key: str) -> Value | None:
        """Return the value stored under a key, or None."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry.expires_at <= self._clock():
            self._forget(key)
            return None
        self._entries.move_to_end(key)
        return entry.value

    async def put(self, key: str, value: Value, tags: Iterable[str] = ()) -> None:
        """Store a value, replacing any earlier one. Tags name what the value depends on."""
        if key in self._entries:
            self._forget(key)
        elif len(self._entries) >= self._max_entries:
            self._forget(next(iter(self._entries)))
        entry = _Entry(value, frozenset(tags), self._clock() + self._ttl_seconds)
        self._entries[key] = entry
        for tag in entry.tags:
            self._keys_by_tag.setdefault(tag, set()).add(key)

    async def count(self, tags: Collection[str]) -> int:
        """Return how many values that have one of the tags have not expired."""
        now = self._clock()
        return sum(self._entries[key].expires_at > now for key in self._tagged(tags))

    async def evict(self, tags: Collection[str]) -> int:
        """Evict every value that has one of the tags, and return how many had not expired."""
        now = self._clock()
        forgotten = [self._forget(key) for key in self._tagged(tags)]
        return sum(entry.expires_at > now for entry in forgotten)

    def _tagged(self, tags: Collection[str]) -> set[str]:
        return {key for tag in tags for key in self._keys_by_tag.get(tag, ())}

    def _forget(self, key: str) -> _Entry[Value]:
        entry = self._entries.pop(key)
        for tag in entry.tags:
            keys = self._keys_by_tag[tag]
            keys.remove(key)
            if not keys:
                del self._keys_by_tag[tag]
        return entry
