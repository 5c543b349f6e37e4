"""Renders the section of the report about answers. No input or output here."""

from collections.abc import Sequence
from html import escape

from entrypoints.evaluation.figures.answers import curve
from entrypoints.evaluation.outcomes import GivenAnswer, QuestionOutcome
from entrypoints.evaluation.reports.charts import curves

STEPS = 100
SHOWN = 25
EXCERPT_CHARACTERS = 400

NO_CURVE = "No data: the curve needs both questions with an answer and questions without."


def answers_section(outcomes: Sequence[QuestionOutcome]) -> str:
    """Return the section as HTML; empty for a run without answers."""
    if not any(each.answer for each in outcomes):
        return ""
    return (
        f"<h2>Answering versus abstaining</h2>{_curve(outcomes)}"
        f"<h2>Wrong answers</h2>{_wrong(outcomes)}"
    )


def _curve(outcomes: Sequence[QuestionOutcome]) -> str:
    points = curve(outcomes, STEPS)
    if not points:
        return f"<p>{NO_CURVE}</p>"
    # without expected texts, only the number of answers is known
    series = {
        "hit": [(each.abstention, each.hit) for each in points if each.hit is not None],
        "answered": [(each.abstention, each.answered) for each in points],
    }
    return curves(series, "abstention", "share of questions with an answer")


def wrong_answers(
    outcomes: Sequence[QuestionOutcome],
) -> list[tuple[str, QuestionOutcome, GivenAnswer]]:
    """Return (problem, outcome, answer) for each wrong answer, most confident first."""
    found = [
        (problem, each, each.answer)
        for each in outcomes
        if each.answer is not None and (problem := _problem(each, each.answer))
    ]
    return sorted(found, key=lambda wrong: -wrong[2].confidence)


def _problem(outcome: QuestionOutcome, answer: GivenAnswer) -> str:
    if answer.failed:
        return "The answer failed."
    if not outcome.answerable:
        return "" if answer.abstained else "Answered, although no document answers it."
    if answer.abstained:
        return "Not answered, although a document answers it."
    return "No citation contains an expected text." if answer.hit is False else ""


def _wrong(outcomes: Sequence[QuestionOutcome]) -> str:
    wrong = wrong_answers(outcomes)
    if not wrong:
        return "<p>There are no wrong answers.</p>"
    articles = "".join(
        f"<article><h3>{escape(outcome.question)}</h3>"
        f"<p>{problem} <small>confidence {answer.confidence:.3f}</small></p>"
        f"<p><small>{escape(answer.content[:EXCERPT_CHARACTERS])}</small></p></article>"
        for problem, outcome, answer in wrong[:SHOWN]
    )
    if len(wrong) > SHOWN:
        articles += f"<p>… and {len(wrong) - SHOWN:,} more.</p>"
    return articles
