"""The documents: list, show, change and delete."""

import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated

import typer

from domain.documents.document import DocumentStatus
from domain.documents.document_filter import ALL_DOCUMENTS
from domain.errors import InvalidInput
from entrypoints.cli.options import CollectionOption, MetadataOption
from entrypoints.cli.running import console, errors, given_settings, run_to_end

if TYPE_CHECKING:
    from entrypoints.commands.documents import DocumentUseCases


def list_all(
    pattern: Annotated[
        str | None, typer.Argument(help='Only matching names, e.g. "*.md" or "alpha/*".')
    ] = None,
    status: Annotated[
        DocumentStatus | None, typer.Option(help="Only documents with this status.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
    collection: CollectionOption = None,
    metadata: MetadataOption = None,
) -> None:
    """List the documents, last uploaded first."""
    from entrypoints.commands.documents import list_documents
    from entrypoints.commands.filters import filter_of

    within = filter_of(collection, metadata, pattern)
    _on_documents(lambda use: list_documents(use, console, within, status, as_json=as_json))


def show(
    document: Annotated[str, typer.Argument(help="The name or id of the document.")],
    text: Annotated[bool, typer.Option("--text", help="Print only its text.")] = False,
) -> None:
    """Show the properties of a document, or its text."""
    from entrypoints.commands.documents import show_document

    _on_documents(lambda use: show_document(use, document, console, text=text))


def language(
    document: Annotated[str, typer.Argument(help="The name or id of the document.")],
    code: Annotated[
        str, typer.Argument(help="A two-letter code of ISO 639-1, such as en; or unknown.")
    ],
) -> None:
    """Set the language of a document, by whose rules its words are found."""
    from entrypoints.commands.documents import change_language

    _on_documents(lambda use: change_language(use, document, code, console))


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
) -> None:
    """Delete names of documents, or all documents that the options select.

    A document is deleted with its last name, or by its id.
    """
    from entrypoints.commands.documents import delete_documents, delete_matching
    from entrypoints.commands.filters import filter_of

    def confirm(question: str) -> bool:
        if not yes and not sys.stdin.isatty():
            errors.print("quoth: no terminal to ask for confirmation: use --yes.", style="red")
            return False
        return yes or typer.confirm(question)

    matching = filter_of(collection, metadata, filename)
    if names and (dry_run or matching != ALL_DOCUMENTS):
        raise InvalidInput("Give either names or options, not both: nothing was deleted.")
    if names:
        _on_documents(lambda use: delete_documents(use, names, console, confirm))
    _on_documents(lambda use: delete_matching(use, matching, console, confirm, dry_run=dry_run))


def _on_documents(command: Callable[["DocumentUseCases"], Awaitable[int]]) -> None:
    from entrypoints.app_context import open_use_cases
    from entrypoints.commands.documents import DocumentUseCases

    async def run() -> int:
        async with open_use_cases(given_settings(), DocumentUseCases) as use_cases:
            return await command(use_cases)

    raise typer.Exit(run_to_end(run()))
