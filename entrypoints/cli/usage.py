"""What the chat models were used for."""

from datetime import date, datetime
from typing import Annotated

import typer

from entrypoints.cli.library import Target, on_library
from entrypoints.cli.options import JsonOption, ServerOption, VerboseOption
from entrypoints.cli.running import console

DAY = ["%Y-%m-%d"]


def usage(
    since: Annotated[
        datetime | None, typer.Option(formats=DAY, help="The first day; by default 30 days ago.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=DAY, help="The last day; by default today.")
    ] = None,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Show the calls of each chat model by day (UTC), with their tokens and their cost."""
    from entrypoints.commands.usage import show_usage

    on_library(
        lambda quoth: show_usage(quoth, console, _day(since), _day(until), as_json=as_json),
        Target(server, verbose),
    )


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()
