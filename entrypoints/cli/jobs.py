"""The work on documents that is not done."""

from typing import Annotated

import typer

from domain.documents.jobs import JobState
from entrypoints.cli.library import Target, on_library
from entrypoints.cli.options import JsonOption, ServerOption, VerboseOption
from entrypoints.cli.running import console


def list_all_jobs(
    state: Annotated[JobState | None, typer.Option(help="Only jobs in this state.")] = None,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """List the documents that wait, are being processed, failed or were cancelled."""
    from entrypoints.commands.jobs import list_jobs

    on_library(
        lambda quoth: list_jobs(quoth, console, state, as_json=as_json), Target(server, verbose)
    )


def retry(
    documents: Annotated[
        list[str] | None, typer.Argument(help="Names or ids; by default, all that failed.")
    ] = None,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Process documents again that failed or were cancelled, from their stored bytes."""
    from entrypoints.commands.jobs import retry_jobs

    on_library(
        lambda quoth: retry_jobs(quoth, console, documents or [], as_json=as_json),
        Target(server, verbose),
    )


def cancel(
    documents: Annotated[list[str], typer.Argument(help="Names or ids of documents.")],
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Cancel the work on documents. Their bytes stay stored, and they can be retried."""
    from entrypoints.commands.jobs import cancel_jobs

    on_library(
        lambda quoth: cancel_jobs(quoth, console, documents, as_json=as_json),
        Target(server, verbose),
    )
