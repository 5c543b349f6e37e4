"""The container of a command, as a context manager."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from dishka import AsyncContainer
from rich.console import Console

from application.documents.change_document import ChangeDocument
from application.documents.find_document import FindDocument
from application.documents.read_text import ReadText
from application.documents.remove_document import RemoveDocument
from application.documents.remove_documents import RemoveDocuments
from application.models.reindex_library import ReindexLibrary
from application.ports.backups import Backups
from application.ports.document_catalog import DocumentCatalog
from application.ports.embedding_builds import EmbeddingBuilds
from application.ports.embedding_models import EmbeddingModels
from application.ports.job_board import JobBoard
from application.ports.library_export import LibraryExport
from application.ports.model_loader import ModelLoader
from application.ports.model_usage import ModelUsage
from application.retrieval.resolve_filter import ResolveFilter
from domain.errors import Misconfigured
from entrypoints.commands.calibrate import LibraryModels
from entrypoints.commands.documents import DocumentUseCases
from entrypoints.commands.jobs import JobUseCases
from entrypoints.commands.reindex import ReindexUseCases
from entrypoints.container import create_container
from entrypoints.log_config import configure_logging
from entrypoints.parts import DatabaseConnections, DatabaseContact, DatabaseServer
from entrypoints.runtime import Runtime
from entrypoints.settings import Settings

# what a command prints may be read by another program
errors = Console(stderr=True)


@asynccontextmanager
async def wire_container(settings: Settings) -> AsyncIterator[AsyncContainer]:
    """Wire the container without opening any part. On exit, close the parts that were opened."""
    configure_logging(settings.log_file, settings.log_level, console=None)
    container = create_container(settings)
    runtime = await container.get(Runtime)
    try:
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
        yield container, load


@asynccontextmanager
async def open_documents(settings: Settings) -> AsyncIterator[DocumentUseCases]:
    """Open the database alone for the commands on documents, and close it on exit.

    No model is loaded, and nothing waits for a database that is not there.

    Raises:
        Misconfigured: If the database was never set up, or its address or server has to change.
        DatabaseUnavailable: If it is not reachable.
    """
    async with wire_container(settings) as container:
        await _open_database(container)
        yield DocumentUseCases(
            await container.get(DocumentCatalog),
            await container.get(FindDocument),
            await container.get(ReadText),
            await container.get(RemoveDocument),
            await container.get(ChangeDocument),
            await container.get(RemoveDocuments),
            await container.get(ResolveFilter),
        )


@asynccontextmanager
async def open_reindex(settings: Settings) -> AsyncIterator[ReindexUseCases]:
    """Open the database for the command that changes the embedding model; close it on exit.

    Raises:
        Misconfigured: As `open_documents`.
        DatabaseUnavailable: If the database is not reachable.
    """
    async with wire_container(settings) as container:
        await _open_database(container)
        yield ReindexUseCases(
            await container.get(ReindexLibrary), await container.get(EmbeddingBuilds)
        )


@asynccontextmanager
async def open_jobs(settings: Settings) -> AsyncIterator[JobUseCases]:
    """Open the database alone for the commands on jobs, and close it on exit.

    Raises:
        Misconfigured: If the database was never set up, or its address or server has to change.
        DatabaseUnavailable: If it is not reachable.
    """
    async with wire_container(settings) as container:
        await _open_database(container)
        yield JobUseCases(await container.get(JobBoard), await container.get(FindDocument))


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
        yield await container.get(Backups)


@asynccontextmanager
async def open_export(settings: Settings) -> AsyncIterator[LibraryExport]:
    """Open the database alone for an export, and close it on exit.

    Raises:
        Misconfigured: If the database was never set up, or its address or server has to change.
        DatabaseUnavailable: If it is not reachable.
    """
    async with wire_container(settings) as container:
        await _open_database(container)
        yield await container.get(LibraryExport)


@asynccontextmanager
async def open_usage(settings: Settings) -> AsyncIterator[ModelUsage]:
    """Open the database alone for the usage of chat models, and close it on exit.

    Raises:
        Misconfigured: If the database was never set up, or its address or server has to change.
        DatabaseUnavailable: If it is not reachable.
    """
    async with wire_container(settings) as container:
        await _open_database(container)
        yield await container.get(ModelUsage)


@asynccontextmanager
async def open_library_models(settings: Settings) -> AsyncIterator[LibraryModels]:
    """Open the database for the models of the library, and close it on exit.

    Raises:
        Misconfigured: As `open_documents`.
        DatabaseUnavailable: If the database is not reachable.
    """
    async with wire_container(settings) as container:
        await _open_database(container)
        yield LibraryModels(await container.get(EmbeddingModels), await container.get(ModelLoader))


async def _open_database(container: AsyncContainer) -> None:
    """Open the database for the model that it was set up with, which is not loaded."""
    await (await container.get(DatabaseContact)).open()
    await (await container.get(DatabaseServer)).open()
    await (await container.get(DatabaseConnections)).open_as_set_up()
