"""Says what is wrong with the cases that failed. No input or output here."""

from collections.abc import Iterable

import msgspec

from entrypoints.evaluation.cases import CaseOutcome

EXCERPT_CHARACTERS = 300


def failed_cases(outcomes: Iterable[CaseOutcome]) -> list[CaseOutcome]:
    """Return the cases that failed or have a false citation, in their order."""
    return [each for each in outcomes if not each.passed or each.answer.false_citations]


def failure_lines(outcome: CaseOutcome) -> list[str]:
    """Return the question, what came, what was expected and what is wrong, a line each."""
    case, answer = outcome.case, outcome.answer
    about = ", ".join(filter(None, (case.kind, case.language, "soft" if case.soft else "")))
    content = " ".join(answer.content.split())[:EXCERPT_CHARACTERS]
    came = " ".join(filter(None, (answer.finish or "failed", answer.reason, content)))
    expected = msgspec.json.encode(case.expect).decode()
    wrong = list(outcome.faults)
    wrong += [f"false citation: {each.cited_text!r}" for each in answer.false_citations]
    return [
        f"{case.id} [{about}] {' → '.join(case.messages)}",
        f"came: {came}",
        f"expected: {expected}{f' ({case.why})' if case.why else ''}",
        f"wrong: {'; '.join(wrong)}",
    ]
