"""Running state machines of Hypothesis on a database."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager

import asyncpg
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from adapters.postgres.database import Database
from tests.support.databases import DIMENSION, MODEL, DatabaseServer, connected

STEPS_OF_EXAMPLE = 30


@contextmanager
def held_database(
    server: DatabaseServer, prepare: Callable[[asyncpg.Connection], Awaitable[None]]
) -> Iterator[tuple[asyncio.Runner, Database]]:
    """Yield a loop and a database on it, for steps that are not asynchronous.

    Args:
        server: Where the database is created.
        prepare: Changes it as its owner, before it is opened.
    """
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def opened() -> Database:
            dsn = await stack.enter_async_context(server.migrated_database())
            async with connected(dsn) as owner:
                await prepare(owner)
            database = Database(pool_size=4)
            await database.open(dsn, MODEL, DIMENSION)
            stack.push_async_callback(database.close)
            return database

        yield runner, runner.run(opened())
        runner.run(stack.aclose())


def run_machine(machine: type[RuleBasedStateMachine], examples: int) -> None:
    """Run a machine from its beginning, so many times."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS_OF_EXAMPLE,
            phases=[Phase.generate],
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
