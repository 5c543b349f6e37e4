"""The contract of WorkspaceQuotas: no more questions than the quota of a day are counted."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from adapters.postgres.model_usage import PostgresModelUsage
from adapters.postgres.workspace_quotas import PostgresWorkspaceQuotas
from application.ports.workspace_quotas import WorkspaceQuotas
from domain.conversation.message import Usage
from domain.limits.quotas import Quotas
from tests.contracts.stores import KINDS, server_of
from tests.fakes.workspace_quotas import InMemoryWorkspaceQuotas

DAY = date(2026, 2, 28)
NEXT = DAY + timedelta(days=1)
DEFAULTS = Quotas(questions=5, documents=7)


@dataclass
class Metered:
    """Quotas, and a way to let a chat model use tokens."""

    quotas: WorkspaceQuotas
    spend: Callable[[date, int], Awaitable[None]]
    estimate: Callable[[date, int], Awaitable[None]]


@pytest.fixture(params=KINDS)
async def metered(request: pytest.FixtureRequest) -> AsyncIterator[Metered]:
    if request.param == "memory":
        fake = InMemoryWorkspaceQuotas(DEFAULTS)

        async def spend_in_memory(day: date, tokens: int) -> None:
            fake.tokens[day] += tokens

        yield Metered(fake, spend_in_memory, spend_in_memory)
        return
    async with server_of(request).database() as database:
        usage = PostgresModelUsage(database)

        async def spend(day: date, tokens: int) -> None:
            await usage.add(day, "model", Usage(tokens, 0), None)

        async def estimate(day: date, tokens: int) -> None:
            await usage.add(day, "model", Usage.unknown(), None, estimated=tokens)

        yield Metered(PostgresWorkspaceQuotas(database, DEFAULTS), spend, estimate)


async def test_no_more_questions_than_the_quota_are_counted(metered: Metered) -> None:
    """Of many concurrent questions exactly the quota is counted; the next day begins anew."""
    results = await asyncio.gather(*(metered.quotas.use_question(DAY) for _ in range(20)))
    assert results.count(None) == 5
    assert {each for each in results if each} == {Quotas(questions=5)}
    assert await metered.quotas.use_question(NEXT) is None
    used = [(await metered.quotas.usage(day)).questions for day in (DAY, NEXT)]
    assert used == [5, 1]


async def test_a_workspace_may_have_quotas_of_its_own(metered: Metered) -> None:
    """Its own quotas go before those of the server, 0 lifts one, and missing ones stay."""
    await metered.quotas.set(Quotas(questions=0, tokens=100))
    results = [await metered.quotas.use_question(DAY) for _ in range(8)]
    assert results == [None] * 8
    assert (await metered.quotas.usage(DAY)).quotas == Quotas(documents=7, questions=0, tokens=100)
    await metered.quotas.set(Quotas())
    assert (await metered.quotas.usage(DAY)).quotas == DEFAULTS


async def test_used_up_tokens_end_the_questions_of_a_day(metered: Metered) -> None:
    """Once the tokens of a day are used, known and estimated ones, no question is counted on it."""
    await metered.quotas.set(Quotas(tokens=100))
    await metered.spend(DAY, 60)
    await metered.estimate(DAY, 39)
    assert await metered.quotas.use_question(DAY) is None
    await metered.estimate(DAY, 1)
    assert await metered.quotas.use_question(DAY) == Quotas(tokens=100)
    assert await metered.quotas.use_question(NEXT) is None
    used = await metered.quotas.usage(DAY)
    assert (used.questions, used.tokens, used.documents, used.bytes) == (1, 100, 0, 0)
