"""Keys and workspaces."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from domain.access.role import Role
from entrypoints.cli.options import JsonOption
from entrypoints.cli.running import console, errors, given_settings, run_to_end

if TYPE_CHECKING:
    from entrypoints.commands.keys import AccessUseCases


def create(
    workspace: Annotated[
        str | None,
        typer.Option(help="Where the key may be used. It is made if it is new."),
    ] = None,
    role: Annotated[
        Role,
        typer.Option(
            help="A reader asks and searches; an editor also adds, changes and deletes documents;"
            " an admin also manages keys."
        ),
    ] = Role.EDITOR,
    expires: Annotated[
        str | None,
        typer.Option(help="When it ends: 90d, 12w, 1y, or a date. By default never."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="What you call it.")] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(
            help="Only pages from here may use it, such as https://docs.example. Repeatable."
        ),
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(help="It may read what is limited to this group. Repeatable."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a key, and print it alone on the last line. Works while the server is running."""
    from entrypoints.commands.keys import create_key, key_request, print_key

    request = key_request(
        name or role.value, role, expires, origin or (), group or (), datetime.now(UTC)
    )

    async def run(use: "AccessUseCases") -> None:
        new = await create_key(use, workspace or given_settings().workspace, request, _say)
        print_key(console, new, as_json=as_json)

    _with_access(run)


def list_all(
    workspace: Annotated[
        str | None, typer.Option(help="Only keys of this one; by default those of all.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the keys, with how each begins, and when it was last used."""
    from entrypoints.commands.keys import list_keys

    _with_access(lambda use: list_keys(use, console, workspace, as_json=as_json))


def revoke(
    key: Annotated[str, typer.Argument(help="How the key begins, as `quoth key list` shows it.")],
    as_json: JsonOption = False,
) -> None:
    """Revoke a key. Its next request is refused, and what it reads ends within seconds."""
    from entrypoints.commands.keys import print_revoked, revoke_key

    async def run(use: "AccessUseCases") -> None:
        revoked = await revoke_key(use, key, _say)
        if as_json:
            print_revoked(console, revoked)

    _with_access(run)


def list_workspaces(as_json: JsonOption = False) -> None:
    """List the workspaces."""
    from entrypoints.commands import keys

    _with_access(lambda use: keys.list_workspaces(use, console, as_json=as_json))


def _with_access(command: Callable[["AccessUseCases"], Awaitable[None]]) -> None:
    from entrypoints.app_context import open_access

    async def run() -> None:
        async with open_access(given_settings()) as use_cases:
            await command(use_cases)

    run_to_end(run())


def _say(text: str) -> None:
    errors.print(text, markup=False, highlight=False)
