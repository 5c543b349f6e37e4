"""Taking turns: who goes first, and that nobody waits for ever."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from application.documents.turns import EVERY, Turns


async def served(works: list[int], endless: int = 0) -> list[int]:
    """Let everyone take as many turns as its work has, and return who took each turn.

    With `endless`, so many short ones come, each when another one has been served.
    """
    turns, order = Turns(), list[int]()
    coming = iter(range(len(works), len(works) + endless))

    async def work(who: int, left: int) -> None:
        while left:
            async with turns.take(left):
                order.append(who)
                await asyncio.sleep(0)
            left -= 1
        if who >= len(works) and (following := next(coming, None)) is not None:
            await work(following, 1)

    async with asyncio.TaskGroup() as group:
        for who, left in enumerate(works):
            group.create_task(work(who, left))
        if (first := next(coming, None)) is not None:
            group.create_task(work(first, 1))
    return order


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_everyone_is_served_and_the_short_soon(works: list[int]) -> None:
    """All turns are taken, one at a time, and what is short ends after few turns of the others."""
    order = asyncio.run(served(works))
    assert sorted(order) == sorted(who for who, left in enumerate(works) for _ in range(left))
    for who, left in enumerate(works):
        end = len(order) - order[::-1].index(who)
        smaller = sum(other for other in works if other <= left)
        # the first turn may be another's, and every fourth one is
        assert end <= (smaller + 1) * EVERY / (EVERY - 1) + len(works)


def test_a_long_one_goes_on_while_short_ones_keep_coming() -> None:
    """Of the turns, a share goes to the one that has waited longest."""
    order = asyncio.run(served([10], endless=100))
    assert order.count(0) == 10
    last = len(order) - order[::-1].index(0)
    assert last <= 10 * EVERY + EVERY


async def test_whoever_is_cut_off_passes_the_turn_on() -> None:
    """One that is cancelled while it waits, or in its turn, leaves the next one to go on."""
    turns, entered = Turns(), asyncio.Event()

    async def hold() -> None:
        async with turns.take(5):
            entered.set()
            await asyncio.Event().wait()

    holder = asyncio.create_task(hold())
    await entered.wait()
    waiting, last = (asyncio.create_task(served_once(turns)) for _ in range(2))
    await asyncio.sleep(0)
    waiting.cancel()
    holder.cancel()
    await last
    await served_once(turns)


async def served_once(turns: Turns) -> None:
    async with turns.take(1):
        pass
