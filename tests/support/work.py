"""Counting work instead of measuring time."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any


@dataclass
class Work:
    """Work that was done: the lines of Python that ran, each as often as it ran."""

    lines: int = 0


@contextmanager
def counted() -> Iterator[Work]:
    """Count the lines that run in the block, in this thread. Each turn of a loop is one or more."""
    work = Work()

    def trace(_frame: FrameType, event: str, _argument: Any) -> Any:
        if event == "line":
            work.lines += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield work
    finally:
        sys.settrace(before)


@asynccontextmanager
async def turns_of_others() -> AsyncIterator[Callable[[], int]]:
    """Yield how many turns of the event loop another task has had in the block so far."""
    turns = 0

    async def take_turns() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(take_turns())
    try:
        yield lambda: turns
    finally:
        other.cancel()
        await asyncio.gather(other, return_exceptions=True)
