"""Questions and searches."""

from typing import Annotated

import typer

from application.retrieval.search_passages import SearchPassages, SearchRequest
from domain.retrieval.passages import SearchMode
from entrypoints.cli.options import CollectionOption, MetadataOption
from entrypoints.cli.running import console, given_settings, run_to_end


def ask(
    question: Annotated[str, typer.Argument(help="The question.")],
    collection: CollectionOption = None,
    metadata: MetadataOption = None,
    filename: Annotated[
        str | None, typer.Option(help='Ask only documents with matching names, e.g. "*.md".')
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="The model that is to answer; by default the default one.")
    ] = None,
) -> None:
    """Answer a question from the documents and list the sources."""
    from application.answering.answer_question import AnswerQuestion
    from application.conversation.create_session import CreateSession
    from application.conversation.read_session import ReadSession
    from entrypoints.app_context import open_container
    from entrypoints.commands.ask import AskUseCases, ask_question
    from entrypoints.commands.filters import filter_of

    within = filter_of(collection, metadata, filename)

    async def run() -> int:
        async with open_container(given_settings(), console) as container:
            use_cases = AskUseCases(
                await container.get(CreateSession),
                await container.get(AnswerQuestion),
                await container.get(ReadSession),
            )
            return await ask_question(use_cases, question, console, within, model)

    raise typer.Exit(run_to_end(run()))


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
) -> None:
    """Find passages without generating an answer."""
    from entrypoints.app_context import open_container
    from entrypoints.commands.filters import filter_of
    from entrypoints.commands.search import search_passages

    within = filter_of(collection, metadata, filename)
    request = SearchRequest(query, limit=top_k, mode=mode, within=within)

    async def run() -> int:
        async with open_container(given_settings(), console) as container:
            use_case = await container.get(SearchPassages)
            return await search_passages(use_case, request, console, explain=explain)

    raise typer.Exit(run_to_end(run()))
