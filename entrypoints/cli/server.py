"""The server, its workers, its database schema and its parts."""

from pathlib import Path
from typing import Annotated

import typer

from entrypoints.cli.options import JsonOption
from entrypoints.cli.running import console, given_settings, run_to_end


def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
) -> None:
    """Start the server, and its own database unless QUOTH_DATABASE_URL is set."""
    from entrypoints.asgi import serve as run_server

    given = {"QUOTH_HOST": host, "QUOTH_PORT": None if port is None else str(port)}
    raise typer.Exit(run_server(given_settings(given)))


def worker() -> None:
    """Process queued documents and deliver webhooks, as the server does, on any machine."""
    from entrypoints.app_context import open_container
    from entrypoints.background_work import BackgroundWork
    from entrypoints.commands.worker import work

    settings = given_settings()

    async def run() -> int:
        async with open_container(settings, console) as container:
            background = await container.get(BackgroundWork)
            return await work(background, console, settings.worker_places)

    raise typer.Exit(run_to_end(run()))


def embedder(
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            help="An embedding model, as in QUOTH_EMBEDDING_MODEL, which is the default. Two while"
            " a library changes from one to the other."
        ),
    ] = None,
) -> None:
    """Serve the embedding model to servers and workers whose QUOTH_EMBEDDER_URL names this one."""
    from entrypoints.embedder_server import serve_embedder

    given = {"QUOTH_HOST": host, "QUOTH_PORT": None if port is None else str(port)}
    raise typer.Exit(serve_embedder(given_settings(given), model or []))


def migrate() -> None:
    """Update the database schema, then exit."""
    from entrypoints.app_context import open_container

    async def run() -> None:
        async with open_container(given_settings(), console):
            console.print("The database is up to date.")

    run_to_end(run())


def doctor(
    as_json: JsonOption = False,
    bundle: Annotated[
        Path | None,
        typer.Option(
            help="Also write a report for a bug to this ZIP file: findings, settings without"
            " secrets, versions, and the end of the log."
        ),
    ] = None,
) -> None:
    """Check every part that Quoth needs, and say how to fix the broken ones."""
    from entrypoints.app_context import wire_container
    from entrypoints.commands.bundle import write_bundle
    from entrypoints.commands.doctor import examine
    from entrypoints.diagnosis import Diagnosis

    async def run() -> int:
        settings = given_settings()
        async with wire_container(settings) as container:
            findings = await examine(await container.get(Diagnosis), console, as_json=as_json)
        if bundle is not None:
            write_bundle(bundle, settings, findings)
        return 0 if all(each.healthy for each in findings) else 1

    raise typer.Exit(run_to_end(run()))


def mcp() -> None:
    """Serve the Model Context Protocol over standard input and output, for agents."""
    from entrypoints.api.mcp.stdio import serve_stdio
    from entrypoints.api.mcp.use_cases import McpUseCases
    from entrypoints.app_context import open_in_background

    async def run() -> None:
        # standard output carries the protocol and nothing else
        async with open_in_background(given_settings()) as opened:

            async def use_cases() -> McpUseCases:
                return await McpUseCases.of(await opened())

            await serve_stdio(use_cases)

    run_to_end(run())
