"""Whether the best candidate answers the question, or only speaks of something like it.

A word of the question that nothing says may be the one that matters: "Who is the captain of the
ferry?" is not answered by when the ferry leaves. It does matter if the question without the word is
closer to the candidate, or if it is all that would tell the candidate from others: five rows of a
table speak of a price, and none of the zone that was asked for.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from domain.answering.quoting.exactness import contradicts, is_exact, says_pair
from domain.answering.quoting.question import Asked, Question
from domain.answering.quoting.scoring import Ranking, Scored
from domain.retrieval.calibration import RelevanceCalibration
from domain.text.function_words import language_of
from domain.text.negations import is_denied, is_negated
from domain.text.structure.blocks import RECORDS, Kind
from domain.text.structure.units import answers_its_question
from domain.text.words import TermKind

MOST_WORDS = 4
"""How many missing words are looked at."""

_RIVAL_MARGIN = 0.12  # a score lower by less is that of a rival
_MOST_UNSAID = 0.45  # of what is asked, where the model cannot compare its words
_SHORTEST_STEM = 3
_NAME = 0.7  # of the doubt: a missing name speaks against an answer sooner

# how much more doubt it takes against a candidate that
_HOLDS_LITERAL = 2.5  # holds a number or another literal of the question
_ANSWERS_QUESTION = 2.0  # stands under a question that the text asks itself
_SINGLED_OUT = 1.5  # is the only record with a word of the question
_LONG = 2.5  # has many terms, at most
_SHORT_SENTENCE = 8  # terms; the more it has beyond them, the more doubt it takes


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word of the question that the best candidate lacks.

    Attributes:
        word: The word.
        without: The question without it.
    """

    word: Asked
    without: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A doubt with what the embeddings say about it.

    Attributes:
        importance: How far the question moves without the word: 1 - cosine.
        gain: By how much the question without the word is closer to the candidate.
    """

    doubt: Doubt
    importance: float
    gain: float


def doubts(question: Question, ranking: Ranking) -> list[Doubt]:
    """Return what speaks against the best candidate, the weightiest first.

    A name that its document begins with is no doubt: a report says on its first page whose it is,
    and "the company" from then on.
    """
    opening = ranking.best.candidate.opening_terms
    words = [
        each
        for each in ranking.missing
        if each.kind in (TermKind.WORD, TermKind.NAME)
        and not (each.kind is TermKind.NAME and each.held_by(opening))
        and not any(
            _nearly(light, term) for light in each.lights for term in ranking.best.unit.terms
        )
    ]
    return [Doubt(each, question.without(each)) for each in words[:MOST_WORDS]]


def _nearly(one: str, other: str) -> bool:
    """Return whether two stems may be of one word: of "lose" and "lost", or "ved" and "veden"."""
    shorter, longer = sorted((one, other), key=len)
    same = len(shorter) - (len(shorter) == len(longer))
    return (
        len(longer) - len(shorter) < _SHORTEST_STEM
        and len(shorter) >= _SHORTEST_STEM
        and shorter[:same] == longer[:same]
    )


def is_answer(
    question: Question,
    ranking: Ranking,
    weighed: Sequence[Weighed],
    calibration: RelevanceCalibration,
) -> bool:
    """Return whether the best candidate answers the question in spite of the doubts."""
    if _is_about_another(question, ranking):
        return False
    if _is_foreign(question, ranking):
        # names and literals were compared, other words cannot be
        return calibration.languages is None or _holds_names(ranking)
    against = [each for each in weighed if not each.doubt.word.is_common]
    if _tells_rivals_apart(against, ranking):
        return False
    if not calibration.reads(question.language):
        return math.fsum(ranking.weights[each.doubt.word] for each in against) <= _MOST_UNSAID
    return not any(_speaks_against(each, ranking, calibration) for each in against)


def _is_about_another(question: Question, ranking: Ranking) -> bool:
    """Return whether the best candidate lacks what no answer lacks, or says the opposite."""
    unit = ranking.best.unit
    return (
        any(not says_pair(unit, pair) for pair in question.pairs)
        or contradicts(unit, question)
        or any(is_exact(each) and each not in ranking.best.held for each in ranking.weights)
        or (is_negated(question.text) and not is_denied(unit.text))
    )


def _is_foreign(question: Question, ranking: Ranking) -> bool:
    """Return whether the best unit is in another language, with few words of the question."""
    words = [
        each
        for each in ranking.weights
        if each.kind is TermKind.WORD and not each.is_function and not each.from_context
    ]
    if 2 * sum(each in ranking.best.held for each in words) >= max(1, len(words)):
        return False
    spoken = language_of(ranking.best.unit.text)
    return None not in (question.language, spoken) and question.language != spoken


def _holds_names(ranking: Ranking) -> bool:
    """Return whether the best candidate holds every name and literal of the question, if any."""
    names = {each for each in ranking.weights if each.kind is not TermKind.WORD}
    names = {each for each in names if not each.is_function and not each.is_common}
    return bool(names) and names <= ranking.best.held


def _tells_rivals_apart(against: Sequence[Weighed], ranking: Ranking) -> bool:
    """Return whether a missing word, which its whole source lacks, tells rows or fields apart."""
    best = ranking.best
    return (
        best.unit.kind in (Kind.ROW, Kind.FIELD)
        and any(not each.doubt.word.held_by(best.candidate.around) for each in against)
        and has_rivals(ranking)
    )


def _speaks_against(each: Weighed, ranking: Ranking, calibration: RelevanceCalibration) -> bool:
    """Return whether the embeddings show that a missing word is what was asked for."""
    is_name = each.doubt.word.kind is TermKind.NAME
    rivals = has_rivals(ranking)
    most = calibration.most_doubt * _certainty(ranking) * (_NAME if is_name else 1.0)
    if each.gain + calibration.doubt_importance_weight * each.importance >= most:
        return True
    if each.gain < -calibration.little_gain:
        return False
    least = calibration.important_beside_rivals if rivals else calibration.important
    is_important = each.importance >= least and not answers_its_question(ranking.best.unit)
    return is_important or (rivals and is_name)


def _certainty(ranking: Ranking) -> float:
    """Return how much more doubt it takes where more than words in common speaks for the best."""
    best = ranking.best
    if any(is_exact(each) for each in best.held):
        return _HOLDS_LITERAL
    if answers_its_question(best.unit):
        return _ANSWERS_QUESTION
    is_singled_out = best.unit.kind in RECORDS and best.own_content and not has_rivals(ranking)
    # a long sentence may say a word in others
    length = min(_LONG, max(1.0, len(best.unit.terms) / _SHORT_SENTENCE))
    return max(length, _SINGLED_OUT if is_singled_out else 1.0)


def has_rivals(ranking: Ranking) -> bool:
    """Return whether other units of the same kind hold just as much of the question."""
    return any(_is_rival(each, ranking.best) for each in ranking.scored[1:])


def _is_rival(one: Scored, best: Scored) -> bool:
    if one.unit.kind is not best.unit.kind or one.content != best.content:
        return False
    same_group = (
        one.candidate.source == best.candidate.source
        and one.unit.block.group == best.unit.block.group
    )
    if best.unit.kind is Kind.PROSE and one.own_content == best.own_content:
        return bool(one.own_content) and one.score >= best.score - _RIVAL_MARGIN
    if same_group:
        # items of which none has a word of the question answer together
        return (
            best.unit.kind in RECORDS
            and one.own_content == best.own_content
            and (best.unit.kind is not Kind.ITEM or bool(best.own_content))
        )
    is_elsewhere = one.unit.section != best.unit.section
    return is_elsewhere and one.score >= best.score - _RIVAL_MARGIN
