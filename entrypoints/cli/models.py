"""The embedding model and its calibration."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import Misconfigured
from entrypoints.cli.options import JsonOption
from entrypoints.cli.running import console, errors, given_settings, run_to_end
from entrypoints.settings import Settings

if TYPE_CHECKING:
    from entrypoints.commands.calibrate import SetSearch


def reindex(
    model: Annotated[
        str | None,
        typer.Option(help="Build the vectors of this embedding model, and switch to them."),
    ] = None,
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Switch back to the former model.")
    ] = False,
    drop_old: Annotated[
        bool, typer.Option("--drop-old", help="Delete the vectors that are not searched.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Change the embedding model of all documents. Without options, show which vectors there are.

    Search works throughout. Interrupted and run again, it goes on where it was.
    """
    from entrypoints.app_context import open_use_cases
    from entrypoints.commands import reindex as command

    if (model is not None) + rollback + drop_old > 1:
        raise Misconfigured("Give one of --model, --rollback and --drop-old. Nothing was changed.")

    async def run() -> int:
        async with open_use_cases(given_settings(), command.ReindexUseCases) as use_cases:
            said = errors if as_json else console
            if drop_old:
                await command.drop_old(use_cases, said)
            elif model is not None or rollback:
                await command.change_model(use_cases, model, said)
            elif not as_json:
                await command.show_vectors(use_cases, console)
            if as_json:
                await command.print_vectors(use_cases, console)
            return 0

    raise typer.Exit(run_to_end(run()))


def calibrate(
    dataset: Annotated[
        Path, typer.Argument(help="A BEIR folder, a SQuAD file, or your documents, as for eval.")
    ],
    questions: Annotated[
        Path | None, typer.Option(help="A CSV file of questions about a folder of documents.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="The maximum number of questions.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="The embedding model; by default that of the library.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print, and store nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Fit how an embedding model's similarities are judged, to questions with known documents."""
    from entrypoints.app_context import open_use_cases
    from entrypoints.commands.calibrate import CalibrationRequest, LibraryModels
    from entrypoints.commands.calibrate import calibrate as calibrate_model
    from entrypoints.container import formats_read

    request = CalibrationRequest(dataset, formats_read(), questions, limit, model, dry_run)

    def open_library(settings: Settings) -> AbstractAsyncContextManager[LibraryModels]:
        return open_use_cases(settings, LibraryModels)

    run = calibrate_model(
        given_settings(), request, open_library, _open_set, console, as_json=as_json
    )
    raise typer.Exit(run_to_end(run))


@asynccontextmanager
async def _open_set(settings: Settings) -> AsyncIterator["SetSearch"]:
    from application.documents.ingest_document import IngestDocument
    from application.ports.live_embedder import LiveEmbedder
    from application.ports.passage_index import PassageIndex
    from application.ports.upload_files import UploadFiles
    from entrypoints.app_context import open_container
    from entrypoints.commands.calibrate import SetSearch

    async with open_container(settings, console) as container:
        yield SetSearch(
            await container.get(IngestDocument),
            await container.get(UploadFiles),
            await container.get(PassageIndex),
            await container.get(LiveEmbedder),
        )
