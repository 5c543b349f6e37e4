"""How probable it is that what a search found answers the question.

    confidence = 1 / (1 + e^-(slope · closeness - offset))
    closeness  = cosine + coverage_weight · coverage, of the best of the first five passages

The cosine of a passage's best window tells questions off the subject from the rest; coverage, the
share of the question's words that one of its sentences holds, tells a passage on the subject from
one that answers. Neither needs another passage to be worse: that a document is there twice, or
that several passages answer, lowers nothing.

The numbers were fitted with all-MiniLM-L6-v2 on SQuAD 2.0, Natural Questions, SciFact and MTRAG,
in five folds by article, against the same questions with what answers them taken away, questions
on other subjects, and SQuAD's questions that were written to look answerable. They hold where four
of five questions can be answered. Another embedder's cosines need other numbers.
"""

import math
from collections.abc import Sequence

from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.passages import Passage
from domain.retrieval.term_coverage import coverages

CONSIDERED = 5
"""How many of the best passages are looked at."""

THRESHOLD = 0.5
"""From here on a question counts as one that the passages answer."""


def confidence(
    question: str, passages: Sequence[Passage], calibration: RelevanceCalibration
) -> float:
    """Return the probability that the passages answer a question, 0 to 1; 0 without any.

    Under 0.5 are one in forty of the questions whose answer was among the passages, and five in
    six of those on another subject. A question that asks for what a passage on its very subject
    does not say can hardly be told from one that is answered.

    Args:
        question: The question as it was searched for.
        passages: What the search found, best first; five of them count.
        calibration: The weights and the curve.
    """
    best = passages[:CONSIDERED]
    covered = coverages(question, [passage.content for passage in best])
    closeness = max(
        (
            passage.similarity + calibration.confidence_coverage_weight * coverage
            for passage, coverage in zip(best, covered, strict=True)
        ),
        default=-math.inf,
    )
    logit = calibration.confidence_slope * closeness - calibration.confidence_offset
    return 1 / (1 + math.exp(-logit)) if best else 0.0
