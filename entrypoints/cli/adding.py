"""Adding documents: files, folders and other sources."""

from pathlib import Path
from typing import Annotated

import typer

from domain.errors import Misconfigured
from entrypoints.cli.running import console, given_settings, run_to_end


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
) -> None:
    """Add documents: the files given, and in folders all files of a format that is read."""
    from application.documents.ingest_document import IngestDocument
    from application.ports.text_extractor import TextExtractor
    from application.ports.upload_files import UploadFiles
    from application.retrieval.name_collections import NameCollections
    from domain.documents.metadata import Labels
    from entrypoints.app_context import open_container
    from entrypoints.commands.filters import metadata_of
    from entrypoints.commands.ingest import ingest_paths

    async def run() -> int:
        async with open_container(given_settings(), console) as container:
            ingest, files = await container.get(IngestDocument), await container.get(UploadFiles)
            formats = (await container.get(TextExtractor)).formats
            name = await container.get(NameCollections)
            collections = await name.execute(collection or (), may_be_new=True)
            labels = Labels(collections, metadata_of(metadata or ()))
            return await ingest_paths(ingest, files, formats, paths, console, labels)

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
) -> None:
    """Make a collection equal to a source: added, changed, renamed and removed documents."""
    from application.syncing.plan_sync import PlanSync, SyncRequest
    from application.syncing.sync_collection import SyncCollection
    from domain.documents.collection import collection_name
    from entrypoints.app_context import open_step_by_step
    from entrypoints.commands.sync import SyncUseCases, sync_and_watch, sync_once
    from entrypoints.container.sources import open_source

    settings = given_settings()

    async def run() -> int:
        async with (
            open_source(source, settings) as opened,
            open_step_by_step(settings, console) as (container, load),
        ):
            use_cases = SyncUseCases(
                await container.get(PlanSync), await container.get(SyncCollection), load
            )
            name = opened.name if collection is None else collection
            request = SyncRequest(collection_name(name), opened.source, prune, retry, dry_run)
            if not watch:
                return await sync_once(use_cases, request, console)
            if opened.changes is None:
                raise Misconfigured(
                    "Only folders can be watched: sync other sources from time to time instead."
                )
            await sync_and_watch(use_cases, request, opened.changes, console)
            return 0

    raise typer.Exit(run_to_end(run()))
