"""Which units are quoted together.

A list is quoted as a whole unless the question singles out one of its items. A row or a field is
quoted alone, with others only if they hold just as much of the question. What stands under a
question that the text asks itself is its answer. Of prose, one sentence is quoted, and another only
if it answers as well.
"""

from collections.abc import Iterator, Sequence

from domain.answering.quoting.scoring import Ranking, Scored
from domain.text.structure.blocks import Kind
from domain.text.structure.units import answers_its_question, introduces

MOST_QUOTES = 3
"""How many sentences or rows are quoted; more are no answer but a text to read."""

MOST_ITEMS = 20
"""How many items of a list that is quoted as a whole."""

# the least share of the best score, for what answers as well
_AS_GOOD = 0.97
_AS_GOOD_ROW = 0.95  # rows with the same words differ by their other cells


def choose(ranking: Ranking, *, phrases: bool = False) -> list[Scored]:
    """Return what is quoted, in reading order.

    Args:
        ranking: The candidates, of which the best answers the question.
        phrases: Whether the question asks for a phrase, so that only what has it is quoted.
    """
    best = ranking.best
    if led := _led_by(best, ranking.scored):
        return [best, *led[:MOST_ITEMS]]
    match best.unit.kind:
        case Kind.ITEM:
            items = _group(best, ranking.scored)
            whole = not _is_singled_out(best, items)
            chosen = items[:MOST_ITEMS] if whole else _with_neighbours(best, ranking)
        case Kind.ROW:
            chosen = [best, *_equal_rows(best, ranking.scored)][:MOST_QUOTES]
        case Kind.PROSE if answer := _answer_to_heading(best, ranking.scored):
            chosen = answer[:MOST_QUOTES]
        case Kind.PROSE if not phrases:
            chosen = _with_neighbours(best, ranking)
            if len(chosen) == 1:
                chosen += _as_good(best, ranking.scored)
        case _:
            chosen = [best]
    return sorted(chosen, key=_place) if best.unit.kind is not Kind.PROSE else chosen


def left_out(ranking: Ranking, chosen: Sequence[Scored]) -> int:
    """Return how many items of a list that is quoted as a whole are not quoted."""
    if len(chosen) < MOST_ITEMS or chosen[-1].unit.kind is not Kind.ITEM:
        return 0
    return len(_group(chosen[-1], ranking.scored)) - sum(
        each.unit.kind is Kind.ITEM for each in chosen
    )


def _led_by(best: Scored, scored: Sequence[Scored]) -> list[Scored]:
    """Return the items of the list that the best unit introduces."""
    return sorted(
        (
            each
            for each in scored
            if each.unit.kind is Kind.ITEM
            and each.candidate.source == best.candidate.source
            and introduces(best.unit, each.unit)
        ),
        key=_place,
    )


def _is_singled_out(best: Scored, items: Sequence[Scored]) -> bool:
    """Return whether the item has a word of the question that few of the others have."""
    others = [each for each in items if each.unit.block != best.unit.block]
    if not others:
        return True
    own = [each for each in best.own_content if not each.held_by(best.candidate.above)]
    return any(sum(term in other.own for other in others) <= len(others) / 2 for term in own)


def _equal_rows(best: Scored, scored: Sequence[Scored]) -> Iterator[Scored]:
    for each in _group(best, scored):
        is_equal = each.own_content >= best.own_content and best.own_content
        if each is not best and is_equal and each.score > _AS_GOOD_ROW * best.score:
            yield each


def _answer_to_heading(best: Scored, scored: Sequence[Scored]) -> list[Scored]:
    """Return what answers the question that stands above the best unit: the first paragraph."""
    if not answers_its_question(best.unit):
        return []
    section = [
        each
        for each in scored
        if each.candidate.source == best.candidate.source and each.unit.section == best.unit.section
    ]
    first = min(each.unit.block.group for each in section)
    return _group(best, scored) if best.unit.block.group == first else []


def _with_neighbours(best: Scored, ranking: Ranking) -> list[Scored]:
    """Return the best sentence with those of its block beside it that say what it lacks."""
    missing = set(ranking.missing)
    block = [
        each
        for each in ranking.scored
        if each.unit.block == best.unit.block and each.candidate.source == best.candidate.source
    ]
    block.sort(key=_place)
    at = block.index(best)
    beside = [each for each in block[max(0, at - 1) : at + 2] if each is not best]
    return sorted([best, *(each for each in beside if each.own & missing)], key=_place)


def _as_good(best: Scored, scored: Sequence[Scored]) -> Iterator[Scored]:
    """Yield further sentences that hold all that the best one holds, and say something else."""
    said = [best.unit.terms]
    for each in scored[1:]:
        if each.score < _AS_GOOD * best.score or len(said) == MOST_QUOTES:
            return
        is_prose = each.unit.kind is Kind.PROSE  # code is quoted only if it is the best
        is_new = is_prose and not any(each.unit.terms <= terms for terms in said)
        if is_new and each.content >= best.content and each.own >= best.own:
            said.append(each.unit.terms)
            yield each


def _group(best: Scored, scored: Sequence[Scored]) -> list[Scored]:
    """Return the units of the same list or table, in reading order."""
    return sorted(
        (
            each
            for each in scored
            if each.candidate.source == best.candidate.source
            and each.unit.block.group == best.unit.block.group
        ),
        key=_place,
    )


def _place(scored: Scored) -> tuple[int, int]:
    return scored.candidate.source, scored.unit.start
