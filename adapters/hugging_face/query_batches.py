"""Batches the texts that arrive while all workers are busy."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

# Limits of a batch, low enough that its delay is not noticeable.
MOST_QUERIES = 16
MOST_CHARACTERS = 2_000

Result = TypeVar("Result")


@dataclass(slots=True)
class _Batch(Generic[Result]):
    """Texts that wait for a worker. The batch grows until a worker takes it."""

    texts: list[str] = field(default_factory=list)
    job: "Future[list[Result]]" = field(default_factory=Future)

    def has_room_for(self, text: str) -> bool:
        characters = sum(map(len, self.texts)) + len(text)
        return len(self.texts) < MOST_QUERIES and characters <= MOST_CHARACTERS


class QueryBatches(Generic[Result]):
    """Calls a batch function for single texts.

    A text starts immediately if a worker is free. Otherwise it joins the batch that waits for the
    next free worker; nothing is delayed to fill a batch.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._waiting: _Batch[Result] | None = None
        self._lock = threading.Lock()

    async def run(self, function: Callable[[Sequence[str]], list[Result]], text: str) -> Result:
        """Return the function's result for a text, computed alone or in a batch.

        Args:
            function: Returns a result for each text, in order. Pass the same function in each call.
            text: The text.
        """
        with self._lock:
            batch = self._waiting
            if batch is None or not batch.has_room_for(text):
                batch = self._waiting = _Batch()
                batch.job = self._executor.submit(partial(self._start, function, batch))
            batch.texts.append(text)
            place = len(batch.texts) - 1
        # Shielded: cancelling one caller must not cancel the rest of the batch.
        return (await asyncio.shield(asyncio.wrap_future(batch.job)))[place]

    def _start(
        self, function: Callable[[Sequence[str]], list[Result]], batch: _Batch[Result]
    ) -> list[Result]:
        with self._lock:
            if self._waiting is batch:
                self._waiting = None
        return function(batch.texts)
