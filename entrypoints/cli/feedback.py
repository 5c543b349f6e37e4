"""What people said about answers."""

from pathlib import Path
from typing import Annotated

import typer

from entrypoints.cli.library import Target, on_library
from entrypoints.cli.options import JsonOption, ServerOption, VerboseOption
from entrypoints.cli.running import console


def export(
    folder: Annotated[Path, typer.Argument(help="A folder that is made.")],
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Write what people said about answers as an answer set for `quoth eval`."""
    from entrypoints.commands.feedback import export_feedback

    on_library(
        lambda quoth: export_feedback(quoth, folder, console, as_json=as_json),
        Target(server, verbose),
    )
