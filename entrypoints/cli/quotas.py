"""The quotas of a workspace."""

from typing import Annotated

import typer

from application.ports.workspace_quotas import WorkspaceQuotas
from domain.limits.quotas import Quotas
from entrypoints.cli.options import JsonOption
from entrypoints.cli.running import console, given_settings, run_to_end


def show(as_json: JsonOption = False) -> None:
    """Show what the workspace has and uses, and how much it may."""
    from entrypoints.app_context import open_database
    from entrypoints.commands.quotas import show_quotas

    async def run() -> None:
        async with open_database(given_settings()) as container:
            await show_quotas(await container.get(WorkspaceQuotas), console, as_json=as_json)

    run_to_end(run())


def set_all(
    documents: Annotated[int | None, typer.Option(min=0, help="Documents.")] = None,
    megabytes: Annotated[
        int | None, typer.Option(min=0, help="Megabytes of files, with those of versions.")
    ] = None,
    questions: Annotated[int | None, typer.Option(min=0, help="Questions a day (UTC).")] = None,
    tokens: Annotated[
        int | None, typer.Option(min=0, help="Tokens of chat models a day (UTC).")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Set the quotas of the workspace. 0 is no limit; what is not given is as in the settings."""
    from application.access.record_action import RecordAction
    from entrypoints.app_context import open_database
    from entrypoints.commands.quotas import set_quotas

    size = None if megabytes is None else megabytes * 1_000_000
    given = Quotas(documents, size, questions, tokens)

    async def run() -> None:
        async with open_database(given_settings()) as container:
            quotas = await container.get(WorkspaceQuotas)
            record = await container.get(RecordAction)
            await set_quotas(quotas, record, console, given, as_json=as_json)

    run_to_end(run())
