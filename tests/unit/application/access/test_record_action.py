"""Entering what was done into the audit log."""

import asyncio

from application.access.acting import acting_as
from application.access.record_action import Action, RecordAction
from application.identifiers import new_id
from domain.access.principal import LOCAL_USER
from tests.fakes.audit_log import InMemoryAuditLog


async def test_other_tasks_go_on_while_many_ids_are_entered() -> None:
    """The entries are made in pieces, and stored together in the order of the ids."""
    log, targets = InMemoryAuditLog(), [new_id() for _ in range(2_000)]
    with acting_as(LOCAL_USER):
        entering = asyncio.create_task(RecordAction(log).execute(Action("a.b", targets)))
    turns = 0
    while not log.entries:
        turns += 1
        await asyncio.sleep(0)
    await entering
    assert turns >= 4
    assert [entry.target for entry in log.entries] == targets
    assert [entry.id for entry in log.entries] == sorted(entry.id for entry in log.entries)


async def test_what_was_done_is_entered_though_nobody_waits() -> None:
    """A client that leaves in the middle takes no entry along."""
    log, targets = InMemoryAuditLog(), [new_id() for _ in range(2_000)]
    with acting_as(LOCAL_USER):
        entering = asyncio.create_task(RecordAction(log).execute(Action("a.b", targets)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not log.entries
    entering.cancel()
    async with asyncio.timeout(10):
        while not log.entries:  # noqa: ASYNC110 - the fake sets no event
            await asyncio.sleep(0)
    assert len(log.entries) == len(targets)
