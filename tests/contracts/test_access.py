"""The contracts of ApiKeys, KeyLookup and Workspaces."""

import asyncio
import contextvars
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from adapters.postgres.api_keys import PostgresApiKeys, PostgresKeyLookup
from adapters.postgres.workspaces import PostgresWorkspaces
from application.access.acting import acting_as
from application.identifiers import new_id
from application.ports.api_keys import ApiKeys
from application.ports.key_lookup import KeyLookup
from application.ports.workspaces import Workspaces
from domain.access.api_key import ApiKey
from domain.access.digest import digest_of
from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.workspace import DEFAULT_WORKSPACE, Workspace
from domain.errors import KeyNotFound
from domain.paging import PageRequest
from tests.contracts.stores import KINDS, server_of
from tests.fakes.access import (
    InMemoryAccess,
    InMemoryApiKeys,
    InMemoryKeyLookup,
    InMemoryWorkspaces,
)

NOW = datetime(2026, 2, 28, 12, tzinfo=UTC)


@dataclass
class Access:
    """The three ports over one state."""

    keys: ApiKeys
    lookup: KeyLookup
    workspaces: Workspaces


@pytest.fixture(params=KINDS)
async def access(request: pytest.FixtureRequest) -> AsyncIterator[Access]:
    """No key, and the default workspace alone."""
    if request.param == "memory":
        state = InMemoryAccess()
        yield Access(InMemoryApiKeys(state), InMemoryKeyLookup(state), InMemoryWorkspaces(state))
    else:
        async with server_of(request).database() as database:
            yield Access(
                PostgresApiKeys(database),
                PostgresKeyLookup(database),
                PostgresWorkspaces(database),
            )


def a_key(workspace: Workspace = DEFAULT_WORKSPACE, **changes: object) -> ApiKey:
    """Return a key with a prefix of its own."""
    text = f"quoth_{uuid4().hex}"
    key = ApiKey(new_id(), workspace, Role.EDITOR, "ci", text[:14], digest_of(text), NOW)
    return replace(key, **changes)  # type: ignore[arg-type] # the caller names real fields


async def test_keys_that_are_looked_for_together_are_each_found(access: Access) -> None:
    """A crowd that presents a few keys finds them, and none that there is not."""
    keys = [a_key() for _ in range(3)]
    for each in keys[:2]:
        await access.keys.add(each)
    asked = keys * 20
    found = await asyncio.gather(*(access.lookup.find(each.prefix) for each in asked))
    assert found == [each if each in keys[:2] else None for each in asked]


async def test_keys_are_listed_found_and_revoked(access: Access) -> None:
    """A key comes back as it was stored, and a revoked one is found and says since when."""
    assert not await access.lookup.any_made()
    old = a_key()
    new = a_key(
        expires_at=datetime.now(UTC) + timedelta(days=1),
        origins=("https://docs.example",),
        groups=("legal", "staff"),
    )
    await access.keys.add(old)
    await access.keys.add(new)
    first = await access.keys.list(PageRequest(1))
    assert first.items == (new,)
    assert (await access.keys.list(PageRequest(1, first.next_cursor))).items == (old,)
    assert (await access.keys.list(PageRequest(2))).next_cursor is None
    assert await access.lookup.find(new.prefix) == new
    assert await access.lookup.find("quoth_nothing0") is None
    assert await access.lookup.has_origin("https://docs.example")
    assert not await access.lookup.has_origin("https://other.example")
    before = datetime.now(UTC) - timedelta(minutes=1)
    revoked = await access.keys.revoke(new.id)
    assert revoked.revoked_at is not None
    assert revoked.revoked_at > before
    assert await access.keys.revoke(new.id) == revoked
    assert await access.lookup.find(new.prefix) == revoked
    assert not await access.lookup.has_origin("https://docs.example")
    await access.keys.revoke(old.id)
    assert await access.lookup.any_made()


async def test_the_latest_use_of_a_key_stays(access: Access) -> None:
    """Uses that are noted out of order leave the latest."""
    key = a_key()
    await access.keys.add(key)
    for minutes in (1, 3, 2):
        await access.keys.note_use(key.id, NOW + timedelta(minutes=minutes))
    assert await access.lookup.find(key.prefix) == replace(
        key, last_used_at=NOW + timedelta(minutes=3)
    )


async def test_a_workspace_has_its_own_keys(access: Access) -> None:
    """In a workspace the keys of another do not exist; only the lookup finds all."""
    team = await access.workspaces.ensure(Workspace(new_id(), "team"))
    own, other = a_key(team), a_key()
    with acting_as(Principal(team, Role.ADMIN, "ada")):
        await access.keys.add(own)
    await access.keys.add(other)
    with acting_as(Principal(team, Role.ADMIN, "ada")):
        assert (await access.keys.list(PageRequest(9))).items == (own,)
        await access.keys.note_use(other.id, NOW)
        with pytest.raises(KeyNotFound):
            await access.keys.revoke(other.id)
    assert [await access.lookup.find(key.prefix) for key in (own, other)] == [own, other]


async def test_a_name_is_one_workspace(access: Access) -> None:
    """Several who make a workspace of one name at once get the same one."""
    made = await asyncio.gather(
        *(access.workspaces.ensure(Workspace(new_id(), "team")) for _ in range(8))
    )
    assert len(set(made)) == 1
    assert await access.workspaces.named("team") == made[0]
    assert await access.workspaces.named("nobody") is None
    assert await access.workspaces.list() == [DEFAULT_WORKSPACE, made[0]]


async def test_who_sends_a_request_is_found_before_anybody_acts(access: Access) -> None:
    """A key, an origin and a workspace are looked up for a request of somebody unknown."""
    key = a_key(origins=("https://docs.example",))
    await access.keys.add(key)

    async def look_up() -> None:
        assert await access.lookup.find(key.prefix) == key
        assert await access.lookup.has_origin("https://docs.example")
        assert await access.lookup.any_made()
        assert await access.workspaces.named("default") == DEFAULT_WORKSPACE

    await asyncio.create_task(look_up(), context=contextvars.Context())
