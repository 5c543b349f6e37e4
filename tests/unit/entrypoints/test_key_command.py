"""quoth key and quoth workspace, on fakes."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from application.access.create_key import CreateKey, KeyRequest
from application.access.record_action import RecordAction
from domain.access.role import Role
from domain.errors import (
    GroupsInvalid,
    KeyInvalid,
    KeyNotFound,
    WorkspaceNameInvalid,
    WorkspaceNotFound,
)
from entrypoints.commands import keys
from entrypoints.commands.keys import AccessUseCases, key_request
from tests.fakes.access import (
    InMemoryAccess,
    InMemoryApiKeys,
    InMemoryKeyLookup,
    InMemoryWorkspaces,
)
from tests.fakes.audit_log import InMemoryAuditLog

NOW = datetime(2026, 2, 28, 12, tzinfo=UTC)


class Machine:
    """The use cases over one state, and what was said."""

    def __init__(self) -> None:
        self.state = InMemoryAccess()
        self.audit = InMemoryAuditLog()
        self.said: list[str] = []
        stored = InMemoryApiKeys(self.state)
        self.use = AccessUseCases(
            CreateKey(stored),
            stored,
            InMemoryKeyLookup(self.state),
            InMemoryWorkspaces(self.state),
            RecordAction(self.audit),
        )

    async def create(self, workspace: str, role: Role = Role.READER, name: str = "ci") -> str:
        """Make a key."""
        request = KeyRequest(name, role)
        return (await keys.create_key(self.use, workspace, request, self.said.append)).text

    async def listed(self, workspace: str | None = None, *, as_json: bool = False) -> str:
        """Return what is printed of the keys."""
        output = io.StringIO()
        console = Console(file=output, width=120)
        await keys.list_keys(self.use, console, workspace, as_json=as_json)
        return output.getvalue()


@pytest.fixture
def machine() -> Machine:
    return Machine()


async def test_a_key_is_made_with_its_workspace(machine: Machine) -> None:
    """The first one of a name makes the workspace, and each is told apart afterwards."""
    first = await machine.create("Team", Role.ADMIN, "[bold]")
    second = await machine.create("team")
    await machine.create("default")
    assert machine.said[0] == "The workspace team is new."
    assert len(machine.said) == 4
    listed = await machine.listed("team")
    assert first[:14] in listed
    assert second[:14] in listed
    assert "[bold]" in listed
    assert first not in listed
    everything = json.loads(await machine.listed(as_json=True))
    assert [each["workspace"] for each in everything] == ["default", "team", "team"]
    assert len({each["key_id"] for each in everything}) == 3
    assert [each.action for each in machine.audit.entries] == ["key.create"] * 3


async def test_a_key_can_be_in_groups(machine: Machine) -> None:
    """They are said when it is made, and listed."""
    request = key_request("ci", Role.READER, None, (), ["legal", "staff", "legal "], NOW)
    await keys.create_key(machine.use, "default", request, machine.said.append)
    assert "in the groups legal, staff" in machine.said[-1]
    assert "legal, staff" in await machine.listed()
    [listed] = json.loads(await machine.listed(as_json=True))
    assert listed["groups"] == ["legal", "staff"]


async def test_a_key_is_revoked_by_how_it_begins(machine: Machine) -> None:
    """In whichever workspace it is; the whole key is understood, too, as it was leaked."""
    first, second = await machine.create("team"), await machine.create("other")
    await keys.revoke_key(machine.use, first[:14], machine.said.append)
    await keys.revoke_key(machine.use, second, machine.said.append)
    assert (await machine.listed()).count("revoked 2") == 2
    assert second not in " ".join(machine.said)
    with pytest.raises(KeyNotFound):
        await keys.revoke_key(machine.use, "quoth_unknown0", machine.said.append)
    assert [each.action for each in machine.audit.entries][2:] == ["key.revoke"] * 2


async def test_a_new_key_and_a_revoked_one_are_json_for_programs(machine: Machine) -> None:
    """The object has what a list of keys has, and the key itself, which is otherwise alone."""

    def printed(print_: Callable[[Console], None]) -> str:
        output = io.StringIO()
        print_(Console(file=output, width=40))
        return output.getvalue()

    request = KeyRequest("ci", Role.READER)
    new = await keys.create_key(machine.use, "team", request, machine.said.append)
    assert printed(lambda console: keys.print_key(console, new)) == f"{new.text}\n"
    made = json.loads(printed(lambda console: keys.print_key(console, new, as_json=True)))
    assert made.pop("key") == new.text
    assert made["workspace"] == "team"
    assert [made] == json.loads(await machine.listed("team", as_json=True))
    key = await keys.revoke_key(machine.use, new.text, machine.said.append)
    revoked = json.loads(printed(lambda console: keys.print_revoked(console, key)))
    assert revoked == {"key_id": made["key_id"], "revoked": True}


async def test_the_state_of_each_key_is_shown(machine: Machine) -> None:
    """Whether it is valid, until when, and when it was last used."""
    await machine.create("default")
    [(key_id, key)] = machine.state.keys.items()
    assert "never" in await machine.listed()
    for end, state in ((NOW, "expired 2026-02-28"), (NOW.replace(year=2999), "valid until 2999")):
        machine.state.keys[key_id] = replace(key, expires_at=end, last_used_at=NOW)
        assert state in await machine.listed()


async def test_what_is_wrong_makes_nothing(machine: Machine) -> None:
    """A wrong workspace, end, name, origin or group is refused before anything is stored."""
    with pytest.raises(WorkspaceNameInvalid):
        await machine.create("my team")
    with pytest.raises(WorkspaceNotFound):
        await machine.listed("team")
    for name, expires, origins, groups in (
        ("", None, (), ()),
        ("ci", "soon", (), ()),
        ("ci", "0d", (), ()),
        ("ci", "2020-01-01", (), ()),
        ("ci", None, ("docs.example",), ()),
        ("ci", None, (), (" ",)),
    ):
        with pytest.raises((KeyInvalid, GroupsInvalid)):
            key_request(name, Role.READER, expires, origins, groups, NOW)
    assert not machine.state.keys
    assert list(machine.state.workspaces) == ["default"]


def test_the_end_of_a_key_is_a_time_from_now_or_a_date() -> None:
    """Days, weeks, years, a date, or a time with an offset."""

    def end(expires: str) -> datetime | None:
        return key_request("ci", Role.READER, expires, (), (), NOW).expires_at

    assert end("90d") == NOW + timedelta(days=90)
    assert end("2w") == NOW + timedelta(days=14)
    assert end("1y") == NOW + timedelta(days=365)
    assert end("2027-01-31") == datetime(2027, 1, 31, tzinfo=UTC)
    assert end("2027-01-31T10:00:00+02:00") == datetime(2027, 1, 31, 8, tzinfo=UTC)
