"""The command line: serve, ingest, sync, list, show, delete, ask, search, eval and others."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.console import Console

from application.retrieval.search_passages import SearchPassages, SearchRequest
from domain.documents.document import DocumentStatus
from domain.documents.jobs import JobState
from domain.errors import Misconfigured, QuothError
from domain.retrieval.passages import PassageFilter, SearchMode
from entrypoints.export.formats import FileFormat
from entrypoints.settings import Settings, read_settings

if TYPE_CHECKING:
    from entrypoints.commands.calibrate import SetSearch
    from entrypoints.commands.documents import DocumentUseCases
    from entrypoints.commands.jobs import JobUseCases
    from entrypoints.evaluation.runs.use_cases import EvaluationUseCases

Result = TypeVar("Result")

app = typer.Typer(
    help="Quoth answers questions from your own documents and quotes its sources.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
jobs = typer.Typer(help="The work on documents that is not done.", no_args_is_help=True)
app.add_typer(jobs, name="jobs")
console = Console(emoji=False)  # names and quotations are printed as they are
errors = Console(stderr=True, emoji=False, soft_wrap=True)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
) -> None:
    """Start the server, and its own database unless QUOTH_DATABASE_URL is set."""
    from entrypoints.asgi import serve as run_server

    given = {"QUOTH_HOST": host, "QUOTH_PORT": None if port is None else str(port)}
    raise typer.Exit(run_server(_settings(given)))


@app.command()
def worker() -> None:
    """Process queued documents, as the server does, on this or any other machine."""
    from entrypoints.app_context import open_container
    from entrypoints.background_work import BackgroundWork
    from entrypoints.commands.worker import work

    settings = _settings()

    async def run() -> int:
        async with open_container(settings, console) as container:
            background = await container.get(BackgroundWork)
            return await work(background, console, settings.worker_places)

    raise typer.Exit(_run(run()))


@jobs.command("list")
def list_all_jobs(
    state: Annotated[JobState | None, typer.Option(help="Only jobs in this state.")] = None,
) -> None:
    """List the documents that wait, are being processed, failed or were cancelled."""
    from entrypoints.commands.jobs import list_jobs

    _on_jobs(lambda use: list_jobs(use, console, state))


@jobs.command("retry")
def retry(
    documents: Annotated[
        list[str] | None, typer.Argument(help="Names or ids; by default, all that failed.")
    ] = None,
) -> None:
    """Process documents again that failed or were cancelled, from their stored bytes."""
    from entrypoints.commands.jobs import retry_jobs

    _on_jobs(lambda use: retry_jobs(use, console, documents or []))


@jobs.command("cancel")
def cancel(
    documents: Annotated[list[str], typer.Argument(help="Names or ids of documents.")],
) -> None:
    """Cancel the work on documents. Their bytes stay stored, and they can be retried."""
    from entrypoints.commands.jobs import cancel_jobs

    _on_jobs(lambda use: cancel_jobs(use, console, documents))


@app.command()
def migrate() -> None:
    """Update the database schema, then exit."""
    from entrypoints.app_context import open_container

    async def run() -> None:
        async with open_container(_settings(), console):
            console.print("The database is up to date.")

    _run(run())


@app.command()
def ingest(
    paths: Annotated[
        list[Path], typer.Argument(help="Files, and folders to search for documents.")
    ],
) -> None:
    """Add documents: the files given, and in folders all files of a format that is read."""
    from application.documents.ingest_document import IngestDocument
    from application.ports.text_extractor import TextExtractor
    from application.ports.upload_files import UploadFiles
    from entrypoints.app_context import open_container
    from entrypoints.commands.ingest import ingest_paths

    async def run() -> int:
        async with open_container(_settings(), console) as container:
            ingest, files = await container.get(IngestDocument), await container.get(UploadFiles)
            formats = (await container.get(TextExtractor)).formats
            return await ingest_paths(ingest, files, formats, paths, console)

    raise typer.Exit(_run(run()))


@app.command()
def sync(
    source: Annotated[
        str,
        typer.Argument(
            help="A folder, s3://bucket/prefix, git+https://host/name.git@ref, or https://site/."
        ),
    ],
    collection: Annotated[
        str | None, typer.Option(help="The collection; by default named after the source.")
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Delete documents that the source no longer has.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, and sync whenever the folder changes.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    retry: Annotated[
        bool, typer.Option("--retry", help="Try files again that failed and have not changed.")
    ] = False,
) -> None:
    """Make a collection equal to a source: added, changed, renamed and removed documents."""
    from application.syncing.plan_sync import PlanSync, SyncRequest
    from application.syncing.sync_collection import SyncCollection
    from entrypoints.app_context import open_step_by_step
    from entrypoints.commands.sync import SyncUseCases, sync_and_watch, sync_once
    from entrypoints.container.sources import open_source

    settings = _settings()

    async def run() -> int:
        async with (
            open_source(source, settings) as opened,
            open_step_by_step(settings, console) as (container, load),
        ):
            use_cases = SyncUseCases(
                await container.get(PlanSync), await container.get(SyncCollection), load
            )
            name = opened.name if collection is None else collection
            request = SyncRequest(name, opened.source, prune, retry, dry_run)
            if not watch:
                return await sync_once(use_cases, request, console)
            if opened.changes is None:
                raise Misconfigured(
                    "Only folders can be watched: sync other sources from time to time instead."
                )
            await sync_and_watch(use_cases, request, opened.changes, console)
            return 0

    raise typer.Exit(_run(run()))


@app.command("list")
def list_all(
    pattern: Annotated[
        str | None, typer.Argument(help='Only matching names, e.g. "*.md" or "alpha/*".')
    ] = None,
    status: Annotated[
        DocumentStatus | None, typer.Option(help="Only documents with this status.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
) -> None:
    """List the documents, last uploaded first."""
    from entrypoints.commands.documents import list_documents

    _on_documents(
        lambda use: list_documents(use.catalog, console, pattern, status, as_json=as_json)
    )


@app.command()
def show(
    document: Annotated[str, typer.Argument(help="The name or id of the document.")],
    text: Annotated[bool, typer.Option("--text", help="Print only its text.")] = False,
) -> None:
    """Show the properties of a document, or its text."""
    from entrypoints.commands.documents import show_document

    _on_documents(lambda use: show_document(use, document, console, text=text))


@app.command()
def language(
    document: Annotated[str, typer.Argument(help="The name or id of the document.")],
    code: Annotated[
        str, typer.Argument(help="A two-letter code of ISO 639-1, such as en; or unknown.")
    ],
) -> None:
    """Set the language of a document, by whose rules its words are found."""
    from entrypoints.commands.documents import change_language

    _on_documents(lambda use: change_language(use, document, code, console))


@app.command()
def delete(
    names: Annotated[
        list[str], typer.Argument(help="Names, or ids of documents to delete with all names.")
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete names of documents. A document is deleted with its last name, or by its id."""
    from entrypoints.commands.documents import delete_documents

    def confirm(question: str) -> bool:
        if not yes and not sys.stdin.isatty():
            errors.print("quoth: no terminal to ask for confirmation: use --yes.", style="red")
            return False
        return yes or typer.confirm(question)

    _on_documents(lambda use: delete_documents(use, names, console, confirm))


@app.command()
def ask(question: Annotated[str, typer.Argument(help="The question.")]) -> None:
    """Answer a question from the documents and list the sources."""
    from application.answering.answer_question import AnswerQuestion
    from application.conversation.create_session import CreateSession
    from application.conversation.read_session import ReadSession
    from entrypoints.app_context import open_container
    from entrypoints.commands.ask import AskUseCases, ask_question

    async def run() -> int:
        async with open_container(_settings(), console) as container:
            use_cases = AskUseCases(
                await container.get(CreateSession),
                await container.get(AnswerQuestion),
                await container.get(ReadSession),
            )
            return await ask_question(use_cases, question, console)

    raise typer.Exit(_run(run()))


@app.command()
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
) -> None:
    """Find passages without generating an answer."""
    from entrypoints.app_context import open_container
    from entrypoints.commands.search import search_passages

    within = PassageFilter(filename=filename)
    request = SearchRequest(query, limit=top_k, mode=mode, within=within)

    async def run() -> int:
        async with open_container(_settings(), console) as container:
            use_case = await container.get(SearchPassages)
            return await search_passages(use_case, request, console, explain=explain)

    raise typer.Exit(_run(run()))


@app.command("eval")
def evaluate(
    dataset: Annotated[
        Path,
        typer.Argument(help="A BEIR folder, a SQuAD file, an answer set, or your documents."),
    ],
    mode: Annotated[
        SearchMode, typer.Option(help="Search by meaning (vector), words (text), or both (hybrid).")
    ] = SearchMode.HYBRID,
    questions: Annotated[
        Path | None, typer.Option(help="A CSV file of questions about a folder of documents.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="The maximum number of questions.")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Save the metrics and results to this file.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Compare with a run that --json saved.")
    ] = None,
    gate: Annotated[
        list[str] | None,
        typer.Option(help='Fail unless this holds, e.g. "ndcg@10>=0.70". Repeatable.'),
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Write an HTML report to this file.")] = None,
    answers: Annotated[bool, typer.Option("--answers", help="Also answer the questions.")] = False,
    history: Annotated[
        bool, typer.Option(help="Use the conversation before each question.")
    ] = True,
) -> None:
    """Measure search and answers on questions with known documents or known answers."""
    from entrypoints.commands.eval import EvaluationRequest
    from entrypoints.commands.eval import evaluate as evaluate_dataset
    from entrypoints.commands.eval_cases import evaluate_cases
    from entrypoints.container import formats_read
    from entrypoints.evaluation.datasets.answer_set import is_answer_set

    request = EvaluationRequest(
        dataset,
        formats_read(),
        mode,
        questions,
        limit,
        json_file,
        baseline,
        tuple(gate or ()),
        report,
        answers,
        history,
    )
    is_cases = questions is None and is_answer_set(dataset)
    run_evaluation = evaluate_cases if is_cases else evaluate_dataset
    raise typer.Exit(_run(run_evaluation(_settings(), request, _open_evaluation, console)))


@app.command()
def reindex(
    model: Annotated[
        str | None,
        typer.Option(help="Build the vectors of this embedding model, and switch to them."),
    ] = None,
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Switch back to the former model.")
    ] = False,
    drop_old: Annotated[
        bool, typer.Option("--drop-old", help="Delete the vectors that are not searched.")
    ] = False,
) -> None:
    """Change the embedding model of all documents. Without options, show which vectors there are.

    Search works throughout. Interrupted and run again, it goes on where it was.
    """
    from entrypoints.app_context import open_reindex
    from entrypoints.commands import reindex as command

    if (model is not None) + rollback + drop_old > 1:
        raise Misconfigured("Give one of --model, --rollback and --drop-old. Nothing was changed.")

    async def run() -> int:
        async with open_reindex(_settings()) as use_cases:
            if drop_old:
                return await command.drop_old(use_cases, console)
            if model is not None or rollback:
                return await command.change_model(use_cases, model, console)
            return await command.show_vectors(use_cases, console)

    raise typer.Exit(_run(run()))


@app.command()
def calibrate(
    dataset: Annotated[
        Path, typer.Argument(help="A BEIR folder, a SQuAD file, or your documents, as for eval.")
    ],
    questions: Annotated[
        Path | None, typer.Option(help="A CSV file of questions about a folder of documents.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="The maximum number of questions.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="The embedding model; by default that of the library.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print, and store nothing.")] = False,
) -> None:
    """Fit how an embedding model's similarities are judged, to questions with known documents."""
    from entrypoints.app_context import open_library_models
    from entrypoints.commands.calibrate import CalibrationRequest
    from entrypoints.commands.calibrate import calibrate as calibrate_model
    from entrypoints.container import formats_read

    request = CalibrationRequest(dataset, formats_read(), questions, limit, model, dry_run)
    raise typer.Exit(
        _run(calibrate_model(_settings(), request, open_library_models, _open_set, console))
    )


@app.command()
def doctor() -> None:
    """Check every part that Quoth needs, and say how to fix the broken ones."""
    from entrypoints.app_context import wire_container
    from entrypoints.commands.doctor import examine
    from entrypoints.diagnosis import Diagnosis

    async def run() -> int:
        async with wire_container(_settings()) as container:
            return await examine(await container.get(Diagnosis), console)

    raise typer.Exit(_run(run()))


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    force: Annotated[bool, typer.Option(help="Replace a file that exists.")] = False,
) -> None:
    """Write everything that is stored to one file. Works while the server is running."""
    from entrypoints.app_context import open_backups
    from entrypoints.commands.backup import save_backup

    async def run() -> None:
        async with open_backups(_settings()) as backups:
            await save_backup(backups, file, console, replace=force)

    _run(run())


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `quoth backup` wrote.")],
    force: Annotated[bool, typer.Option(help="Replace everything that is stored.")] = False,
) -> None:
    """Load a backup in one step. The server must not be running."""
    from entrypoints.app_context import open_backups
    from entrypoints.commands.backup import restore_backup

    async def run() -> None:
        async with open_backups(_settings()) as backups:
            await restore_backup(backups, file, console, replace=force)

    _run(run())


@app.command()
def export(
    target: Annotated[
        Path, typer.Argument(help="A folder for three files, or one file that ends in .jsonl.")
    ],
    kind: Annotated[
        FileFormat, typer.Option("--format", help="The format of the files.")
    ] = FileFormat.JSONL,
    force: Annotated[bool, typer.Option(help="Replace files that exist.")] = False,
) -> None:
    """Write documents, chunks and conversations as files for other programs."""
    from entrypoints.app_context import open_export
    from entrypoints.commands.export import export_library

    async def run() -> None:
        async with open_export(_settings()) as library:
            await export_library(library, target, console, kind, replace=force)

    _run(run())


def main() -> None:
    """Run the command line."""
    try:
        app()
    except QuothError as exc:
        errors.print(f"quoth: {exc.message}", style="red", markup=False, highlight=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


@asynccontextmanager
async def _open_evaluation(settings: Settings) -> AsyncIterator["EvaluationUseCases"]:
    from application.answering.answer_question import AnswerQuestion
    from application.conversation.create_session import CreateSession
    from application.documents.ingest_document import IngestDocument
    from application.documents.remove_document import RemoveDocument
    from application.ports.document_catalog import DocumentCatalog
    from application.ports.document_texts import DocumentTexts
    from application.ports.message_store import MessageStore
    from application.ports.session_store import SessionStore
    from application.ports.upload_files import UploadFiles
    from application.retrieval.contextual_query import ContextualQueryBuilder
    from application.retrieval.retriever import Retriever
    from entrypoints.app_context import open_container
    from entrypoints.evaluation.runs.answer_run import Answering
    from entrypoints.evaluation.runs.case_run import CaseRun
    from entrypoints.evaluation.runs.library_shelf import LibraryShelf
    from entrypoints.evaluation.runs.question_search import QuestionSearch
    from entrypoints.evaluation.runs.use_cases import EvaluationUseCases

    async with open_container(settings, console) as container:
        ingest, files = await container.get(IngestDocument), await container.get(UploadFiles)
        answering = Answering(
            await container.get(CreateSession),
            await container.get(SessionStore),
            await container.get(MessageStore),
            await container.get(AnswerQuestion),
        )
        shelf = LibraryShelf(
            ingest,
            files,
            await container.get(DocumentCatalog),
            await container.get(RemoveDocument),
        )
        yield EvaluationUseCases(
            ingest,
            files,
            QuestionSearch(
                await container.get(ContextualQueryBuilder), await container.get(Retriever)
            ),
            answering,
            CaseRun(shelf, answering, await container.get(DocumentTexts)),
        )


@asynccontextmanager
async def _open_set(settings: Settings) -> AsyncIterator["SetSearch"]:
    from application.documents.ingest_document import IngestDocument
    from application.ports.live_embedder import LiveEmbedder
    from application.ports.passage_index import PassageIndex
    from application.ports.upload_files import UploadFiles
    from entrypoints.app_context import open_container
    from entrypoints.commands.calibrate import SetSearch

    async with open_container(settings, console) as container:
        yield SetSearch(
            await container.get(IngestDocument),
            await container.get(UploadFiles),
            await container.get(PassageIndex),
            await container.get(LiveEmbedder),
        )


def _on_documents(command: Callable[["DocumentUseCases"], Awaitable[int]]) -> None:
    from entrypoints.app_context import open_documents

    async def run() -> int:
        async with open_documents(_settings()) as use_cases:
            return await command(use_cases)

    raise typer.Exit(_run(run()))


def _on_jobs(command: Callable[["JobUseCases"], Awaitable[int]]) -> None:
    from entrypoints.app_context import open_jobs

    async def run() -> int:
        async with open_jobs(_settings()) as use_cases:
            return await command(use_cases)

    raise typer.Exit(_run(run()))


def _settings(given: dict[str, str | None] | None = None) -> Settings:
    options = {name: value for name, value in (given or {}).items() if value is not None}
    return read_settings({**os.environ, **options})


def _run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    try:
        return asyncio.run(coroutine)
    except KeyboardInterrupt:
        errors.print("Stopped. Everything finished so far is stored.")
        sys.exit(130)
