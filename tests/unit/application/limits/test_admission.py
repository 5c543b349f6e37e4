"""What is done at the same time has a limit."""

import asyncio
from contextlib import ExitStack

import pytest

from application.access.acting import acting_as
from application.limits.admission import Admission
from domain.errors import ServerBusy
from tests.support.workspaces import member_of


async def test_what_comes_above_the_limit_is_refused_immediately() -> None:
    """Up to the limit all are admitted; each that ends or fails makes room for one more."""
    admission = Admission(2)
    gate = asyncio.Event()

    async def work() -> None:
        with admission.admitted():
            await gate.wait()

    tasks = [asyncio.create_task(work()) for _ in range(2)]
    await asyncio.sleep(0)
    for _ in range(2):
        with pytest.raises(ServerBusy), admission.admitted():
            pass
    tasks[0].cancel()
    await asyncio.wait(tasks[:1])
    with admission.admitted(), pytest.raises(ServerBusy), admission.admitted():
        pass
    gate.set()
    await tasks[1]


def test_one_workspace_leaves_room_for_another() -> None:
    """It has three quarters of the places at the most, and gets them again as it leaves them."""
    admission = Admission(8)
    for _ in range(2):
        with ExitStack() as places:
            with acting_as(member_of(1)):
                for _ in range(6):
                    places.enter_context(admission.admitted())
                with pytest.raises(ServerBusy), admission.admitted():
                    pass
            with acting_as(member_of(2)):
                for _ in range(2):
                    places.enter_context(admission.admitted())
                with pytest.raises(ServerBusy), admission.admitted():
                    pass
