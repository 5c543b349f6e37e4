"""Measuring search and answers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from domain.errors import InvalidInput
from domain.retrieval.passages import SearchMode
from entrypoints.cli.running import console, errors, given_settings, run_to_end
from entrypoints.settings import Settings

if TYPE_CHECKING:
    from entrypoints.evaluation.runs.use_cases import EvaluationUseCases


def evaluate(
    dataset: Annotated[
        Path,
        typer.Argument(help="A BEIR folder, a SQuAD file, an answer set, or your documents."),
    ],
    *,
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
        Path | None,
        typer.Option("--json", help="Save the metrics and results to this file; - prints them."),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Compare with a run that --json saved.")
    ] = None,
    beside: Annotated[
        str | None,
        typer.Option(help="Measure another embedding model on the same questions, and compare."),
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
    from entrypoints.evaluation.runs.saved_runs import STANDARD_OUTPUT

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
        beside,
    )
    is_cases = questions is None and is_answer_set(dataset)
    if is_cases and beside is not None:
        raise InvalidInput("--beside compares searches: an answer set has none. Nothing was run.")
    run_evaluation = evaluate_cases if is_cases else evaluate_dataset
    said = errors if json_file == STANDARD_OUTPUT else console
    run = run_evaluation(given_settings(), request, partial(_open_evaluation, said), said)
    raise typer.Exit(run_to_end(run))


@asynccontextmanager
async def _open_evaluation(
    said: Console, settings: Settings
) -> AsyncIterator["EvaluationUseCases"]:
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

    async with open_container(settings, said) as container:
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
