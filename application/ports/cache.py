"""The port for remembering results that cost time to make again."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

Value = TypeVar("Value")


class Cache(Protocol[Value]):
    """Remembers values for a while. It may forget at any time, and never returns a stale one."""

    async def get(self, key: str) -> Value | None:
        """Return the value kept under a key, or None."""
        ...

    async def put(self, key: str, value: Value, tags: Iterable[str] = ()) -> None:
        """Keep a value under a key, in place of any earlier one; tags name what it was made of."""
        ...

    async def evict(self, tag: str) -> int:
        """Forget every value that carries a tag, and return how many there were."""
        ...
