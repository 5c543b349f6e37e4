"""Who acts now."""

import asyncio
import contextvars

import pytest

from application.access.acting import acting_as, acting_principal
from domain.access.principal import LOCAL_USER


def test_nobody_acts_by_default() -> None:
    """Outside of a request, a command and a job there is no principal to act for."""
    with pytest.raises(LookupError):
        contextvars.Context().run(acting_principal)


async def test_a_task_goes_on_acting_for_whom_it_was_started() -> None:
    """A task keeps its principal after the block that started it has ended."""
    release = asyncio.Event()

    async def later() -> object:
        await release.wait()
        return acting_principal()

    with acting_as(LOCAL_USER):
        task = asyncio.create_task(later())
    release.set()
    assert await task == LOCAL_USER
