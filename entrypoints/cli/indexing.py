"""The distributed index of passages."""

import typer

from entrypoints.cli.options import JsonOption
from entrypoints.cli.running import console, errors, given_settings, run_to_end


def verify(as_json: JsonOption = False) -> None:
    """Compare the distributed index with the library, and list what differs. Exits with 1 then."""
    from entrypoints.app_context import open_use_cases
    from entrypoints.commands import index as command

    async def run() -> int:
        async with open_use_cases(given_settings(), command.IndexUseCases) as use_cases:
            return await command.verify(use_cases, console, as_json=as_json)

    raise typer.Exit(run_to_end(run()))


def rebuild(as_json: JsonOption = False) -> None:
    """Write the whole library into the distributed index again. Search works meanwhile."""
    from entrypoints.app_context import open_use_cases
    from entrypoints.commands import index as command

    async def run() -> None:
        async with open_use_cases(given_settings(), command.IndexUseCases) as use_cases:
            await command.rebuild(use_cases, console, errors, as_json=as_json)

    run_to_end(run())
