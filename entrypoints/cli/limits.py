"""Who may read a document or a collection."""

from typing import Annotated

import typer

from domain.errors import InvalidInput
from entrypoints.cli.library import Target, on_library
from entrypoints.cli.options import JsonOption, ServerOption, VerboseOption
from entrypoints.cli.running import console

GroupOption = Annotated[
    list[str] | None,
    typer.Option("--group", help="A group that may read it, beside admins. Repeatable."),
]
EverybodyOption = Annotated[
    bool, typer.Option("--everybody", help="Lift the limit: everybody in the workspace may.")
]


def limit_document(
    document: Annotated[str, typer.Argument(help="The name or id of the document.")],
    group: GroupOption = None,
    everybody: EverybodyOption = False,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Limit a document to groups, in place of those before."""
    from entrypoints.commands.limits import limit_document as limit

    groups = _chosen(group, everybody=everybody)
    on_library(
        lambda quoth: limit(quoth, document, groups, console, as_json=as_json),
        Target(server, verbose),
    )


def limit_collection(
    collection: Annotated[str, typer.Argument(help="The name or id of the collection.")],
    group: GroupOption = None,
    everybody: EverybodyOption = False,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Limit a collection and its documents to groups, in place of those before."""
    from entrypoints.commands.limits import limit_collection as limit

    groups = _chosen(group, everybody=everybody)
    on_library(
        lambda quoth: limit(quoth, collection, groups, console, as_json=as_json),
        Target(server, verbose),
    )


def _chosen(group: list[str] | None, *, everybody: bool) -> list[str]:
    if bool(group) == everybody:
        raise InvalidInput("Give either groups, with --group, or --everybody: nothing was changed.")
    return group or []
