"""quoth eval: measure search and answers on a set of labelled questions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from domain.documents.file_format import FileFormat
from domain.errors import Misconfigured
from domain.retrieval.passages import SearchMode
from entrypoints.commands.eval_output import check_targets, print_comparison, print_gates, say
from entrypoints.evaluation.datasets.dataset import Dataset, LabelledQuestion
from entrypoints.evaluation.datasets.files import write_text
from entrypoints.evaluation.datasets.open_dataset import read_dataset
from entrypoints.evaluation.figures.gates import parse_gate
from entrypoints.evaluation.figures.ranking import with_figures
from entrypoints.evaluation.outcomes import QuestionOutcome, SavedRun
from entrypoints.evaluation.reports.html import render
from entrypoints.evaluation.reports.tables import figures_table
from entrypoints.evaluation.runs.answer_run import answer_all
from entrypoints.evaluation.runs.corpus import Corpus, ingest_corpus, settings_for
from entrypoints.evaluation.runs.saved_runs import load, save, summarise
from entrypoints.evaluation.runs.search_run import ask_all
from entrypoints.evaluation.runs.use_cases import OpenUseCases
from entrypoints.settings import Settings

SHOWN_FAILURES = 5


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """The arguments of the command.

    Attributes:
        dataset: A BEIR folder, a folder of conversations, a SQuAD file, or a folder of documents.
        formats: The formats of documents that are read.
        mode: The search to measure.
        questions: A CSV file with questions about a folder of documents.
        limit: The maximum number of questions; None for all.
        json_file: The file to save the run in.
        baseline: A saved run to compare with.
        gates: Conditions on metrics, such as `ndcg@10>=0.70`.
        report: The file to write the HTML report to.
        answers: Whether to answer the questions as well.
        history: Whether a question is asked with the conversation before it.
        beside: Another embedding model to measure on the same questions, and to compare with.
    """

    dataset: Path
    formats: tuple[FileFormat, ...]
    mode: SearchMode = SearchMode.HYBRID
    questions: Path | None = None
    limit: int | None = None
    json_file: Path | None = None
    baseline: Path | None = None
    gates: tuple[str, ...] = ()
    report: Path | None = None
    answers: bool = False
    history: bool = True
    beside: str | None = None


async def evaluate(
    settings: Settings, request: EvaluationRequest, open_use_cases: OpenUseCases, console: Console
) -> int:
    """Ingest the dataset, ask its questions, print the metrics, and return the exit status.

    The status is 1 if a gate failed.

    Args:
        settings: The settings. The dataset gets its own data directory.
        request: The arguments of the command.
        open_use_cases: Opens the application with the settings for the dataset.
        console: The console to print to.

    Raises:
        Misconfigured: If the dataset, the baseline or a gate cannot be read; nothing was ingested.
            Also if no document can be ingested, the baseline has none of the questions, or an
            output file cannot be written.
        LanguageModelFailed: If the language model fails to answer the first question.
        Unavailable: If the database becomes unavailable; documents ingested so far are stored.
    """
    # validate everything before the slow part begins
    gates = [parse_gate(text) for text in request.gates]
    baseline = None if request.baseline is None else load(request.baseline, SavedRun)
    check_targets(request.json_file, request.report)
    dataset = read_dataset(request.dataset, request.questions, request.formats)
    questions = dataset.sample(request.limit)
    relevant = {each.id: each.relevant for each in questions if each.answerable}
    if not relevant:
        raise Misconfigured("None of the selected questions has an answer: increase --limit.")
    if not request.history:
        questions = tuple(replace(each, history=()) for each in questions)

    other = None
    if request.beside is not None:
        with_other = replace(settings, embedding_model=request.beside)
        own = settings_for(dataset, with_other)
        _, outcomes = await _searched(own, request, dataset, questions, open_use_cases, console)
        outcomes = with_figures(outcomes, relevant)
        other = summarise(dataset, outcomes, request.mode, with_other, history=request.history)
    own = settings_for(dataset, settings)
    corpus, outcomes = await _searched(own, request, dataset, questions, open_use_cases, console)
    if request.answers:
        # opened again, because the searches' caches would make the answers look faster
        async with open_use_cases(own) as use_cases:
            answers = await answer_all(use_cases.answering, questions, console)
        outcomes = tuple(replace(each, answer=answers[each.id]) for each in outcomes)
    outcomes = with_figures(outcomes, relevant)
    run = summarise(dataset, outcomes, request.mode, settings, history=request.history)

    say(console, *_notes(dataset, run, corpus, outcomes))
    console.print(figures_table(run))
    if other is not None:
        say(console, f"Beside the embedding model {request.beside}:")
    for earlier in filter(None, (other, baseline)):
        print_comparison(
            _by_question(earlier),
            _by_question(run),
            (earlier.figures, run.figures),
            console,
            same_documents=earlier.corpus_sha256 == run.corpus_sha256,
        )
    if request.json_file is not None:
        save(run, request.json_file)
    if request.report is not None:
        write_text(request.report, render(run, outcomes))
    return print_gates(gates, run.figures, console)


async def _searched(
    own: Settings,
    request: EvaluationRequest,
    dataset: Dataset,
    questions: Sequence[LabelledQuestion],
    open_use_cases: OpenUseCases,
    console: Console,
) -> tuple[Corpus, tuple[QuestionOutcome, ...]]:
    """Ingest the dataset with its settings, and search for its questions."""
    async with open_use_cases(own) as use_cases:
        corpus = await ingest_corpus(use_cases.ingest, use_cases.files, dataset, console)
        return corpus, await ask_all(use_cases.search, questions, corpus, request.mode, console)


def _by_question(run: SavedRun) -> dict[str, dict[str, float]]:
    return {each.id: each.figures for each in run.questions if each.figures}


def _notes(
    dataset: Dataset, run: SavedRun, corpus: Corpus, outcomes: Sequence[QuestionOutcome]
) -> list[str]:
    notes = [
        f"{run.documents:,} documents, {run.answerable:,} questions with an answer,"
        f" {run.unanswerable:,} without"
    ]
    if dataset.same_text:
        notes.append(f"Duplicate documents, skipped: {dataset.same_text:,}")
    if dataset.left_out:
        notes.append(f"Questions without a judgement, skipped: {dataset.left_out:,}")
    if corpus.failures:
        notes.append(f"Documents that failed, counted as not found: {len(corpus.failures):,}")
        notes += [f"  {name}: {reason}" for name, reason in corpus.failures[:SHOWN_FAILURES]]
    if failed := sum(each.answer.failed for each in outcomes if each.answer):
        notes.append(f"Answers that failed, counted as wrong: {failed:,}")
    return notes
