"""The container of a command, as a context manager."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dishka import AsyncContainer
from rich.console import Console

from application.documents.change_language import ChangeLanguage
from application.documents.find_document import FindDocument
from application.documents.read_text import ReadText
from application.documents.remove_document import RemoveDocument
from application.models.reindex_library import ReindexLibrary
from application.ports.document_catalog import DocumentCatalog
from application.ports.embedding_builds import EmbeddingBuilds
from entrypoints.commands.documents import DocumentUseCases
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
async def open_documents(settings: Settings) -> AsyncIterator[DocumentUseCases]:
    """Open the database alone for the commands on documents, and close it on exit.

    No model is loaded, and nothing waits for a database that is not there.

    Raises:
        Misconfigured: If the database was never set up, or its address or server has to change.
        DatabaseUnavailable: If it is not reachable.
    """
    async with open_database(settings) as container:
        yield DocumentUseCases(
            await container.get(DocumentCatalog),
            await container.get(FindDocument),
            await container.get(ReadText),
            await container.get(RemoveDocument),
            await container.get(ChangeLanguage),
        )


@asynccontextmanager
async def open_reindex(settings: Settings) -> AsyncIterator[ReindexUseCases]:
    """Open the database for the command that changes the embedding model; close it on exit.

    Raises:
        Misconfigured: As `open_documents`.
        DatabaseUnavailable: If the database is not reachable.
    """
    async with open_database(settings) as container:
        yield ReindexUseCases(
            await container.get(ReindexLibrary), await container.get(EmbeddingBuilds)
        )


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[AsyncContainer]:
    """Open the database alone, as it was set up, and close it on exit."""
    async with wire_container(settings) as container:
        await (await container.get(DatabaseContact)).open()
        await (await container.get(DatabaseServer)).open()
        await (await container.get(DatabaseConnections)).open_as_set_up()
        yield container
