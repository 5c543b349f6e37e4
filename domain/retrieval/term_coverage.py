"""Term coverage: the share of a question's terms that one sentence of a passage contains."""

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat

from domain.retrieval.passages import Passage
from domain.text.structure.blocks import Context
from domain.text.structure.units import units_of
from domain.text.words import Term, held_by, light_terms, question_terms
from domain.text.words.ordinary import ask_nothing, is_common, is_function

MAX_CHARS = 4_000
"""How many characters of a passage are read, from its beginning."""

FUNCTION_FACTOR = 0.1
"""How much less a word weighs that only builds the sentence: "what", "does"."""

COMMON_FACTOR = 0.5
"""How much less a word weighs that an answer need not repeat: "price", "need"."""

LITERAL_FACTOR = 2.0
"""How much more a number, a date or another literal weighs than a word."""

_REMEMBERED = 256  # passages, those of about twenty searches


def coverages(
    question: str, passages: Sequence[Passage], names: Sequence[Sequence[str]] = ()
) -> list[float]:
    """Return each passage's coverage, 0 to 1: the weighted share of the question's terms.

    The sentence, row or item of a passage that contains most of them counts, together with the
    headings and the table header above it. A term weighs log(1 + N / (1 + n)),
    where n of all N sentences of the passages contain it: a term that no sentence contains weighs
    most, and common words weigh little. A question of nothing but function words is covered by
    nothing.

    Args:
        question: The question.
        passages: The passages that a search found. The weights depend on all of them.
        names: For each passage, the words of the question that its document's names have. They
            count as contained in each of its sentences, and do not change the weights. By default
            none.
    """
    terms = question_terms(question)
    asked = frozenset(form.light for term in terms for form in term.forms)
    literals = any(term.optional or term.is_literal for term in terms)
    texts = [passage.content[:MAX_CHARS] for passage in passages]
    held = [
        () if ask_nothing(terms, text) else _held(asked, literals, text, passage.context)
        for passage, text in zip(passages, texts, strict=True)
    ]
    sentences = sum(map(len, held))
    counts = Counter(form for passage in held for sentence in passage for form in sentence)
    weights: dict[str, float] = {}
    for term in terms:
        form = next((form.light for form in term.forms if counts[form.light]), None)
        if form or not term.optional:
            form = form or term.forms[0].light
            factor = _factor(term)
            weight = factor * math.log1p(sentences / (1 + counts[form]))
            weights[form] = max(weight, weights.get(form, 0.0))
    total = math.fsum(weights.values())
    if not total:
        return [0.0] * len(passages)
    named = [asked & light_terms(" ".join(words)) for words in names]
    return [
        max(
            (math.fsum(weights.get(form, 0.0) for form in sentence | own) for sentence in passage),
            default=0.0,
        )
        / total
        for passage, own in zip(held, named or repeat(frozenset[str]()), strict=False)
    ]


def _factor(term: Term) -> float:
    if term.is_literal:
        return LITERAL_FACTOR
    if is_function(term):
        return FUNCTION_FACTOR
    return COMMON_FACTOR if is_common(term) else 1.0


# a search asks for the same passages twice: for their order, and for the confidence in the best
@lru_cache(_REMEMBERED)
def _held(
    asked: frozenset[str], literals: bool, text: str, context: Context
) -> tuple[frozenset[str], ...]:
    """Return which of the forms each unit of a text contains, or what stands above it."""
    units = units_of(text, context)
    above = ["\n".join(unit.about) for unit in units]
    distinct = list(dict.fromkeys(above))
    held = held_by([*(unit.text for unit in units), *distinct], asked, literals=literals)
    held_above = dict(zip(distinct, held[len(units) :], strict=True))
    return tuple([own | held_above[text] for own, text in zip(held, above, strict=False)])
