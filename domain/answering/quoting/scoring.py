"""How well a unit of a passage answers a question.

    score = closeness_weight · cosine + HELD · held + OWN · own + AROUND · around + bonuses

The cosine is that of the question and the unit with what it is about (`Unit.spoken`). `held` is the
weighted share of the question's terms that the unit or what stands above it contains, `own` the
share that the unit itself contains, and `around` the share that only other units of its source
contain. A name that a document begins with is held by all of its units. A term weighs by its kind,
and by how few of the units have it. A bonus is for what an answer to this kind of question looks
like; it is negative for what an answer cannot lack.

The numbers were fitted on questions in several languages about texts of many kinds. The weight of
closeness depends on the embedding model, and is part of its calibration.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from domain.answering.quoting.exactness import is_exact, says_pair
from domain.answering.quoting.labels import label_in
from domain.answering.quoting.quantities import has_quantity
from domain.answering.quoting.question import Asked, Question, normalized
from domain.retrieval.calibration import RelevanceCalibration
from domain.text.structure.blocks import Kind
from domain.text.structure.units import Unit
from domain.text.words import TermKind, light_terms

MOST_COMPARED = 64
"""How many candidates are compared by meaning; each takes a fraction of a millisecond."""

# shares
_HELD = 0.5
_OWN = 0.12
_AROUND = 0.1

# bonuses
_NAMED = 0.05  # a heading above has its words in the question, in the same order
_FIRST = 0.03  # it opens its paragraph, and says most about the heading
_QUANTITY = 0.06  # it has a number, and one was asked for
_NO_QUANTITY = -0.12  # it has none, and a count was asked for
_STEPS = 0.12  # it is an item, and steps were asked for
_PHRASE = 0.5  # it has the phrase that was asked for
_EXACT = 0.1  # it holds every literal of the question
_LABELLED = 0.3  # it is a row of figures, and its label is all that was asked for
_MISSING_LITERAL = -0.3  # it lacks them all

_ECHO = 0.6  # the factor for a field whose value the question says already

# what a term weighs
_WEIGHTS = {
    TermKind.WORD: 1.0,
    TermKind.NAME: 1.5,
    TermKind.NUMBER: 2.2,
    TermKind.LITERAL: 2.2,
}
_FUNCTION_WEIGHT = 0.08  # instead
_COMMON_FACTOR = 0.5
_CONTEXT_FACTOR = 0.3

_VALUE = re.compile(r"[:=\t：]|\.{3,}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit of a source.

    Attributes:
        source: The number of the source, from 1.
        name_terms: What the names of its document say, in light terms.
        around: What its whole source says, in light terms.
        opening_terms: What its document says at its beginning, such as whose report it is, in light
            terms.
    """

    source: int
    unit: Unit
    name_terms: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    opening_terms: frozenset[str] = frozenset()

    @property
    def above(self) -> frozenset[str]:
        """What is said about it, in light terms."""
        return self.unit.about_terms | self.name_terms


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score.

    Attributes:
        own: The terms of the question that the unit itself contains.
        held: Those that it or what stands above it contains.
    """

    candidate: Candidate
    score: float
    own: frozenset[Asked]
    held: frozenset[Asked]

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.candidate.unit

    @property
    def content(self) -> frozenset[Asked]:
        """The terms that it or what stands above it contains, without function words."""
        return frozenset(each for each in self.held if not each.is_function)

    @property
    def own_content(self) -> frozenset[Asked]:
        """The terms that the unit itself contains, without function words."""
        return frozenset(each for each in self.own if not each.is_function)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates, best first, and what was asked for with its weights, which add up to 1."""

    scored: tuple[Scored, ...]
    weights: dict[Asked, float]

    @property
    def best(self) -> Scored:
        """The best candidate."""
        return self.scored[0]

    @property
    def missing(self) -> list[Asked]:
        """The words of the question that the best candidate lacks, the weightiest first."""
        lacking = [
            each
            for each in self.weights
            if not each.is_function and not each.from_context and each not in self.best.held
        ]
        return sorted(lacking, key=lambda each: -self.weights[each])


def likeliest(
    question: Question, candidates: Sequence[Candidate], calibration: RelevanceCalibration
) -> list[Candidate]:
    """Return the MOST_COMPARED candidates that may answer, by their terms alone, in their order.

    A passage of a log or a table has many rows, of which few have anything of the question.
    """
    if len(candidates) <= MOST_COMPARED:
        return list(candidates)
    ranking = rank(question, candidates, [0.0] * len(candidates), calibration)
    likely = {each.candidate for each in ranking.scored[:MOST_COMPARED]}
    return [each for each in candidates if each in likely]


def rank(
    question: Question,
    candidates: Sequence[Candidate],
    cosines: Sequence[float],
    calibration: RelevanceCalibration,
) -> Ranking:
    """Return the candidates by how well they answer. Equal ones stay in order.

    Args:
        question: The question.
        candidates: At least one.
        cosines: For each candidate, the cosine of the question and `Unit.spoken`; 0 for one that
            was not compared.
        calibration: How to interpret the cosines.
    """
    counts = Counter(term for each in candidates for term in each.unit.terms | each.above)
    asked = question.asked(frozenset(counts))
    weights = _weights(asked, counts, candidates)
    scored = [
        _scored(question, asked, weights, candidate, cosine, calibration)
        for candidate, cosine in zip(candidates, cosines, strict=True)
    ]
    return Ranking(tuple(sorted(scored, key=lambda each: -each.score)), weights)


def _weights(
    asked: Sequence[Asked], counts: Counter[str], candidates: Sequence[Candidate]
) -> dict[Asked, float]:
    weights = {}
    total = len(candidates)
    for each in asked:
        having = max(counts[light] for light in each.lights)
        having = max(having, sum(_is_whose(each, candidate) for candidate in candidates))
        weight = _FUNCTION_WEIGHT if each.is_function else _WEIGHTS[each.kind]
        weight *= _COMMON_FACTOR if each.is_common else 1.0
        weight *= _CONTEXT_FACTOR if each.from_context else 1.0
        weights[each] = weight * math.log1p((total + 1) / (1 + having))
    everything = math.fsum(weights.values()) or 1.0
    return {each: weight / everything for each, weight in weights.items()}


def _scored(
    question: Question,
    asked: Sequence[Asked],
    weights: dict[Asked, float],
    candidate: Candidate,
    cosine: float,
    calibration: RelevanceCalibration,
) -> Scored:
    unit = candidate.unit
    own = frozenset(each for each in asked if each.held_by(unit.terms))
    held = own | frozenset(
        each for each in asked if each.held_by(candidate.above) or _is_whose(each, candidate)
    )
    is_explained = question.asks_how or question.asks_why
    around = [each for each in asked if each not in held and each.held_by(candidate.around)]
    score = (
        calibration.quote_closeness_weight * cosine
        + _HELD * math.fsum(weights[each] for each in held)
        + _OWN * math.fsum(weights[each] for each in own)
        + _AROUND * math.fsum(weights[each] for each in around)
        + _literals(question, asked, held, unit)
        + _looks(question, unit)
        + (0.0 if is_explained else _LABELLED * _labelled(candidate, own, weights))
    )
    if unit.kind is Kind.FIELD and _is_echo(unit, asked):
        score *= _ECHO
    return Scored(candidate, score, own, held)


def _is_whose(asked: Asked, candidate: Candidate) -> bool:
    """Return whether a document names at its beginning whose it is: all of it is about them."""
    return asked.kind is TermKind.NAME and asked.held_by(candidate.opening_terms)


def _labelled(candidate: Candidate, own: frozenset[Asked], weights: dict[Asked, float]) -> float:
    """Return the share of what was asked for that the label of a row is; 0 if it says more."""
    label = label_in(candidate.unit, frozenset[str]().union(*(each.lights for each in own)))
    if not label:
        return 0.0
    wanted = [each for each in weights if not each.is_function and not _is_whose(each, candidate)]
    total = math.fsum(weights[each] for each in wanted)
    return math.fsum(weights[each] for each in wanted if each.held_by(label)) / (total or 1.0)


def _looks(question: Question, unit: Unit) -> float:
    """Return what a unit gains by looking like an answer to this kind of question."""
    bonus = 0.0
    if any(question.names(heading.title) for heading in unit.section):
        bonus += _NAMED
    if unit.opens:
        bonus += _FIRST
    if question.asks_for_quantity and has_quantity(unit.text):
        bonus += _QUANTITY
    elif question.asks_how_many:
        bonus += _NO_QUANTITY
    if question.asks_how and unit.kind is Kind.ITEM:
        bonus += _STEPS
    if question.phrases and _has_phrases(question, unit):
        bonus += _PHRASE
    return bonus


def _literals(
    question: Question, asked: Sequence[Asked], held: frozenset[Asked], unit: Unit
) -> float:
    """Return what a unit gains by the literals that it holds, or loses by those it lacks."""
    literals = [each for each in asked if is_exact(each)]
    lacking = sum(each not in held for each in literals)
    lacking += sum(not says_pair(unit, pair) for pair in question.pairs)
    count = len(literals) + len(question.pairs)
    if not count:
        return 0.0
    return _MISSING_LITERAL * lacking / count if lacking else _EXACT


def _has_phrases(question: Question, unit: Unit) -> bool:
    words = f" {normalized(unit.text)} "
    return all(phrase in words for phrase in question.phrases)


def _is_echo(unit: Unit, asked: Sequence[Asked]) -> bool:
    """Return whether the value of a field only says what the question says."""
    value = _VALUE.search(unit.text)
    terms = light_terms(unit.text[value.end() :]) if value else frozenset()
    lights = frozenset().union(*(each.lights for each in asked))
    return bool(terms) and terms <= lights
