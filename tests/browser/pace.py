"""A model's answer that goes on when the test says so."""

import asyncio
import threading
from typing import Literal

EVERY_PIECE = 10_000


class Pace(asyncio.Event):
    """The gate of a scripted answer, which lets through as many pieces as it is told to.

    The first piece does not wait for it, and the end counts as two. It is told from another thread
    than that of the model's server; whoever made it lets everything through in the end, or that
    thread waits for ever.
    """

    def __init__(self) -> None:
        """Let nothing through yet."""
        super().__init__()
        self._pieces = threading.Semaphore(0)

    def let(self, pieces: int = EVERY_PIECE) -> None:
        """Let so many pieces more through."""
        self._pieces.release(pieces)

    async def wait(self) -> Literal[True]:
        """Return once one more may go through."""
        await asyncio.to_thread(self._pieces.acquire)
        return True
