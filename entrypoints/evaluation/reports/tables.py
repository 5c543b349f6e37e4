"""Renders the tables that are printed in the terminal. No input or output here."""

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Column, Table

from entrypoints.evaluation.cases import CaseOutcome, SavedCases
from entrypoints.evaluation.figures.cases import passed_by_kind
from entrypoints.evaluation.figures.comparison import Comparison
from entrypoints.evaluation.figures.ranking import IN_MILLISECONDS
from entrypoints.evaluation.outcomes import SavedRun


def shown(name: str, value: float) -> str:
    """Return the value of a metric, formatted for display."""
    return f"{value:.1f} ms" if name in IN_MILLISECONDS else f"{value:.4f}"


def figures_table(run: SavedRun) -> Table:
    """Return a table of the metrics of a run."""
    table = Table("metric", run.mode, title=escape(f"Quoth on {run.dataset}"))
    for name, value in run.figures.items():
        table.add_row(name, shown(name, value))
    return table


def kinds_table(run: SavedCases, outcomes: Sequence[CaseOutcome]) -> Table:
    """Return a table of the kinds of an answer set, followed by the metrics of the whole run."""
    kinds = passed_by_kind(outcomes)
    table = Table("kind", "passed", "share", title=escape(f"Quoth on {run.dataset}"))
    for name, (passed, total) in kinds.items():
        table.add_row(name, f"{passed} of {total}", f"{passed / total:.0%}")
    table.add_section()
    for name, value in run.figures.items():
        if name not in kinds:
            table.add_row(name, "", shown(name, value))
    return table


def comparison_table(comparison: Comparison) -> Table:
    """Return a table of the differences between a run and its baseline."""
    columns = ("baseline", "now", "change", "better / worse", "p", "")
    # other columns may be narrow, but the name of a metric must stay readable
    figure = Column("metric", no_wrap=True)
    table = Table(
        figure, *columns, title=f"Compared with the baseline on {comparison.shared:,} questions"
    )
    for each in comparison.differences:
        change = each.after - each.before
        in_time = each.metric in IN_MILLISECONDS
        table.add_row(
            each.metric,
            shown(each.metric, each.before),
            shown(each.metric, each.after),
            f"{change:+.1f} ms" if in_time else f"{change:+.4f}",
            "" if each.p_value is None else f"{each.better} / {each.worse}",
            "" if each.p_value is None else f"{each.p_value:.4f}",
            each.verdict,
        )
    return table
