"""Backups and exports."""

from pathlib import Path
from typing import Annotated

import typer

from entrypoints.cli.options import JsonOption
from entrypoints.cli.running import console, given_settings, run_to_end
from entrypoints.export.formats import FileFormat


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    force: Annotated[bool, typer.Option(help="Replace a file that exists.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write everything that is stored to one file. Works while the server is running."""
    from entrypoints.app_context import open_backups
    from entrypoints.commands.backup import save_backup

    async def run() -> None:
        async with open_backups(given_settings()) as backups:
            await save_backup(backups, file, console, replace=force, as_json=as_json)

    run_to_end(run())


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `quoth backup` wrote.")],
    force: Annotated[bool, typer.Option(help="Replace everything that is stored.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Load a backup in one step. The server must not be running."""
    from entrypoints.app_context import open_backups
    from entrypoints.commands.backup import restore_backup

    async def run() -> None:
        async with open_backups(given_settings()) as backups:
            await restore_backup(backups, file, console, replace=force, as_json=as_json)

    run_to_end(run())


def export(
    target: Annotated[
        Path, typer.Argument(help="A folder for three files, or one file that ends in .jsonl.")
    ],
    kind: Annotated[
        FileFormat, typer.Option("--format", help="The format of the files.")
    ] = FileFormat.JSONL,
    force: Annotated[bool, typer.Option(help="Replace files that exist.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write documents, chunks and conversations as files for other programs."""
    from application.access.record_action import Action, RecordAction
    from application.ports.library_export import LibraryExport
    from entrypoints.app_context import open_database
    from entrypoints.commands.export import export_library

    async def run() -> None:
        async with open_database(given_settings()) as container:
            library = await container.get(LibraryExport)
            await (await container.get(RecordAction)).execute(Action("library.export"))
            await export_library(library, target, console, kind, replace=force, as_json=as_json)

    run_to_end(run())
