"""The container of a command, as a context manager."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TypeVar, get_type_hints

from dishka import AsyncContainer
from rich.console import Console

from application.access.acting import acting_as, acting_principal
from application.access.audited_backups import AuditedBackups
from application.access.create_key import CreateKey
from application.access.record_action import Action, RecordAction
from application.ports.api_keys import ApiKeys
from application.ports.backups import Backups
from application.ports.key_lookup import KeyLookup
from application.ports.upload_files import UploadFiles
from application.ports.workspaces import Workspaces
from domain.access.principal import LOCAL_USER, Principal, local_user
from domain.access.workspace import DEFAULT_WORKSPACE, workspace_name
from domain.errors import Misconfigured, WorkspaceNotFound
from entrypoints.api.app import create_api
from entrypoints.api.authenticators import Always
from entrypoints.commands.keys import AccessUseCases
from entrypoints.container import create_container
from entrypoints.database_parts import DatabaseConnections, DatabaseContact, DatabaseServer
from entrypoints.in_process import InProcessTransport
from entrypoints.log_config import configure_logging
from entrypoints.runtime import Runtime
from entrypoints.settings import Settings
from quoth import AsyncClient, Retries

IN_PROCESS = "http://localhost"

UseCases = TypeVar("UseCases")

# what a command prints may be read by another program
errors = Console(stderr=True)


@asynccontextmanager
async def wire_container(settings: Settings) -> AsyncIterator[AsyncContainer]:
    """Wire the container without opening any part. On exit, close the parts that were opened."""
    configure_logging(settings.log_file, settings.log_level, console=None)
    container = create_container(settings)
    runtime = await container.get(Runtime)
    try:
        with acting_as(LOCAL_USER):
            yield container
    finally:
        await runtime.close()
        await container.close()


@asynccontextmanager
async def open_container(settings: Settings, console: Console) -> AsyncIterator[AsyncContainer]:
    """Open the database and models, and close them on exit. Works while a server is running."""
    async with wire_container(settings) as container:
        runtime = await container.get(Runtime)
        with console.status("Loading the models and opening the database…"):
            await runtime.open(lambda text: errors.print(text, markup=False, highlight=False))
        with acting_as(await _user_of(container, settings)):
            yield container


@asynccontextmanager
async def open_in_background(
    settings: Settings,
) -> AsyncIterator[Callable[[], Awaitable[AsyncContainer]]]:
    """Open the database and models in the background, and close them on exit.

    Yields a function that waits for them and returns the container. It raises what kept them from
    opening.
    """
    async with wire_container(settings) as container:
        runtime = await container.get(Runtime)
        opening = asyncio.create_task(runtime.open(), name="opening")

        async def opened() -> AsyncContainer:
            await asyncio.shield(opening)
            return container

        try:
            if settings.workspace != DEFAULT_WORKSPACE.name:
                await opened()  # it tells which workspace that is
            with acting_as(await _user_of(container, settings)):
                yield opened
        finally:
            opening.cancel()
            await asyncio.wait([opening])


@asynccontextmanager
async def open_step_by_step(
    settings: Settings, console: Console
) -> AsyncIterator[tuple[AsyncContainer, Callable[[], Awaitable[None]]]]:
    """Open the database, and yield the container with a function that opens the rest.

    A command that finds nothing to embed never waits for the models. If the database was never set
    up, everything is opened first: its tables depend on the embedding model.

    Raises:
        Misconfigured: If a setting has to change.
        DatabaseUnavailable: If the database is not reachable.
    """
    async with wire_container(settings) as container:
        runtime = await container.get(Runtime)
        loaded = False

        async def load() -> None:
            nonlocal loaded
            if not loaded:
                # it was opened for the model that the database was set up with
                await (await container.get(DatabaseConnections)).close()
                with console.status("Loading the models…"):
                    await runtime.open(
                        lambda text: errors.print(text, markup=False, highlight=False)
                    )
                loaded = True

        try:
            await _open_database(container)
        except Misconfigured:
            await load()
        with acting_as(await _user_of(container, settings)):
            yield container, load


@asynccontextmanager
async def open_upload_files(settings: Settings) -> AsyncIterator[UploadFiles]:
    """Yield files for uploads that another server stores. No part of the library is opened."""
    async with wire_container(settings) as container:
        yield await container.get(UploadFiles)


@asynccontextmanager
async def open_api(
    settings: Settings, console: Console, *, models: bool
) -> AsyncIterator[AsyncClient]:
    """Open the library for a command that no server answers, and yield a client of its API.

    Args:
        settings: The settings.
        console: Shows that something is loaded.
        models: Whether the command needs them. Otherwise only the database is opened, and nothing
            waits for one that is not there.

    Raises:
        Misconfigured: If a setting has to change, or, without models, if the database was never set
            up.
        DatabaseUnavailable: If the database is not reachable, without models.
    """
    async with AsyncExitStack() as stack:
        if models:
            container = await stack.enter_async_context(open_container(settings, console))
        else:
            container = await stack.enter_async_context(open_database(settings))
        transport = InProcessTransport(create_api(container, [Always(acting_principal())]))
        client = AsyncClient(IN_PROCESS, transport=transport, retries=Retries(0))
        yield await stack.enter_async_context(client)


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[AsyncContainer]:
    """Open the database alone, and close it on exit.

    No model is loaded, and nothing waits for a database that is not there.

    Raises:
        Misconfigured: If the database was never set up, or its address or server has to change.
        DatabaseUnavailable: If it is not reachable.
    """
    async with wire_container(settings) as container:
        await _open_database(container)
        with acting_as(await _user_of(container, settings)):
            yield container


@asynccontextmanager
async def open_use_cases(
    settings: Settings, needed: Callable[..., UseCases]
) -> AsyncIterator[UseCases]:
    """Open the database alone for a command, and close it on exit.

    Args:
        settings: The settings.
        needed: A dataclass of what the command needs, each by its type.

    Raises:
        Misconfigured: As `open_database`.
        DatabaseUnavailable: If the database is not reachable.
    """
    async with open_database(settings) as container:
        types = get_type_hints(needed)
        yield needed(**{name: await container.get(each) for name, each in types.items()})


@asynccontextmanager
async def open_backups(settings: Settings) -> AsyncIterator[Backups]:
    """Start the database for a backup or its restoration, and stop it on exit.

    Raises:
        Misconfigured: If the address of the database or its server has to change.
        DatabaseUnavailable: If it is not reachable.
    """
    async with wire_container(settings) as container:
        await (await container.get(DatabaseContact)).open()
        await (await container.get(DatabaseServer)).open()

        async def record(action: Action) -> None:
            # not before: a database is backed up as it is, and restored into an empty one
            await (await container.get(DatabaseConnections)).open_as_set_up()
            await (await container.get(RecordAction)).execute(action)

        yield AuditedBackups(await container.get(Backups), record)


@asynccontextmanager
async def open_access(settings: Settings) -> AsyncIterator[AccessUseCases]:
    """Open the database alone for keys and workspaces, and close it on exit.

    One that was never set up is set up: a server that others reach does not start without a key.

    Raises:
        Misconfigured: If the address of the database or its server has to change.
        DatabaseUnavailable: If it is not reachable.
    """
    async with wire_container(settings) as container:
        await (await container.get(DatabaseContact)).open()
        await (await container.get(DatabaseServer)).open()
        await (await container.get(DatabaseConnections)).open_without_model()
        yield AccessUseCases(
            await container.get(CreateKey),
            await container.get(ApiKeys),
            await container.get(KeyLookup),
            await container.get(Workspaces),
            await container.get(RecordAction),
        )


async def _open_database(container: AsyncContainer) -> None:
    """Open the database for the model that it was set up with, which is not loaded."""
    await (await container.get(DatabaseContact)).open()
    await (await container.get(DatabaseServer)).open()
    await (await container.get(DatabaseConnections)).open_as_set_up()


async def _user_of(container: AsyncContainer, settings: Settings) -> Principal:
    """Return the user of the machine, in the chosen workspace.

    Raises:
        WorkspaceNotFound: If there is no such workspace.
    """
    if settings.workspace == DEFAULT_WORKSPACE.name:
        return LOCAL_USER
    name = workspace_name(settings.workspace)
    workspace = await (await container.get(Workspaces)).named(name)
    if workspace is None:
        raise WorkspaceNotFound
    return local_user(workspace)
