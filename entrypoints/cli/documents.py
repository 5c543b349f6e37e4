"""The documents: list, show, change and delete."""

import sys
from typing import Annotated

import typer

from domain.documents.document import DocumentStatus
from domain.errors import InvalidInput
from entrypoints.cli.library import Target, on_library
from entrypoints.cli.options import (
    CollectionOption,
    JsonOption,
    MetadataOption,
    ServerOption,
    VerboseOption,
)
from entrypoints.cli.running import console, errors
from quoth import Within


def list_all(
    pattern: Annotated[
        str | None, typer.Argument(help='Only matching names, e.g. "*.md" or "alpha/*".')
    ] = None,
    status: Annotated[
        DocumentStatus | None, typer.Option(help="Only documents with this status.")
    ] = None,
    as_json: JsonOption = False,
    collection: CollectionOption = None,
    metadata: MetadataOption = None,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """List the documents, last uploaded first."""
    from entrypoints.commands.documents import list_documents
    from entrypoints.commands.filters import within_of

    within = within_of(collection, metadata, pattern)
    on_library(
        lambda quoth: list_documents(quoth, console, within, status, as_json=as_json),
        Target(server, verbose),
    )


def show(
    document: Annotated[str, typer.Argument(help="The name or id of the document.")],
    text: Annotated[bool, typer.Option("--text", help="Print only its text.")] = False,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Show the properties of a document, or its text."""
    from entrypoints.commands.documents import show_document

    on_library(
        lambda quoth: show_document(quoth, document, console, text=text, as_json=as_json),
        Target(server, verbose),
    )


def language(
    document: Annotated[str, typer.Argument(help="The name or id of the document.")],
    code: Annotated[
        str, typer.Argument(help="A two-letter code of ISO 639-1, such as en; or unknown.")
    ],
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Set the language of a document, by whose rules its words are found."""
    from entrypoints.commands.documents import change_language

    on_library(
        lambda quoth: change_language(quoth, document, code, console, as_json=as_json),
        Target(server, verbose),
    )


def delete(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Names, or ids of documents to delete with all names."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    collection: CollectionOption = None,
    metadata: MetadataOption = None,
    filename: Annotated[
        str | None, typer.Option(help='Only documents with matching names, e.g. "*.md".')
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only print what the options would delete.")
    ] = False,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Delete names of documents, or all documents that the options select.

    A document is deleted with its last name, or by its id.
    """
    from entrypoints.commands.documents import delete_documents, delete_matching
    from entrypoints.commands.filters import within_of

    def confirm(question: str) -> bool:
        if not yes and not sys.stdin.isatty():
            errors.print("quoth: no terminal to ask for confirmation: use --yes.", style="red")
            return False
        return yes or typer.confirm(question, err=True)

    within = within_of(collection, metadata, filename)
    target = Target(server, verbose)
    if names and (dry_run or within != Within()):
        raise InvalidInput("Give either names or options, not both: nothing was deleted.")
    if names:
        on_library(
            lambda quoth: delete_documents(quoth, names, console, confirm, as_json=as_json), target
        )
    on_library(
        lambda quoth: delete_matching(
            quoth, within, console, confirm, dry_run=dry_run, as_json=as_json
        ),
        target,
    )
