"""What is done at the same time has a limit."""

import asyncio

import pytest

from application.limits.admission import Admission
from domain.errors import ServerBusy


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
