"""A cache in Valkey, shared by all processes."""

import hashlib
from collections.abc import Collection, Iterable
from itertools import islice
from typing import Generic, TypeVar

import msgspec

from adapters.valkey.scripts import CACHE
from adapters.valkey.server import Valkey
from application.ports.cache import Cache
from domain.errors import Unavailable

Value = TypeVar("Value")

TAGS_AT_ONCE = 1_000  # a script keeps all others waiting


class ValkeyCache(Cache[Value], Generic[Value]):
    """Stores the values of each workspace apart. Beyond the maximum, the oldest are deleted.

    While the server is away it stores and finds nothing. What was to be evicted then is evicted
    before anything else is found: nobody gets to see it in between.
    """

    def __init__(
        self,
        valkey: Valkey,
        name: str,
        value_type: type[Value],
        max_entries: int,
        ttl_seconds: float,
    ) -> None:
        """Configure the cache.

        Args:
            valkey: The server.
            name: Tells it from other caches.
            value_type: The type of its values, which is made of domain values.
            max_entries: The maximum number of values of a workspace.
            ttl_seconds: The lifetime of a value from its `put`, in seconds.

        Raises:
            ValueError: If `max_entries` is under 1 or `ttl_seconds` is not positive.
        """
        if max_entries < 1 or ttl_seconds <= 0:
            raise ValueError("a cache holds one value or more, for longer than no time")
        self._valkey = valkey
        self._name = name
        self._decode = msgspec.msgpack.Decoder(value_type).decode
        self._max_entries = max_entries
        self._ttl = max(1, round(ttl_seconds * 1000))
        # the tags to evict, by what the keys of their workspace begin with
        self._owed: dict[str, set[str]] = {}

    async def get(self, key: str) -> Value | None:
        """Return the value stored under a key, or None."""
        try:
            cache = await self._ready()
            stored = await self._valkey.command("HGET", f"{cache}value:{_digest(key)}", "value")
        except Unavailable:
            return None
        if stored is None:
            return None
        try:
            return self._decode(stored)
        except msgspec.MsgspecError:  # another version of the program has stored it
            return None

    async def put(self, key: str, value: Value, tags: Iterable[str] = ()) -> None:
        """Store a value, replacing any earlier one. Tags name what the value depends on."""
        stored = msgspec.msgpack.encode(value)
        try:
            cache = await self._ready()
            await self._valkey.run(
                CACHE, cache, "put", _digest(key), stored, self._ttl, self._max_entries, *set(tags)
            )
        except Unavailable:
            return

    async def count(self, tags: Collection[str]) -> int:
        """Return how many values have one of the tags."""
        try:
            return len(await self._tagged("find", await self._ready(), tags))
        except Unavailable:
            return 0

    async def evict(self, tags: Collection[str]) -> int:
        """Delete every value that has one of the tags, and return how many there were."""
        try:
            cache = await self._place()
            self._owed.setdefault(cache, set()).update(tags)
            return await self._evict_owed(cache)
        except Unavailable:
            return 0

    async def _place(self) -> str:
        """Return what the keys of the acting workspace begin with."""
        return await self._valkey.place(self._name, "")

    async def _ready(self) -> str:
        """Return what the keys of the acting workspace begin with, when nothing is owed to it."""
        cache = await self._place()
        await self._evict_owed(cache)
        return cache

    async def _evict_owed(self, cache: str) -> int:
        if not (owed := self._owed.get(cache)):
            return 0
        tags = tuple(owed)
        evicted = await self._tagged("evict", cache, tags)
        owed.difference_update(tags)
        return len(evicted)

    async def _tagged(self, action: str, cache: str, tags: Collection[str]) -> set[bytes]:
        found: set[bytes] = set()
        rest = iter(tags)
        while some := tuple(islice(rest, TAGS_AT_ONCE)):
            found.update(await self._valkey.run(CACHE, cache, action, *some))
        return found


def _digest(key: str) -> str:
    """Return a key as it is stored: a hash, because keys may be texts of people."""
    return hashlib.sha256(key.encode()).hexdigest()
