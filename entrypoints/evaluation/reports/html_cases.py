"""Renders the report of an answer set. No input or output here."""

from collections.abc import Sequence
from html import escape

from entrypoints.evaluation.cases import CaseOutcome, SavedCases
from entrypoints.evaluation.figures.cases import passed_by_kind
from entrypoints.evaluation.reports.failures import failed_cases, failure_lines
from entrypoints.evaluation.reports.html_page import figure_rows, page


def render_cases(run: SavedCases, outcomes: Sequence[CaseOutcome]) -> str:
    """Return the HTML report of the run of an answer set."""
    kinds = passed_by_kind(outcomes)
    whole = {name: value for name, value in run.figures.items() if name not in kinds}
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{passed} of {total}</td><td>{passed / total:.0%}</td></tr>"
        for name, (passed, total) in kinds.items()
    )
    failed = failed_cases(outcomes)
    return page(
        f"Quoth on {run.dataset}",
        f"<p>{run.documents:,} documents, {len(outcomes):,} cases.</p>"
        f"<table>{figure_rows(whole)}</table><h2>Kinds</h2><table>{rows}</table>"
        f"<h2>Failed cases</h2>{''.join(map(_article, failed)) or '<p>Every case passed.</p>'}",
    )


def _article(outcome: CaseOutcome) -> str:
    first, *others = failure_lines(outcome)
    lines = "".join(f"<p>{escape(line)}</p>" for line in others)
    return f"<article><h3>{escape(first)}</h3>{lines}</article>"
