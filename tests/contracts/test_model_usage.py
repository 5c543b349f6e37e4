"""The contract of ModelUsage."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from adapters.postgres.model_usage import PostgresModelUsage
from application.ports.model_usage import ModelUsage
from domain.answering.model_usage import DailyUsage
from domain.conversation.message import Usage
from tests.contracts.stores import KINDS, server_of
from tests.fakes.model_usage import InMemoryModelUsage

DAY = date(2026, 2, 28)
NEXT = DAY + timedelta(days=1)


@pytest.fixture(params=KINDS)
async def usage(request: pytest.FixtureRequest) -> AsyncIterator[ModelUsage]:
    """No usage yet."""
    if request.param == "memory":
        yield InMemoryModelUsage()
    else:
        async with server_of(request).database() as database:
            yield PostgresModelUsage(database)


async def test_calls_are_summed_by_day_and_model(usage: ModelUsage) -> None:
    """Calls at the same time all count, and what is unknown is counted apart."""
    known = [usage.add(DAY, "b", Usage(10, 5), Decimal("0.000001")) for _ in range(8)]
    await asyncio.gather(
        *known, usage.add(DAY, "b", Usage.unknown(), None), usage.add(DAY, "b", Usage(1, 1), None)
    )
    await usage.add(DAY, "a", Usage.unknown(), None)
    await usage.add(NEXT, "b", Usage(2_000_000_000, 2_000_000_000), Decimal(7))
    await usage.add(NEXT, "b", Usage(2_000_000_000, 2_000_000_000), Decimal(7))
    unknown = DailyUsage(DAY, "a", 1, 0, 0, 1, Decimal(0), 1)
    summed = DailyUsage(DAY, "b", 10, 81, 41, 1, Decimal("0.000008"), 2)
    later = DailyUsage(NEXT, "b", 2, 4_000_000_000, 4_000_000_000, 0, Decimal(14), 0)
    assert await usage.between(DAY, NEXT) == [unknown, summed, later]
    assert await usage.between(NEXT, NEXT) == [later]
    assert not await usage.between(NEXT, DAY)
    assert (unknown.counted, unknown.priced, summed.counted, summed.priced) == (
        False,
        False,
        True,
        True,
    )
