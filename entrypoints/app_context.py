"""The container of a command: wired at its start, closed at its end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dishka import AsyncContainer
from rich.console import Console

from entrypoints.container import create_container
from entrypoints.log_config import configure_logging
from entrypoints.runtime import Runtime
from entrypoints.settings import Settings


@asynccontextmanager
async def wire_container(settings: Settings) -> AsyncIterator[AsyncContainer]:
    """Wire everything and open nothing; at the end, close whatever was opened."""
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
    """Open the database and the models, beside a server if one runs, and close them again."""
    async with wire_container(settings) as container:
        runtime = await container.get(Runtime)
        with console.status("Loading the models and opening the database…"):
            await runtime.open()
        yield container
