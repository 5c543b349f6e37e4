"""quoth key and quoth workspace: keys and workspaces, directly in the database."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from msgspec import structs
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from application.access.acting import acting_as
from application.access.create_key import CreateKey, KeyRequest, NewKey
from application.access.record_action import Action, RecordAction
from application.identifiers import new_id
from application.ports.api_keys import ApiKeys
from application.ports.key_lookup import KeyLookup
from application.ports.workspaces import Workspaces
from domain.access.api_key import ApiKey, is_key, key_name, key_origins, prefix_of
from domain.access.groups import checked_groups
from domain.access.principal import local_user
from domain.access.role import Role
from domain.access.workspace import Workspace, workspace_name
from domain.errors import KeyInvalid, KeyNotFound, WorkspaceNotFound
from domain.paging import PageRequest
from entrypoints.api.access_schemas import KeyView
from entrypoints.commands.json_output import print_json
from entrypoints.commands.terminal import print_line

PAGE = 200
DAYS = {"d": 1, "w": 7, "y": 365}

_AFTER = re.compile(r"([1-9][0-9]{0,3})([dwy])")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class AccessUseCases:
    """What the commands need."""

    create: CreateKey
    keys: ApiKeys
    lookup: KeyLookup
    workspaces: Workspaces
    record: RecordAction


class ListedKey(KeyView, kw_only=True):
    """A key as the API shows it, with its workspace."""

    workspace: str


def key_request(
    name: str,
    role: Role,
    expires: str | None,
    origins: Sequence[str],
    groups: Sequence[str],
    now: datetime,
) -> KeyRequest:
    """Return what is asked for, checked before anything is stored.

    Args:
        name: What people call the key.
        role: What may be done with it.
        expires: A number of days, weeks or years, such as `90d`, or a date; None for never.
        origins: The origins of the pages that it may be used from.
        groups: The groups that it is in.
        now: The current time.

    Raises:
        KeyInvalid: If a key cannot be made like this.
        GroupsInvalid: If it cannot be in these groups.
    """
    until = None if expires is None else _end(expires, now)
    return KeyRequest(key_name(name), role, until, key_origins(origins), checked_groups(groups))


async def create_key(use: AccessUseCases, workspace: str, request: KeyRequest, say: Say) -> NewKey:
    """Make a key, and its workspace if that is new, and return it.

    Raises:
        WorkspaceNameInvalid: If the name of the workspace is not valid; nothing was made.
    """
    name = workspace_name(workspace)
    if await use.workspaces.named(name) is None:
        say(f"The workspace {name} is new.")
    place = await use.workspaces.ensure(Workspace(new_id(), name))
    with acting_as(local_user(place)):
        new = await use.create.execute(request)
        await use.record.execute(Action("key.create", [new.key.id]))
    end = new.key.expires_at
    until = f" until {end:%Y-%m-%d %H:%M} UTC" if end else ""
    groups = f" in the groups {', '.join(new.key.groups)}" if new.key.groups else ""
    say(f"A key for {name} with the role {request.role}{groups}{until}. It is shown this once:")
    return new


def print_key(console: Console, new: NewKey, *, as_json: bool = False) -> None:
    """Print a new key alone on a line, or all of it as JSON."""
    if as_json:
        print_json(console, {**structs.asdict(_listed(new.key)), "key": new.text})
    else:
        console.file.write(f"{new.text}\n")


async def list_keys(
    use: AccessUseCases, console: Console, workspace: str | None, *, as_json: bool = False
) -> None:
    """Print the keys of a workspace, or of all, the newest first.

    Raises:
        WorkspaceNotFound: If there is no such workspace.
    """
    places = [await _named(use, workspace)] if workspace else await use.workspaces.list()
    keys = [key for place in places for key in await _keys_of(use, place)]
    if as_json:
        print_json(console, [_listed(key) for key in keys])
    elif keys:
        console.print(_table(keys, datetime.now(UTC)))
    elif console.is_terminal:
        print_line(console, "No key was made: `quoth key create` makes one.")


async def revoke_key(use: AccessUseCases, reference: str, say: Say) -> ApiKey:
    """Revoke a key by its prefix, or by the whole of it, and return it.

    Raises:
        KeyNotFound: If there is none.
    """
    key = await use.lookup.find(prefix_of(reference) if is_key(reference) else reference)
    if key is None:
        raise KeyNotFound(
            "No key begins like this: `quoth key list` shows how each begins. Nothing was changed."
        )
    with acting_as(local_user(key.workspace)):
        await use.keys.revoke(key.id)
        await use.record.execute(Action("key.revoke", [key.id]))
    say(f"Revoked {key.prefix} ({key.name}) of {key.workspace.name}: its next request is refused.")
    return key


def print_revoked(console: Console, key: ApiKey) -> None:
    """Print as JSON which key was revoked."""
    print_json(console, {"key_id": key.id, "revoked": True})


async def list_workspaces(use: AccessUseCases, console: Console, *, as_json: bool = False) -> None:
    """Print the name of each workspace on a line."""
    places = await use.workspaces.list()
    if as_json:
        print_json(console, [{"workspace": place.name} for place in places])
        return
    for place in places:
        print_line(console, place.name)


def _end(expires: str, now: datetime) -> datetime:
    text = expires.strip()
    if match := _AFTER.fullmatch(text):
        return now + timedelta(days=int(match[1]) * DAYS[match[2]])
    try:
        end = datetime.fromisoformat(text)
    except ValueError:
        raise KeyInvalid(
            f"{text!r} is no end of a key: give days, weeks or years, such as 90d, 12w or 1y, or a"
            " date such as 2027-01-31. No key was made."
        ) from None
    end = end if end.tzinfo else end.replace(tzinfo=UTC)
    if end <= now:
        raise KeyInvalid("The key would have expired already, so none was made.")
    return end


async def _named(use: AccessUseCases, workspace: str) -> Workspace:
    place = await use.workspaces.named(workspace_name(workspace))
    if place is None:
        raise WorkspaceNotFound
    return place


async def _keys_of(use: AccessUseCases, place: Workspace) -> list[ApiKey]:
    keys: list[ApiKey] = []
    with acting_as(local_user(place)):
        page = await use.keys.list(PageRequest(PAGE))
        keys += page.items
        while page.next_cursor is not None:
            page = await use.keys.list(PageRequest(PAGE, page.next_cursor))
            keys += page.items
    return keys


def _listed(key: ApiKey) -> ListedKey:
    return ListedKey(**structs.asdict(KeyView.of(key)), workspace=key.workspace.name)


def _table(keys: Sequence[ApiKey], now: datetime) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("key", "workspace", "role", "name", "groups", "made", "last used", "state"):
        table.add_column(name, overflow="fold", no_wrap=name == "key")
    for key in keys:
        table.add_row(
            key.prefix,
            key.workspace.name,
            key.role.value,
            escape(key.name),
            escape(", ".join(key.groups)),
            _day(key.created_at),
            _day(key.last_used_at) if key.last_used_at else "never",
            _state(key, now),
        )
    return table


def _state(key: ApiKey, now: datetime) -> str:
    if key.revoked_at is not None:
        return f"revoked {_day(key.revoked_at)}"
    if key.expires_at is None:
        return "valid"
    return f"{'expired' if key.is_expired_at(now) else 'valid until'} {_day(key.expires_at)}"


def _day(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%d}"
