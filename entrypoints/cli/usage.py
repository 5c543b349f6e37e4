"""What the chat models were used for."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from entrypoints.cli.running import console, given_settings, run_to_end

DAY = ["%Y-%m-%d"]


def usage(
    since: Annotated[
        datetime | None, typer.Option(formats=DAY, help="The first day; by default 30 days ago.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=DAY, help="The last day; by default today.")
    ] = None,
) -> None:
    """Show the calls of each chat model by day (UTC), with their tokens and their cost."""
    from entrypoints.app_context import open_usage
    from entrypoints.commands.usage import show_usage

    last = (until or datetime.now(UTC)).date()
    first = since.date() if since else last - timedelta(days=30)

    async def run() -> int:
        async with open_usage(given_settings()) as counted:
            return await show_usage(counted, console, first, last)

    raise typer.Exit(run_to_end(run()))
