"""The contract of AuditLog, and what PostgreSQL refuses beyond it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from adapters.postgres.audit_log import PostgresAuditLog
from application.identifiers import new_id
from application.ports.audit_log import AuditLog
from domain.access.audit import AuditEntry, AuditFilter, AuditOutcome
from domain.access.role import Role
from domain.paging import PageRequest
from tests.contracts.stores import KINDS, server_of
from tests.fakes.audit_log import InMemoryAuditLog
from tests.support.databases import DatabaseServer

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(params=KINDS)
async def log(request: pytest.FixtureRequest) -> AsyncIterator[AuditLog]:
    """An audit log without entries."""
    if request.param == "memory":
        yield InMemoryAuditLog()
    else:
        async with server_of(request).database() as database:
            yield PostgresAuditLog(database)


def an_entry(action: str = "document.delete", hours: int = 0, **fields: object) -> AuditEntry:
    """Return an entry of an action, some hours after noon."""
    values: dict[str, object] = {
        "id": new_id(),
        "at": NOON + timedelta(hours=hours),
        "actor": "Ada",
        "key_id": new_id(),
        "member_id": None,
        "role": Role.EDITOR,
        "action": action,
        "target": new_id(),
        "outcome": AuditOutcome.DONE,
        "request_id": "r-1",
        **fields,
    }
    return AuditEntry(**values)  # type: ignore[arg-type] # the caller names real fields


async def test_entries_come_back_as_they_were_added_newest_first(log: AuditLog) -> None:
    """Pages follow each other to the first entry, and each filter leaves what it says."""
    refused = AuditOutcome.REFUSED
    bare = an_entry("session.create", key_id=None, role=None, target=None, outcome=refused)
    later = an_entry("document.upload", hours=1, actor="Grüße 🦜", key_id=None, member_id=new_id())
    last = an_entry("document", hours=2)
    await log.add([bare, later])
    await log.add([last])
    first = await log.list(PageRequest(2))
    assert (first.items, first.next_cursor) == ((last, later), later.id)
    second = await log.list(PageRequest(2, first.next_cursor))
    assert (second.items, second.next_cursor) == ((bare,), None)

    async def found(wanted: AuditFilter) -> list[UUID]:
        return [entry.id for entry in (await log.list(PageRequest(10), wanted)).items]

    assert await found(AuditFilter(action="document")) == [last.id, later.id]
    assert await found(AuditFilter(action="document.upload")) == [later.id]
    assert await found(AuditFilter(action="doc")) == []
    assert await found(AuditFilter(actor="Ada")) == [last.id, bare.id]
    assert await found(AuditFilter(actor=str(last.key_id))) == [last.id]
    assert await found(AuditFilter(actor=str(later.member_id))) == [later.id]
    assert await found(AuditFilter(actor="None")) == []
    assert await found(AuditFilter(target=later.target)) == [later.id]
    assert await found(AuditFilter(since=later.at, until=last.at)) == [later.id]


async def test_many_entries_are_stored_in_pieces_but_all_or_none(
    embedded_server: DatabaseServer,
) -> None:
    """Of those that a deletion has, none is stored if one cannot be."""
    entries = [an_entry() for _ in range(1_201)]
    async with embedded_server.database() as database:
        log = PostgresAuditLog(database)
        with pytest.raises(asyncpg.UniqueViolationError):
            await log.add([*entries, entries[0]])
        assert not (await log.list(PageRequest(1))).items
        await log.add(entries)
        assert (await log.list(PageRequest(2_000))).items == tuple(entries[::-1])


async def test_an_entry_can_neither_be_changed_nor_deleted(embedded_server: DatabaseServer) -> None:
    """PostgreSQL refuses it even to the owner of the table."""
    async with embedded_server.database() as database:
        await PostgresAuditLog(database).add([an_entry()])
        for statement in (
            "UPDATE audit_log SET actor = 'nobody'",
            "DELETE FROM audit_log",
            "TRUNCATE audit_log",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with database.transaction() as connection:
                    await connection.execute(statement)
        assert len((await PostgresAuditLog(database).list(PageRequest(10))).items) == 1
