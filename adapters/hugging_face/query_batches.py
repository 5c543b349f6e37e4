"""Runs together what arrives while the workers are busy, and at once what does not."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

# Texts of a batch: as many as a processor does in the time that nobody notices.
MOST_QUERIES = 16
MOST_CHARACTERS = 2_000

Result = TypeVar("Result")


@dataclass(slots=True)
class _Batch(Generic[Result]):
    """What waits for a worker; it grows until one takes it."""

    texts: list[str] = field(default_factory=list)
    job: "Future[list[Result]]" = field(default_factory=Future)

    def has_room_for(self, text: str) -> bool:
        characters = sum(map(len, self.texts)) + len(text)
        return len(self.texts) < MOST_QUERIES and characters <= MOST_CHARACTERS


class QueryBatches(Generic[Result]):
    """Hands texts to a function of many: one by one if that is how they come."""

    def __init__(self, executor: Executor) -> None:
        """Run on an executor."""
        self._executor = executor
        self._waiting: _Batch[Result] | None = None
        self._lock = threading.Lock()

    async def run(self, function: Callable[[Sequence[str]], list[Result]], text: str) -> Result:
        """Return the function's result for a text, alone or among those of others that waited.

        Args:
            function: Returns a result for each text; the same at every call.
            text: The text.
        """
        with self._lock:
            batch = self._waiting
            if batch is None or not batch.has_room_for(text):
                batch = self._waiting = _Batch()
                batch.job = self._executor.submit(partial(self._start, function, batch))
            batch.texts.append(text)
            place = len(batch.texts) - 1
        # Shielded: one who leaves does not take the others' results along.
        return (await asyncio.shield(asyncio.wrap_future(batch.job)))[place]

    def _start(
        self, function: Callable[[Sequence[str]], list[Result]], batch: _Batch[Result]
    ) -> list[Result]:
        with self._lock:
            if self._waiting is batch:
                self._waiting = None
        return function(batch.texts)
