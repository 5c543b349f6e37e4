"""Turns what people said about answers into the cases of an answer set."""

import msgspec

from entrypoints.evaluation.cases import Case, Expectation
from quoth import Citation, JudgedAnswer

KINDS = {"good": "found_good", "bad": "found_bad"}


def case_of(judged: JudgedAnswer) -> Case | None:
    """Return what an answer to the same question has to hold; None if nothing can be expected.

    - What was good: one of the same quotations, or an abstention again.
    - What was bad: none of the quotations that are wrong; without any, not the same text again. An
      abstention that was bad has to be an answer.
    """
    expect = _expected_of_good(judged) if judged.verdict == "good" else _expected_of_bad(judged)
    if not msgspec.to_builtins(expect):
        return None
    return Case(
        id=f"feedback-{judged.feedback_id}",
        kind=KINDS[judged.verdict],
        messages=judged.questions,
        expect=expect,
        # only a person can say what a better answer would hold
        soft=judged.verdict == "bad" and not judged.wrong_quotations,
        why=judged.note,
    )


def is_complete(judged: JudgedAnswer) -> bool:
    """Return whether the documents that an answer quotes are all still there."""
    return not any(each.gone for each in judged.answer.citations)


def _expected_of_good(judged: JudgedAnswer) -> Expectation:
    answer = judged.answer
    if answer.finish_reason == "abstained":
        return Expectation(abstain=True)
    right = [each for each in answer.citations if each.verified and not _is_wrong(judged, each)]
    quotations = dict.fromkeys((each.cited_text.strip(),) for each in right)
    return Expectation(any_of=tuple(quotations), none_of=_wrong(judged))


def _expected_of_bad(judged: JudgedAnswer) -> Expectation:
    answer = judged.answer
    if answer.finish_reason == "abstained":
        return Expectation(abstain=False)
    return Expectation(none_of=_wrong(judged) or tuple(filter(None, [answer.content.strip()])))


def _wrong(judged: JudgedAnswer) -> tuple[str, ...]:
    wrong = [each for each in judged.answer.citations if _is_wrong(judged, each)]
    return tuple(dict.fromkeys(each.cited_text.strip() for each in wrong))


def _is_wrong(judged: JudgedAnswer, citation: Citation) -> bool:
    return citation.citation_id in judged.wrong_quotations
