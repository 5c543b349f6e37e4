"""Of several equal questions one is answered at a time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from application.answering.equal_questions import EqualQuestions, Turn
from domain.errors import LanguageModelFailed, QuothError

FAILURE = LanguageModelFailed("Too many requests.")


@dataclass
class Queue:
    """Equal questions, by number, in the order in which they come.

    Attributes:
        turns: The numbers whose turn came, in order.
        told: What those whose turn never came learned instead.
    """

    equal: EqualQuestions = field(default_factory=EqualQuestions)
    turns: list[int] = field(default_factory=list)
    told: dict[int, QuothError | None] = field(default_factory=dict)
    _ends: dict[int, "asyncio.Future[Callable[[Turn], None]]"] = field(default_factory=dict)

    async def ask(self, number: int, key: str = "key") -> "asyncio.Task[None]":
        """Ask in a task of its own."""
        self._ends[number] = asyncio.get_running_loop().create_future()
        asking = asyncio.create_task(self._ask(number, key))
        await settle()
        return asking

    async def end(
        self, number: int, failure: QuothError | None = None, *, shared: bool = False
    ) -> None:
        """End the attempt of a number whose turn it is."""
        self._ends[number].set_result(lambda turn: turn.end(failure, shared=shared))
        await settle()

    async def _ask(self, number: int, key: str) -> None:
        async with self.equal.turn(key) as turn:
            if not isinstance(turn, Turn):
                self.told[number] = turn
                return
            self.turns.append(number)
            (await self._ends[number])(turn)


async def settle() -> None:
    """Let every task run until it waits."""
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture
async def queue() -> Queue:
    queue = Queue()
    for number in range(5):
        await queue.ask(number)
    assert queue.turns == [0]
    return queue


async def test_an_answer_that_can_be_shared_is_everybodys(queue: Queue) -> None:
    """All who wait are told at once that there is an answer, and the line is closed."""
    await queue.end(0, shared=True)
    assert queue.turns == [0]
    assert queue.told == dict.fromkeys(range(1, 5))
    await queue.ask(9)
    assert queue.turns == [0, 9]


async def test_after_a_failure_one_takes_over(queue: Queue) -> None:
    """The first in line is answered, the others go on waiting, and share its answer."""
    await queue.end(0, FAILURE)
    assert (queue.turns, queue.told) == ([0, 1], {})
    await queue.end(1, shared=True)
    assert queue.turns == [0, 1]
    assert queue.told == dict.fromkeys(range(2, 5))


async def test_two_failures_in_a_row_are_everybodys(queue: Queue) -> None:
    """The error of the second attempt reaches all who wait, and a later question tries again."""
    await queue.end(0, LanguageModelFailed("The first."))
    await queue.end(1, FAILURE)
    assert queue.turns == [0, 1]
    assert queue.told == dict.fromkeys(range(2, 5), FAILURE)
    await queue.ask(9)
    assert queue.turns == [0, 1, 9]


async def test_what_cannot_be_shared_is_made_one_after_another(queue: Queue) -> None:
    """An answer that was cut off, or failed once, never makes two attempts run together."""
    for number in range(5):
        assert queue.turns == list(range(number + 1))
        await queue.end(number, FAILURE if number % 2 else None)
    assert queue.told == {}


async def test_a_cancelled_attempt_is_no_failure() -> None:
    """The turn passes on in order, and only errors count."""
    queue = Queue()
    asking = [await queue.ask(number) for number in range(4)]
    asking[0].cancel()
    await settle()
    await queue.end(1, FAILURE)
    asking[2].cancel()
    await settle()
    assert queue.turns == [0, 1, 2, 3]
    await queue.ask(4)
    await queue.end(3, FAILURE)
    assert queue.told == {4: FAILURE}


async def test_who_is_cancelled_leaves_the_line() -> None:
    """The turn goes to the next who still waits, even if it had come in the same moment."""
    queue = Queue()
    asking = [await queue.ask(number) for number in range(5)]
    asking[1].cancel()
    await settle()
    asking[0].cancel()
    await asyncio.sleep(0)  # the turn is 2's now, who has not run yet
    asking[2].cancel()
    await settle()
    assert queue.turns == [0, 3]
    await queue.end(3, shared=True)
    assert queue.told == {4: None}


async def test_when_all_are_cancelled_nothing_is_left() -> None:
    """A server that stops cancels every question at the same time."""
    queue = Queue()
    asking = [await queue.ask(number) for number in range(3)]
    for each in asking:
        each.cancel()
    await asyncio.wait(asking)
    assert (queue.turns, queue.told) == ([0], {})
    await queue.ask(9)
    assert queue.turns == [0, 9]


async def test_an_attempt_that_breaks_is_a_failure(queue: Queue) -> None:
    """An unexpected error in two attempts ends those who wait as well."""

    async def broken() -> None:
        async with queue.equal.turn("other"):
            await asyncio.sleep(0)
            raise KeyError

    breaking = [asyncio.create_task(broken()) for _ in range(2)]
    await asyncio.sleep(0)
    await queue.ask(9, "other")
    assert {type(each) for each in await asyncio.gather(*breaking, return_exceptions=True)} == {
        KeyError
    }
    await settle()
    assert type(queue.told[9]) is QuothError


async def test_other_questions_do_not_wait(queue: Queue) -> None:
    """Each key has a line of its own."""
    await queue.ask(9, "other")
    assert queue.turns == [0, 9]
