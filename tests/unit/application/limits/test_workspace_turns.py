"""What only a few can do at the same time is shared by the workspaces."""

import asyncio
import gc

import pytest

from application.access.acting import acting_as
from application.limits.workspace_turns import WorkspaceTurns
from domain.access.principal import Principal
from tests.support.workspaces import member_of

ONE, OTHER = member_of(1), member_of(2)


class Works:
    """Works that have or wait for a turn, and go on when they are let."""

    def __init__(self, turns: WorkspaceTurns) -> None:
        self.turns = turns
        self.begun: list[str] = []
        self.go_on = asyncio.Event()

    def start(self, who: Principal, name: str) -> asyncio.Task[None]:
        """Ask for a turn for somebody."""
        with acting_as(who):
            return asyncio.create_task(self._work(name))

    async def _work(self, name: str) -> None:
        async with self.turns.turn():
            self.begun.append(name)
            await self.go_on.wait()


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_one_workspace_leaves_turns_to_others() -> None:
    """However many ask in one workspace, the first who asks in another does not wait for them."""
    works = Works(WorkspaceTurns(4))
    tasks = [works.start(ONE, f"one {number}") for number in range(20)]
    await settled()
    assert works.begun == ["one 0", "one 1", "one 2"]
    tasks += [works.start(OTHER, f"other {number}") for number in range(2)]
    await settled()
    assert works.begun[3:] == ["other 0"]
    works.go_on.set()
    await asyncio.gather(*tasks)
    assert len(works.begun) == 22


async def test_turns_come_in_the_order_of_asking() -> None:
    """Within a workspace, whoever asks first is first."""
    works = Works(WorkspaceTurns(1))
    works.go_on.set()
    await asyncio.gather(*[works.start(ONE, str(number)) for number in range(5)])
    assert works.begun == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("had", [True, False], ids=["in its turn", "waiting"])
async def test_whoever_leaves_makes_room(had: bool) -> None:
    """A work that is cancelled, with its turn or before it, keeps no other from one."""
    works = Works(WorkspaceTurns(2, of_one=1))
    tasks = [works.start(ONE, f"one {number}") for number in range(3)]
    await settled()
    tasks[0 if had else 1].cancel()
    await settled()
    assert works.begun == (["one 0", "one 1"] if had else ["one 0"])
    works.go_on.set()
    await asyncio.wait(tasks)
    assert works.begun[-1] == "one 2"


async def test_workspaces_that_wait_for_nothing_are_forgotten() -> None:
    """What is kept of a workspace ends with its last turn."""
    turns = WorkspaceTurns(4)
    for number in range(50):
        with acting_as(member_of(number)):
            async with turns.turn():
                pass
    gc.collect()
    assert len(turns._by_workspace) == 0
