"""Finds the library that a command works on: a server's, or that of the data directory."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NoReturn

import typer

from entrypoints.cli.running import console, errors, given_settings, run_to_end
from entrypoints.running_server import WORKSPACE_HEADER, RunningServer, announced_server
from entrypoints.settings import Settings
from quoth import AsyncClient, QuothError, Retries

LIVE_SECONDS = 2.0
# a server that starts says so with `Retry-After`; one that is not there is said soon
PATIENCE = Retries(most=3, longest_wait=120)

Command = Callable[[AsyncClient], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Target:
    """Which library is meant.

    Attributes:
        server: The address that was given; None for the setting, and if that is empty for the
            library of the data directory.
        verbose: Whether to say on standard error which way was taken.
    """

    server: str | None
    verbose: bool


def on_library(
    command: Command, target: Target, *, models: bool = False, alone: Command | None = None
) -> NoReturn:
    """Run a command on a library, and exit with its status.

    Args:
        command: What is run with a client of the library.
        target: Which library.
        models: Whether the command needs the models, if no server has loaded them.
        alone: What is run instead if there is no server.
    """
    settings = given_settings({"QUOTH_SERVER": target.server})

    async def run() -> int:
        server = await _server_of(settings)
        if server is not None:
            if target.verbose:
                _say(f"asking the server at {_without_password(server.address)}")
            async with _client_of(server, settings) as client:
                return await command(client)
        if target.verbose:
            _say(f"no server runs; opening the library in {settings.data_dir}")
        # only here, because everything that the server has is imported with it
        from entrypoints.app_context import open_api

        async with open_api(settings, console, models=models) as client:
            return await (alone or command)(client)

    raise typer.Exit(run_to_end(run()))


async def _server_of(settings: Settings) -> RunningServer | None:
    """Return the server that was named, or one of this library that answers."""
    if settings.server:
        return RunningServer(settings.server, "")
    found = announced_server(settings.data_dir, settings.database_url)
    if found is None:
        return None
    try:
        async with AsyncClient(found.address, timeout=LIVE_SECONDS, retries=Retries(0)) as client:
            await client.live()
    except QuothError:
        return None  # such as one in a container, whose address is none of this machine's
    return found


def _client_of(server: RunningServer, settings: Settings) -> AsyncClient:
    """Return a client that acts with the key that was given, or as the user of this machine."""
    if settings.api_key or not server.token:
        return server_client(settings, server.address)
    return AsyncClient(
        server.address,
        api_key=server.token,
        headers={WORKSPACE_HEADER: settings.workspace},
        retries=PATIENCE,
    )


def server_client(settings: Settings, address: str | None = None) -> AsyncClient:
    """Return a client of a server, by default of the one that was named, with the given key."""
    return AsyncClient(
        address or settings.server, api_key=settings.api_key or None, retries=PATIENCE
    )


def _say(text: str) -> None:
    errors.print(f"quoth: {text}", markup=False, highlight=False)


def _without_password(address: str) -> str:
    scheme, mark, rest = address.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"
