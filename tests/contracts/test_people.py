"""The contracts of SignIns and Members."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from adapters.postgres.api_keys import PostgresApiKeys
from adapters.postgres.members import PostgresMembers
from adapters.postgres.sign_ins import PostgresSignIns
from adapters.postgres.workspaces import PostgresWorkspaces
from application.access.acting import acting_as
from application.identifiers import new_id
from application.ports.api_keys import ApiKeys
from application.ports.members import Members
from application.ports.sign_ins import SignIns
from application.ports.workspaces import Workspaces
from domain.access.api_key import ApiKey
from domain.access.digest import digest_of
from domain.access.member import Identity
from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.workspace import DEFAULT_WORKSPACE, Workspace
from domain.errors import MemberNotFound
from domain.paging import PageRequest
from tests.contracts.stores import KINDS, server_of
from tests.fakes.access import InMemoryAccess, InMemoryApiKeys, InMemoryWorkspaces
from tests.fakes.people import InMemoryMembers, InMemoryPeople, InMemorySignIns

NOW = datetime(2026, 2, 28, 12, tzinfo=UTC)
ADA = Identity("https://id.example", "ada", "Ada", frozenset({"admins", "staff"}))
BOB = Identity("https://id.example", "bob", "Bob", frozenset({"staff"}))
TOKEN, OTHER = digest_of("token"), digest_of("other")


@dataclass
class People:
    """The ports over one state."""

    sign_ins: SignIns
    members: Members
    keys: ApiKeys
    workspaces: Workspaces


@pytest.fixture(params=KINDS)
async def people(request: pytest.FixtureRequest) -> AsyncIterator[People]:
    """Nobody, and the default workspace alone."""
    if request.param == "memory":
        access = InMemoryAccess()
        state = InMemoryPeople(access)
        yield People(
            InMemorySignIns(state),
            InMemoryMembers(state),
            InMemoryApiKeys(access),
            InMemoryWorkspaces(access),
        )
    else:
        async with server_of(request).database() as database:
            yield People(
                PostgresSignIns(database),
                PostgresMembers(database),
                PostgresApiKeys(database),
                PostgresWorkspaces(database),
            )


def in_hours(hours: float) -> datetime:
    return datetime.now(UTC) + timedelta(hours=hours)


async def test_a_key_is_signed_in_until_it_is_revoked(people: People) -> None:
    """A sign-in ends with its time, with its key, and when it is ended."""
    key = ApiKey(
        *(new_id(), DEFAULT_WORKSPACE, Role.EDITOR, "ci", "quoth_12345678", TOKEN, NOW),
        groups=("legal",),
    )
    await people.keys.add(key)
    await people.sign_ins.add(TOKEN, in_hours(1), key_id=key.id, member_id=None)
    await people.sign_ins.add(OTHER, in_hours(-1), key_id=key.id, member_id=None)
    found = await people.sign_ins.find(TOKEN)
    assert found is not None
    assert found.principal == key.principal
    assert await people.sign_ins.find(OTHER) is None
    assert await people.sign_ins.find(digest_of("unknown")) is None
    await people.sign_ins.add(digest_of("third"), in_hours(1), key_id=key.id, member_id=None)
    await people.sign_ins.remove(digest_of("third"))
    await people.sign_ins.remove(digest_of("third"))
    assert await people.sign_ins.find(digest_of("third")) is None
    await people.keys.revoke(key.id)
    assert await people.sign_ins.find(TOKEN) is None


async def test_a_person_goes_on_in_another_workspace(people: People) -> None:
    """Each membership has its role, and a change of groups changes them at the next sign-in."""
    alpha = await people.workspaces.ensure(Workspace(new_id(), "alpha"))
    default, first = DEFAULT_WORKSPACE, NOW + timedelta(hours=1)
    roles = {default: Role.READER, alpha: Role.ADMIN}
    in_alpha, in_default = await people.members.enter(ADA, roles, NOW)
    assert (in_alpha.workspace, in_alpha.role) == (alpha, Role.ADMIN)
    assert (in_default.role, in_default.groups) == (Role.READER, ADA.groups)
    await people.sign_ins.add(TOKEN, in_hours(1), key_id=None, member_id=in_alpha.id)
    found = await people.sign_ins.find(TOKEN)
    assert found is not None
    assert found.principal == in_alpha.principal
    assert await people.members.of_person(in_alpha.id) == [in_alpha, in_default]
    await people.sign_ins.switch(TOKEN, in_default.id)
    switched = await people.sign_ins.find(TOKEN)
    assert switched is not None
    assert switched.principal == in_default.principal
    renamed = Identity(ADA.issuer, ADA.subject, "Ada L.", frozenset({"staff"}))
    [only] = await people.members.enter(renamed, {alpha: Role.EDITOR}, first)
    assert (only.id, only.name, only.role) == (in_alpha.id, "Ada L.", Role.EDITOR)
    assert only.last_sign_in_at == first
    assert await people.sign_ins.find(TOKEN) is None  # signed out where she is no member any more
    assert await people.members.enter(renamed, {}, first) == []
    assert await people.members.of_person(only.id) == []


async def test_members_are_listed_and_removed_in_their_workspace(people: People) -> None:
    """Another workspace's members are not there, and who is removed is signed out."""
    alpha = await people.workspaces.ensure(Workspace(new_id(), "alpha"))
    [ada] = await people.members.enter(ADA, {DEFAULT_WORKSPACE: Role.ADMIN}, NOW)
    [bob] = await people.members.enter(BOB, {DEFAULT_WORKSPACE: Role.READER}, NOW)
    await people.sign_ins.add(TOKEN, in_hours(1), key_id=None, member_id=bob.id)
    page = await people.members.list(PageRequest(1))
    assert (page.items, page.next_cursor) == ((bob,), bob.id)
    assert (await people.members.list(PageRequest(1, page.next_cursor))).items == (ada,)
    with acting_as(Principal(alpha, Role.ADMIN, "elsewhere")):
        assert (await people.members.list(PageRequest(10))).items == ()
        with pytest.raises(MemberNotFound):
            await people.members.remove(bob.id)
    await people.members.remove(bob.id)
    with pytest.raises(MemberNotFound):
        await people.members.remove(bob.id)
    assert (await people.members.list(PageRequest(10))).items == (ada,)
    assert await people.sign_ins.find(TOKEN) is None
