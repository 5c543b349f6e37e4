"""Answering one of several equal questions at a time, so that the others can share its answer."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from domain.errors import QuothError

ATTEMPTS = 2
"""How often in a row the answer may fail before the error is everybody's."""


class Turn:
    """The turn of a question to be answered, while its equals wait."""

    def __init__(self) -> None:
        self.ended = False
        self.shared = False
        self.failure: QuothError | None = None

    def end(self, failure: QuothError | None, *, shared: bool) -> None:
        """Report how the attempt ended. One that was cancelled reports nothing.

        Args:
            failure: The error that ended it; None if it was answered.
            shared: Whether the others can have the answer, too.
        """
        self.ended, self.failure, self.shared = True, failure, shared


_Ticket: TypeAlias = asyncio.Future[Turn | QuothError | None]


@dataclass(slots=True)
class _Line:
    waiting: deque[_Ticket] = field(default_factory=deque)
    failures: int = 0

    def next(self) -> _Ticket | None:
        """Take the first that still waits out of the line; None if nobody does."""
        while self.waiting:
            if not (ticket := self.waiting.popleft()).done():
                return ticket
        return None


class EqualQuestions:
    """Lets the first of several equal questions be answered while the others wait in line.

    If its answer can be shared, all others are told so. If it cannot (it failed, was cancelled, or
    was cut off), the next in line is answered, and the rest goes on waiting. Two failures in a row
    are the model's and not the question's: then whoever waits gets the error, instead of one call
    of the model after another.
    """

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[Turn | QuothError | None]:
        """Wait in line behind the equal questions, those with the same key.

        Yields:
            The question's turn to be answered; or the error of the last two attempts; or None if
            an equal question has an answer that can be shared.
        """
        line = self._lines.get(key)
        if line is None:
            line, mine = self._lines.setdefault(key, _Line()), Turn()
        else:
            told = await self._wait(key, line)
            if not isinstance(told, Turn):
                yield told
                return
            mine = told
        try:
            yield mine
        except Exception:
            mine.end(QuothError(), shared=False)
            raise
        finally:
            self._end(key, line, mine)

    async def _wait(self, key: str, line: _Line) -> Turn | QuothError | None:
        ticket: _Ticket = asyncio.get_running_loop().create_future()
        line.waiting.append(ticket)
        try:
            return await ticket
        except asyncio.CancelledError:
            if not ticket.cancelled() and isinstance(turn := ticket.result(), Turn):
                self._end(key, line, turn)  # its turn had come in the same moment
            raise

    def _end(self, key: str, line: _Line, turn: Turn) -> None:
        if turn.ended:
            line.failures = line.failures + 1 if turn.failure else 0
        if not turn.shared and line.failures < ATTEMPTS and (ticket := line.next()):
            ticket.set_result(Turn())
            return
        del self._lines[key]
        while ticket := line.next():
            ticket.set_result(turn.failure)
