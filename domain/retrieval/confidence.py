"""The estimated probability that the passages of a search answer the question.

    confidence = 1 / (1 + e^-(slope · closeness - offset))
    closeness  = cosine + coverage_weight · coverage, of the best of the first five passages

The cosine of a passage's best window separates questions on other subjects from the rest. Coverage,
the share of the question's words that one sentence of the passage contains, separates passages on
the subject from passages that answer. Neither requires other passages to be worse: a document
stored twice, or several passages that answer, do not lower the confidence.

The weights were fitted with all-MiniLM-L6-v2 on SQuAD 2.0, Natural Questions, SciFact and MTRAG, in
five folds by article. The offset was then set on questions about ordinary documents, such as tables
and cards, whose passages are further from a question: of 480 that are answered, one falls below
0.5, and of 27 on other subjects, 23. So the number leans to answering, and the last word is that of
the language model. Another embedding model needs other constants.
"""

import math
from collections.abc import Sequence

from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.passages import Passage
from domain.retrieval.term_coverage import MAX_CHARS, coverages
from domain.text.function_words import language_of
from domain.text.words import question_terms
from domain.text.words.ordinary import ask_nothing

CONSIDERED = 5
"""How many of the best passages count."""

SHARED = 0.1
"""The coverage from which a passage shares words with the question: a lone "a" is none.

Of questions in another language than the passages, 88% share none with the first five. Of questions
in the same language, none does that the passages answer, and 13% on other subjects do.
"""

THRESHOLD = 0.5
"""The confidence from which a question counts as answered by the passages."""


def confidence(
    question: str,
    passages: Sequence[Passage],
    calibration: RelevanceCalibration,
    names: Sequence[Sequence[str]] = (),
) -> float:
    """Return the probability that the passages answer a question, 0 to 1; 0 without passages.

    The confidence is below 0.5 for few questions whose answer is among the passages, and for five
    in six of the questions on another subject. It hardly tells a question that is answered from one
    whose subject the passages treat without giving the answer.

    Args:
        question: The question as it was searched for.
        passages: The passages found, best first; the first five count.
        calibration: The weights and the curve.
        names: For each passage, the words of the question that its document's names have. They
            count as covered. Without names, none counts.
    """
    best = passages[:CONSIDERED]
    covered = coverages(question, best, names[:CONSIDERED])
    reads_foreign = calibration.foreign_coverage > 0 and not _asks_nothing(question, best)
    if reads_foreign and (max(covered, default=0.0) < SHARED or _is_foreign(question, best)):
        covered = [max(each, calibration.foreign_coverage) for each in covered]
    closeness = max(
        (
            passage.similarity + calibration.confidence_coverage_weight * coverage
            for passage, coverage in zip(best, covered, strict=True)
        ),
        default=-math.inf,
    )
    logit = calibration.confidence_slope * closeness - calibration.confidence_offset
    return 1 / (1 + math.exp(-logit)) if best else 0.0


def _asks_nothing(question: str, passages: Sequence[Passage]) -> bool:
    terms = question_terms(question)
    return any(ask_nothing(terms, passage.content[:MAX_CHARS]) for passage in passages)


def _is_foreign(question: str, passages: Sequence[Passage]) -> bool:
    """Return whether the best passage is in another language than the question."""
    if not passages:
        return False
    asked, spoken = language_of(question), language_of(passages[0].content)
    return None not in (asked, spoken) and asked != spoken
