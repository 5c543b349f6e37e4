"""Renders the report: one HTML file that loads no other resource. No input or output here."""

from collections.abc import Callable, Sequence
from html import escape

from entrypoints.evaluation.figures.ranking import recall_by_depth
from entrypoints.evaluation.outcomes import DEPTH, QuestionOutcome, SavedRun
from entrypoints.evaluation.reports.charts import histogram, line_chart
from entrypoints.evaluation.reports.html_answers import answers_section
from entrypoints.evaluation.reports.html_page import figure_rows, page

WORST = 25
FOUND_INSTEAD = 3

_BODY = """<p>{summary}</p>
<table>{figures}</table>
<h2>Recall by depth</h2>
{recall}
<h2>Scores of the top passages</h2>
{scores}
<h2>Confidence</h2>
{confidence}
{answers}
<h2>Worst searches</h2>
{worst}
"""


def render(run: SavedRun, outcomes: Sequence[QuestionOutcome]) -> str:
    """Return the HTML report of a run."""
    summary = (
        f"{run.documents:,} documents, {run.answerable:,} questions with an answer and"
        f" {run.unanswerable:,} without; search mode: {run.mode}."
    )
    body = _BODY.format(
        summary=escape(summary),
        figures=figure_rows(run.figures),
        recall=line_chart(recall_by_depth(outcomes, DEPTH), "number of documents", "recall"),
        scores=histogram(_by_kind(outcomes, lambda each: each.found[0].score), "score"),
        confidence=histogram(_by_kind(outcomes, lambda each: each.confidence), "confidence"),
        answers=answers_section(outcomes),
        worst=_worst(outcomes),
    )
    return page(f"Quoth on {run.dataset}", body)


def _by_kind(
    outcomes: Sequence[QuestionOutcome], value: Callable[[QuestionOutcome], float]
) -> dict[str, list[float]]:
    """Return a value for each question with results, grouped by whether the first is right."""
    found = [each for each in outcomes if each.found]
    answerable = [each for each in found if each.answerable]
    return {
        "right": [value(each) for each in answerable if each.first_is_right],
        "wrong": [value(each) for each in answerable if not each.first_is_right],
        "unanswerable": [value(each) for each in found if not each.answerable],
    }


def worst_questions(outcomes: Sequence[QuestionOutcome]) -> list[QuestionOutcome]:
    """Return the answerable questions with an nDCG@10 below 1, worst first."""
    missed = [each for each in outcomes if each.answerable and each.figures["ndcg@10"] < 1]
    return sorted(missed, key=lambda each: (each.figures["ndcg@10"], each.figures["recall@100"]))


def _worst(outcomes: Sequence[QuestionOutcome]) -> str:
    worst = worst_questions(outcomes)
    if not worst:
        return "<p>Every search ranked all expected documents first.</p>"
    articles = "".join(_article(each) for each in worst[:WORST])
    if len(worst) > WORST:
        articles += f"<p>… and {len(worst) - WORST:,} more with an nDCG@10 below 1.</p>"
    return articles


def _article(outcome: QuestionOutcome) -> str:
    ranks = dict(zip((each.id for each in outcome.found), range(1, DEPTH + 1), strict=False))
    expected = ", ".join(
        f"{escape(each)} ({f'at rank {ranks[each]}' if each in ranks else 'not found'})"
        for each in outcome.expected
    )
    found = "".join(
        f"<li>{escape(each.id)} <small>{each.score:.3f}</small><br>"
        f"<small>{escape(each.excerpt)}</small></li>"
        for each in outcome.found[:FOUND_INSTEAD]
    )
    return (
        f"<article><h3>{escape(outcome.question)}</h3>"
        f"<p>Expected: {expected}; nDCG@10 {outcome.figures['ndcg@10']:.2f}. Top results:</p>"
        f"<ol>{found or '<li>none</li>'}</ol></article>"
    )
