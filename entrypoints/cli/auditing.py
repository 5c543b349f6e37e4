"""The audit log."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from entrypoints.cli.options import JsonOption
from entrypoints.cli.running import console, given_settings, run_to_end

TIMES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]


def export(
    file: Annotated[
        Path, typer.Argument(help="A file, as CSV if it ends in .csv; - is standard output.")
    ],
    action: Annotated[
        str | None, typer.Option(help="Only this action, or all of a kind, such as document.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option(help="Only of this key or person, by name or id.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=TIMES, help="Only from this time on (UTC).")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=TIMES, help="Only before this time (UTC).")
    ] = None,
    force: Annotated[bool, typer.Option(help="Replace a file that exists.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write who did what, when, to which id, as JSON Lines or CSV, oldest first."""
    from domain.access.audit import AuditFilter
    from entrypoints.app_context import open_use_cases
    from entrypoints.commands.audit import ExportAudit, export_audit

    wanted = AuditFilter(
        action,
        actor,
        since=since and since.replace(tzinfo=UTC),
        until=until and until.replace(tzinfo=UTC),
    )

    async def run() -> int:
        async with open_use_cases(given_settings(), ExportAudit) as needed:
            return await export_audit(needed, file, console, wanted, replace=force, as_json=as_json)

    raise typer.Exit(run_to_end(run()))
