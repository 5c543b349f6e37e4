"""Turns at what only a few can do at the same time. The others wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID
from weakref import WeakValueDictionary

from application.access.acting import acting_principal
from application.limits.admission import most_of_one


class WorkspaceTurns:
    """Turns to do something, up to a number of them at the same time.

    One workspace has some of them at most, so that what the others ask for does not wait behind
    all that one asks for.
    """

    def __init__(self, most: int, of_one: int | None = None) -> None:
        """Set the numbers.

        Args:
            most: How many have their turn at the same time.
            of_one: How many of those in one workspace; by default `most_of_one`.
        """
        self._turns = asyncio.Semaphore(most)
        self._of_one = most_of_one(most) if of_one is None else of_one
        self._by_workspace: WeakValueDictionary[UUID, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, and have it until the block ends. They come in the order of asking."""
        workspace = acting_principal().workspace.workspace_id
        own = self._by_workspace.setdefault(workspace, asyncio.Semaphore(self._of_one))
        async with own, self._turns:
            yield
