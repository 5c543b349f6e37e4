"""Questions and searches."""

from typing import Annotated
from uuid import UUID

import typer

from domain.retrieval.passages import SearchMode
from entrypoints.cli.library import Target, on_library
from entrypoints.cli.options import (
    CollectionOption,
    JsonOption,
    MetadataOption,
    ModelOption,
    ServerOption,
    VerboseOption,
)
from entrypoints.cli.running import console


def ask(
    question: Annotated[str, typer.Argument(help="The question.")],
    collection: CollectionOption = None,
    metadata: MetadataOption = None,
    filename: Annotated[
        str | None, typer.Option(help='Ask only documents with matching names, e.g. "*.md".')
    ] = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Answer a question from the documents and list the sources."""
    from entrypoints.commands.ask import Asking, ask_question
    from entrypoints.commands.filters import within_of

    asking = Asking(within_of(collection, metadata, filename), model)
    on_library(
        lambda quoth: ask_question(quoth, question, console, asking, as_json=as_json),
        Target(server, verbose),
        models=True,
    )


def chat(
    session: Annotated[
        UUID | None, typer.Option(help="The id of a conversation to continue.")
    ] = None,
    collection: CollectionOption = None,
    metadata: MetadataOption = None,
    filename: Annotated[
        str | None, typer.Option(help='Ask only documents with matching names, e.g. "*.md".')
    ] = None,
    model: ModelOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print an object on a line for each answer.")
    ] = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Answer questions one after the other, each in the light of those before.

    Without a terminal, each line of standard input is a question.
    """
    from entrypoints.cli.prompt import next_line
    from entrypoints.commands.ask import Asking
    from entrypoints.commands.chat import chat as converse
    from entrypoints.commands.filters import within_of

    asking = Asking(within_of(collection, metadata, filename), model)
    on_library(
        lambda quoth: converse(quoth, console, next_line, session, asking, as_json=as_json),
        Target(server, verbose),
        models=True,
    )


def search(
    query: Annotated[
        str,
        typer.Argument(
            help='The search query. "Quotation marks" ask for a phrase, -word leaves out.'
            " Put -- before a query that begins with a dash."
        ),
    ],
    top_k: Annotated[
        int, typer.Option(min=1, max=100, help="The maximum number of passages.")
    ] = 10,
    mode: Annotated[
        SearchMode, typer.Option(help="Search by meaning (vector), words (text), or both (hybrid).")
    ] = SearchMode.HYBRID,
    filename: Annotated[
        str | None, typer.Option(help='Search only documents with matching names, e.g. "*.md".')
    ] = None,
    explain: Annotated[bool, typer.Option(help="Show how each passage was ranked.")] = False,
    collection: CollectionOption = None,
    metadata: MetadataOption = None,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Find passages without generating an answer."""
    from entrypoints.commands.filters import within_of
    from entrypoints.commands.search import Search, search_passages

    within = within_of(collection, metadata, filename)
    asked = Search(query=query, top_k=top_k, mode=mode.value, within=within)
    on_library(
        lambda quoth: search_passages(quoth, asked, console, explain=explain, as_json=as_json),
        Target(server, verbose),
        models=True,
    )
