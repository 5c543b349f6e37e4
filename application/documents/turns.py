"""Taking turns: who has the least left goes first, and nobody waits for ever."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

EVERY = 4  # one turn of so many goes to the one that has waited longest


@dataclass(eq=False, slots=True)
class _Waiting:
    """One that waits for its turn."""

    left: int
    number: int
    turn: "asyncio.Future[None]" = field(default_factory=asyncio.Future)


class Turns:
    """Grants one turn at a time.

    The next turn goes to the one with the least left, so that what is short is soon done and what
    is long comes to an end one after another. Every fourth goes to the one that has waited longest.
    """

    def __init__(self) -> None:
        self._taken = False
        self._waiting: list[_Waiting] = []
        self._numbers = count()
        self._turns = count(1)

    @asynccontextmanager
    async def take(self, left: int) -> AsyncIterator[None]:
        """Enter when it is this one's turn; on exit the next one begins.

        Args:
            left: How much is left to do, this turn included.
        """
        if self._taken:
            await self._wait(_Waiting(left, next(self._numbers)))
        self._taken = True
        try:
            yield
        finally:
            # a moment later, so that one with more to do is among those who wait
            asyncio.get_running_loop().call_soon(self._pass_on)

    async def _wait(self, waiting: _Waiting) -> None:
        self._waiting.append(waiting)
        try:
            await waiting.turn
        except asyncio.CancelledError:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
            else:  # it was its turn already
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        # one that was cancelled leaves as soon as it runs
        waiting = [each for each in self._waiting if not each.turn.done()]
        if not waiting:
            self._taken = False
            return
        oldest = next(self._turns) % EVERY == 0
        chosen = min(waiting, key=lambda each: (0 if oldest else each.left, each.number))
        self._waiting.remove(chosen)
        chosen.turn.set_result(None)
