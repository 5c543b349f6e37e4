"""Compares an answer with what is expected of it. No input or output here."""

from collections.abc import Iterator

from domain.conversation.message import FinishReason
from entrypoints.evaluation.cases import CaseAnswer, Expectation
from entrypoints.evaluation.figures.strings import holds, holds_in_order, plain, unescaped


def faults(expect: Expectation, answer: CaseAnswer) -> tuple[str, ...]:
    """Return what is wrong with an answer; nothing if everything that is expected holds."""
    if answer.finish is None:
        return (f"failed: {answer.reason}",)
    wrong = [*_end(expect, answer)]
    if not answer.abstained:
        wrong += [*_content(expect, answer)]
    shown = _shown(answer)
    wrong += [f"unwanted: {each!r}" for each in expect.none_of if holds(each, shown)]
    if expect.no_citations and answer.citations:
        wrong.append("cites the documents")
    return tuple(wrong)


def _end(expect: Expectation, answer: CaseAnswer) -> Iterator[str]:
    needed = expect.any_of or expect.shown or expect.in_order or expect.abstain is False
    if answer.abstained:
        if needed:
            yield f"abstained ({answer.reason})"
        return
    if expect.abstain:
        yield "answered instead of abstaining"
    if answer.finish is not FinishReason.STOP:
        yield f"ended with {answer.finish}"


def _content(expect: Expectation, answer: CaseAnswer) -> Iterator[str]:
    shown = _shown(answer)
    cited = [plain(each.cited_text) for each in answer.verified]
    everything = [*shown, *cited, " ".join(cited)]
    if expect.any_of:
        within = _first(answer) if expect.first else everything
        lacking = _fewest_missing(expect.any_of, within)
        if lacking:
            is_later = expect.first and not _fewest_missing(expect.any_of, everything)
            yield f"{'not in the first quotation' if is_later else 'missing'}: {_listed(lacking)}"
    for each in expect.shown:
        if not holds(each, shown):
            yield f"not shown: {each!r}"
    if expect.in_order and not any(
        holds_in_order(expect.in_order, text) for text in (*shown, " ".join(cited))
    ):
        lacking = tuple(each for each in expect.in_order if not holds(each, everything))
        yield f"incomplete: {_listed(lacking)}" if lacking else "in another order"


def _shown(answer: CaseAnswer) -> list[str]:
    """Return the text of the answer, with and without Markdown's backslashes."""
    return [plain(answer.content), plain(unescaped(answer.content))]


def _first(answer: CaseAnswer) -> list[str]:
    """Return what a reader sees first: the first paragraph, and what the first sentence cites."""
    seen = [answer.content.strip().split("\n\n")[0]]
    for each in answer.verified:
        if each.answer_start == answer.verified[0].answer_start:
            seen += [each.cited_text, answer.content[each.answer_start : each.answer_end]]
    return [plain(text) for text in seen]


def _fewest_missing(groups: tuple[tuple[str, ...], ...], texts: list[str]) -> tuple[str, ...]:
    """Return the strings that the nearest group lacks; nothing if a group is complete."""
    missing = [tuple(each for each in group if not holds(each, texts)) for group in groups]
    return min(missing, key=len)


def _listed(strings: tuple[str, ...]) -> str:
    return ", ".join(map(repr, strings))
