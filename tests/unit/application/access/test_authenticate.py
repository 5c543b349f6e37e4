"""Finding out who presents a key."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from application.access.acting import acting_as
from application.access.authenticate import Authenticate
from application.access.create_key import CreateKey, KeyRequest, NewKey
from application.identifiers import new_id
from domain.access.principal import Principal, local_user
from domain.access.role import Role
from domain.access.workspace import Workspace
from domain.errors import DatabaseUnavailable
from tests.fakes.access import InMemoryAccess, InMemoryApiKeys, InMemoryKeyLookup

TEAM = Workspace(new_id(), "team")


@pytest.fixture
def access() -> InMemoryAccess:
    return InMemoryAccess()


@pytest.fixture
def authenticate(access: InMemoryAccess) -> Authenticate:
    return Authenticate(InMemoryKeyLookup(access), InMemoryApiKeys(access))


async def made(access: InMemoryAccess) -> NewKey:
    """Make a key of the team."""
    with acting_as(local_user(TEAM)):
        return await CreateKey(InMemoryApiKeys(access)).execute(KeyRequest("ci", Role.EDITOR))


async def test_a_key_acts_in_its_workspace_and_role(
    access: InMemoryAccess, authenticate: Authenticate
) -> None:
    """What is stored of it neither contains its text nor is enough to act with it."""
    new = await made(access)
    assert await authenticate.execute(new.text) == Principal(TEAM, Role.EDITOR, "ci", new.key.id)
    assert new.text not in repr((new, access.keys))
    assert await authenticate.execute(new.key.prefix) is None
    assert await authenticate.execute(new.key.prefix + "0" * 32) is None


async def test_uses_are_noted_once_a_minute_and_beside_the_request(
    access: InMemoryAccess, authenticate: Authenticate
) -> None:
    """Many requests at once are one note, and the next one comes a minute later."""
    new = await made(access)

    async def used(times: int) -> int:
        before = access.uses
        for _ in range(times):
            await authenticate.execute(new.text)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return access.uses - before

    assert await used(5) == 1
    assert access.keys[new.key.id].last_used_at is not None
    assert await used(5) == 0
    a_minute_ago = datetime.now(UTC) - timedelta(minutes=1)
    access.keys[new.key.id] = replace(access.keys[new.key.id], last_used_at=a_minute_ago)
    assert await used(5) == 1


async def test_a_use_that_cannot_be_noted_disturbs_nobody(
    access: InMemoryAccess, authenticate: Authenticate
) -> None:
    """The request goes on, and the next one tries again."""
    new = await made(access)
    assert await authenticate.execute(new.text)
    access.available = False
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    with pytest.raises(DatabaseUnavailable):
        await authenticate.execute(new.text)
    access.available = True
    assert await authenticate.execute(new.text)
    await asyncio.sleep(0)
    assert access.uses == 1


async def test_once_a_key_was_made_nobody_asks_again(
    access: InMemoryAccess, authenticate: Authenticate
) -> None:
    """It cannot become untrue, so it holds without the database too."""
    assert not await authenticate.any_key_made()
    await made(access)
    assert await authenticate.any_key_made()
    access.available = False
    assert await authenticate.any_key_made()
