"""A model's answer that goes on when the test says so."""

import asyncio
import threading
from typing import Literal

EVERY_PIECE = 10_000


class Pace(asyncio.Event):
    """The gate of a scripted answer, which lets through as many pieces as it is told to.

    The first piece does not wait for it, and the end counts as two. It is told from another thread
    than that of the model's server.
    """

    def __init__(self) -> None:
        """Let nothing through yet."""
        super().__init__()
        self._pieces = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()

    def let(self, pieces: int = EVERY_PIECE) -> None:
        """Let so many pieces more through."""
        with self._lock:
            self._pieces += pieces
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self.set)

    async def wait(self) -> Literal[True]:
        """Return once one more may go through."""
        while not self._take():
            await super().wait()
        return True

    def _take(self) -> bool:
        with self._lock:
            self._loop = asyncio.get_running_loop()
            self.clear()
            taken = self._pieces > 0
            self._pieces -= taken
            return taken
