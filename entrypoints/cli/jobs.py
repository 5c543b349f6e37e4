"""The work on documents that is not done."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated

import typer

from domain.documents.jobs import JobState
from entrypoints.cli.running import console, given_settings, run_to_end

if TYPE_CHECKING:
    from entrypoints.commands.jobs import JobUseCases


def list_all_jobs(
    state: Annotated[JobState | None, typer.Option(help="Only jobs in this state.")] = None,
) -> None:
    """List the documents that wait, are being processed, failed or were cancelled."""
    from entrypoints.commands.jobs import list_jobs

    _on_jobs(lambda use: list_jobs(use, console, state))


def retry(
    documents: Annotated[
        list[str] | None, typer.Argument(help="Names or ids; by default, all that failed.")
    ] = None,
) -> None:
    """Process documents again that failed or were cancelled, from their stored bytes."""
    from entrypoints.commands.jobs import retry_jobs

    _on_jobs(lambda use: retry_jobs(use, console, documents or []))


def cancel(
    documents: Annotated[list[str], typer.Argument(help="Names or ids of documents.")],
) -> None:
    """Cancel the work on documents. Their bytes stay stored, and they can be retried."""
    from entrypoints.commands.jobs import cancel_jobs

    _on_jobs(lambda use: cancel_jobs(use, console, documents))


def _on_jobs(command: Callable[["JobUseCases"], Awaitable[int]]) -> None:
    from entrypoints.app_context import open_use_cases
    from entrypoints.commands.jobs import JobUseCases

    async def run() -> int:
        async with open_use_cases(given_settings(), JobUseCases) as use_cases:
            return await command(use_cases)

    raise typer.Exit(run_to_end(run()))
