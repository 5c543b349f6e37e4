"""The command line: serve, migrate, ingest, ask, doctor."""

import asyncio
import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

from domain.errors import QuothError
from entrypoints.settings import Settings, read_settings

Result = TypeVar("Result")

app = typer.Typer(
    help="Quoth answers questions from your own documents and quotes its sources.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()
errors = Console(stderr=True)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
) -> None:
    """Run the server, with its database unless QUOTH_DATABASE_URL names another."""
    from entrypoints.asgi import serve as run_server

    given = {"QUOTH_HOST": host, "QUOTH_PORT": None if port is None else str(port)}
    raise typer.Exit(run_server(_settings(given)))


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date and end."""
    from entrypoints.commands.opened import opened

    async def run() -> None:
        async with opened(_settings(), console):
            console.print("The database is up to date.")

    _run(run())


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files, and folders to walk through.")],
) -> None:
    """Add documents: every .txt, .md and .markdown file under the paths."""
    from entrypoints.commands.ingest import ingest_paths
    from entrypoints.commands.opened import opened

    async def run() -> int:
        async with opened(_settings(), console) as container:
            return await ingest_paths(container, paths, console)

    raise typer.Exit(_run(run()))


@app.command()
def ask(question: Annotated[str, typer.Argument(help="What you want to know.")]) -> None:
    """Answer a question from the documents, with its sources."""
    from entrypoints.commands.ask import ask_question
    from entrypoints.commands.opened import opened

    async def run() -> int:
        async with opened(_settings(), console) as container:
            return await ask_question(container, question, console)

    raise typer.Exit(_run(run()))


@app.command()
def doctor() -> None:
    """Check everything that Quoth needs, and say how to mend what is broken."""
    from entrypoints.commands.doctor import examine

    raise typer.Exit(_run(examine(_settings(), console)))


def main() -> None:
    """Run the command line."""
    try:
        app()
    except QuothError as exc:
        errors.print(f"quoth: {exc.message}", style="red", markup=False, highlight=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _settings(given: dict[str, str | None] | None = None) -> Settings:
    options = {name: value for name, value in (given or {}).items() if value is not None}
    return read_settings({**os.environ, **options})


def _run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    try:
        return asyncio.run(coroutine)
    except KeyboardInterrupt:
        errors.print("Stopped. What was finished is kept.")
        sys.exit(130)
