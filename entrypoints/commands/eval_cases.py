"""quoth eval on an answer set: ask its cases and say which answers are not as expected."""

from rich.console import Console

from domain.errors import Misconfigured
from domain.retrieval.passages import SearchMode
from entrypoints.commands.eval import EvaluationRequest
from entrypoints.commands.eval_output import check_targets, print_comparison, print_gates, say
from entrypoints.evaluation.cases import SavedCases
from entrypoints.evaluation.datasets.answer_set import read_answer_set
from entrypoints.evaluation.datasets.files import write_text
from entrypoints.evaluation.figures.cases import case_names
from entrypoints.evaluation.figures.gates import parse_gate
from entrypoints.evaluation.reports.failures import failed_cases, failure_lines
from entrypoints.evaluation.reports.html_cases import render_cases
from entrypoints.evaluation.reports.tables import kinds_table
from entrypoints.evaluation.runs.corpus import settings_for
from entrypoints.evaluation.runs.saved_runs import load, save, summarise_cases
from entrypoints.evaluation.runs.use_cases import OpenUseCases
from entrypoints.settings import Settings

SHOWN_FAILURES = 5


async def evaluate_cases(
    settings: Settings, request: EvaluationRequest, open_use_cases: OpenUseCases, console: Console
) -> int:
    """Ask the cases of an answer set, print what failed and the metrics; return the exit status.

    The status is 1 if a gate failed.

    Args:
        settings: The settings. The answer set gets its own data directory.
        request: The arguments of the command.
        open_use_cases: Opens the application with the settings for the answer set.
        console: The console to print to.

    Raises:
        Misconfigured: If the set, the baseline or a gate cannot be read, or an option does not
            apply; nothing was ingested. Also if no document of a library can be ingested, the
            baseline has none of the cases, or an output file cannot be written.
        LanguageModelFailed: If the language model fails to answer the first case.
        Unavailable: If the database becomes unavailable.
    """
    if request.mode is not SearchMode.HYBRID or not request.history:
        raise Misconfigured(
            "An answer set is asked as a person asks, so --mode and --no-history do not apply."
        )
    answer_set = read_answer_set(request.dataset, request.formats)
    cases = answer_set.sample(request.limit)
    gates = [parse_gate(text, case_names(cases)) for text in request.gates]
    baseline = None if request.baseline is None else load(request.baseline, SavedCases)
    check_targets(request.json_file, request.report)

    async with open_use_cases(settings_for(answer_set, settings)) as use_cases:
        outcomes, failures = await use_cases.cases.execute(answer_set, cases, console)
    run = summarise_cases(answer_set, outcomes, settings)

    for each in failed_cases(outcomes):
        say(console, "", *failure_lines(each))
    say(console, "", f"{run.documents:,} documents, {len(outcomes):,} cases")
    if failures:
        say(console, f"Documents that failed: {len(failures):,}")
        say(console, *(f"  {name}: {reason}" for name, reason in failures[:SHOWN_FAILURES]))
    console.print(kinds_table(run, outcomes))
    if baseline is not None:
        print_comparison(
            {each.id: each.figures for each in baseline.cases},
            {each.id: each.figures for each in run.cases},
            (baseline.figures, run.figures),
            console,
            same_documents=baseline.corpus_sha256 == run.corpus_sha256,
        )
    if request.json_file is not None:
        save(run, request.json_file)
    if request.report is not None:
        write_text(request.report, render_cases(run, outcomes))
    return print_gates(gates, run.figures, console)
