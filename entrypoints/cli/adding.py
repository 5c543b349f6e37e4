"""Adding documents: files, folders and other sources."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import Misconfigured
from entrypoints.cli.library import Target, on_library, server_client
from entrypoints.cli.options import ServerOption, VerboseOption
from entrypoints.cli.running import console, errors, given_settings, run_to_end
from entrypoints.settings import Settings
from quoth import AsyncClient

if TYPE_CHECKING:
    from entrypoints.commands.sync import SyncUseCases


def ingest(
    paths: Annotated[
        list[Path], typer.Argument(help="Files, and folders to search for documents.")
    ],
    collection: Annotated[
        list[str] | None,
        typer.Option(help="A collection to put them into, by name or id. Repeatable."),
    ] = None,
    metadata: Annotated[
        list[str] | None,
        typer.Option(help='What is said of them, e.g. "author=Ada". Repeatable.'),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print an object on a line for each file.")
    ] = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Add documents: the files given, and in folders all files of a format that is read."""
    from entrypoints.commands.filters import metadata_of
    from entrypoints.commands.ingest import Given, ingest_paths

    given = Given(tuple(collection or ()), metadata_of(metadata or ()))

    async def run(quoth: AsyncClient, *, wait: bool | None = None) -> int:
        return await ingest_paths(quoth, paths, console, given, wait=wait, as_json=as_json)

    # alone, no worker runs that would process what is queued
    on_library(run, Target(server, verbose), models=True, alone=partial(run, wait=True))


def ray_ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Files, and folders to search for documents, under the same paths on every node."
        ),
    ],
    address: Annotated[
        str,
        typer.Option(
            help="The cluster, as host:port; by default one that is started on this machine."
        ),
    ] = "",
    collection: Annotated[
        list[str] | None, typer.Option(help="A collection to put them into, by name. Repeatable.")
    ] = None,
    metadata: Annotated[
        list[str] | None,
        typer.Option(help='What is said of them, e.g. "author=Ada". Repeatable.'),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print an object on a line for each file.")
    ] = False,
) -> None:
    """Add many documents: a Ray cluster reads and embeds them, and this machine stores them.

    Interrupted and run again, it goes on where it was.
    """
    from domain.documents.collection import collection_name
    from domain.documents.metadata import Labels, as_metadata, checked_metadata
    from entrypoints.app_context import open_container
    from entrypoints.commands.filters import metadata_of
    from entrypoints.commands.ray_ingest import bulk_ingest
    from entrypoints.container.ray_nodes import open_bulk_ingest, require_ray

    require_ray()
    labels = Labels(
        tuple(sorted({collection_name(name) for name in collection or ()})),
        checked_metadata(as_metadata(metadata_of(metadata or ()))),
    )

    async def run() -> int:
        async with open_container(given_settings(), errors if as_json else console) as container:
            use_cases = await open_bulk_ingest(container, address)
            return await bulk_ingest(use_cases, paths, console, labels, as_json=as_json)

    raise typer.Exit(run_to_end(run()))


def sync(
    source: Annotated[
        str,
        typer.Argument(
            help="A folder, s3://bucket/prefix, git+https://host/name.git@ref, or https://site/."
        ),
    ],
    collection: Annotated[
        str | None, typer.Option(help="The collection; by default named after the source.")
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Delete documents that the source no longer has.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, and sync whenever the folder changes.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    retry: Annotated[
        bool, typer.Option("--retry", help="Try files again that failed and have not changed.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print an object on a line for each document.")
    ] = False,
    server: ServerOption = None,
) -> None:
    """Make a collection equal to a source: added, changed, renamed and removed documents."""
    from application.syncing.plan_sync import SyncRequest
    from domain.documents.collection import collection_name
    from entrypoints.commands.sync import Said, sync_and_watch, sync_once
    from entrypoints.container.sources import open_source

    settings = given_settings({"QUOTH_SERVER": server})

    async def run() -> int:
        async with open_source(source, settings) as opened, _open_sync(settings) as use_cases:
            name = opened.name if collection is None else collection
            request = SyncRequest(collection_name(name), opened.source, prune, retry, dry_run)
            said = Said(errors if as_json else console, console if as_json else None)
            if not watch:
                return await sync_once(use_cases, request, said)
            if opened.changes is None:
                raise Misconfigured(
                    "Only folders can be watched: sync other sources from time to time instead."
                )
            await sync_and_watch(use_cases, request, opened.changes, said)
            return 0

    raise typer.Exit(run_to_end(run()))


@asynccontextmanager
async def _open_sync(settings: Settings) -> AsyncIterator["SyncUseCases"]:
    from application.syncing.plan_sync import PlanSync
    from application.syncing.sync_collection import SyncCollection
    from entrypoints.app_context import open_step_by_step, open_upload_files
    from entrypoints.commands.server_library import server_use_cases
    from entrypoints.commands.sync import SyncUseCases

    if settings.server:
        async with (
            server_client(settings) as client,
            open_upload_files(settings) as files,
        ):
            yield await server_use_cases(client, files)
    else:
        async with open_step_by_step(settings, console) as (container, load):
            yield SyncUseCases(
                await container.get(PlanSync), await container.get(SyncCollection), load
            )
