"""What an answer has to say exactly: literals, and what tells bus 14 from bus 41."""

from itertools import pairwise

from domain.answering.quoting.question import Asked, Question, normalized, numbered_words
from domain.text.structure.blocks import Kind
from domain.text.structure.units import Unit
from domain.text.words import TermKind, light_stem

_SHORT_NUMBER = 3  # digits: such a number may be said in words, or by the way


def says_pair(unit: Unit, pair: tuple[str, str]) -> bool:
    """Return whether a unit speaks of what a pair tells apart: "Gannet 50", "zone E".

    A row says the one and its header, or what else is above it, the other.
    """
    above, own = (normalized(text).split() for text in (" ".join(unit.about), unit.text))
    stem, mark = pair
    if any(
        following == mark and light_stem(word) == stem
        for words in (above, own)
        for word, following in pairwise(words)
    ):
        return True
    return unit.kind is Kind.ROW and mark in own and stem in unit.about_terms | unit.terms


def contradicts(unit: Unit, question: Question) -> bool:
    """Return whether a unit speaks of bus 14 where the question asks about bus 41."""
    if not question.numbered:
        return False
    said = set(numbered_words("\n".join((*unit.about, unit.text))))
    return any(
        (word, number) not in said and any(word == each for each, _ in said)
        for word, number in question.numbered
    )


def is_exact(asked: Asked) -> bool:
    """Return whether an answer has to contain a term as it is."""
    if asked.from_context or asked.kind not in (TermKind.LITERAL, TermKind.NUMBER):
        return False
    return asked.kind is TermKind.LITERAL or all(len(each) > _SHORT_NUMBER for each in asked.lights)
