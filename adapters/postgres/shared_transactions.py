"""Transactions that serve all the calls that came while they waited for a connection."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class SharedTransactions(Generic[Item, Result]):
    """Serves calls one by one while connections are free; in a crowd, many with each connection."""

    def __init__(self, serve: Callable[[Callable[[], list[Item]]], Awaitable[Result]]) -> None:
        """Wait for the first call.

        Args:
            serve: Takes a connection, then calls what it is given for the items of all who have
                come by then, and returns the result for all of them.
        """
        self._serve = serve
        self._waiting: dict[Hashable, tuple[list[Item], asyncio.Task[Result]]] = {}

    async def run(self, key: Hashable, items: Iterable[Item] = ()) -> Result:
        """Return the result of a transaction that serves these items, and others with the key.

        Raises:
            QuothError: If the transaction failed; then it failed for all.
        """
        waiting, transaction = self._waiting.get(key) or self._begin(key)
        waiting.extend(items)
        # who leaves must not take the others along
        return await asyncio.shield(transaction)

    def _begin(self, key: Hashable) -> tuple[list[Item], asyncio.Task[Result]]:
        waiting: list[Item] = []
        transaction = asyncio.create_task(self._run(key, waiting))
        # if all have left, nobody asks for its failure
        transaction.add_done_callback(lambda task: task.cancelled() or task.exception())
        self._waiting[key] = waiting, transaction
        return self._waiting[key]

    async def _run(self, key: Hashable, waiting: list[Item]) -> Result:
        def taken() -> list[Item]:
            if key in self._waiting and self._waiting[key][0] is waiting:
                del self._waiting[key]
            return waiting

        try:
            return await self._serve(taken)
        finally:
            taken()
