"""Measuring the parts of a search."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, TypeAlias

from domain.conversation.message import Timings

Part: TypeAlias = Literal["embed", "rewrite", "search"]


class Stopwatch:
    """Adds up the duration of each part. A part can run more than once."""

    def __init__(self) -> None:
        self._milliseconds: dict[str, float] = {}

    @contextmanager
    def measure(self, part: Part) -> Iterator[None]:
        """Add the duration of the block to a part, even if the block fails."""
        started = time.perf_counter()
        try:
            yield
        finally:
            spent = (time.perf_counter() - started) * 1000
            self._milliseconds[part] = self._milliseconds.get(part, 0.0) + spent

    @property
    def timings(self) -> Timings:
        """The durations so far; None for a part that did not run."""
        return Timings(**self._milliseconds)
