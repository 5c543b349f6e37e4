"""Finding the sentence of a passage that supports a paraphrase of it.

    score = (cosine_weight · cosine + words_weight · share of the sentence's words)
          · MISSING_FIGURE_FACTOR for each number that the passage's sentence lacks
          · MISSING_NAME_FACTOR if the passage lacks a name

The numbers were chosen with all-MiniLM-L6-v2 on 2,569 sentences and the passages that support them:
MTRAG's answers (by people, and by models where people found them faithful) and PubMedQA's
conclusions. At min_support, recall is 64% on MTRAG (76% on the answers by people) and 43% on the
freer conclusions of PubMedQA. Precision is 91% and 99%, against as many pairs with a wrong passage:
one of the three that are nearest by words. With a number changed, 2% of the sentences pass; with a
name changed, 9% and 0%. With "not" inserted, nearly as many pass as without: that a sentence says
the opposite is not detected.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from domain.retrieval.calibration import RelevanceCalibration
from domain.text.figures import numbers
from domain.text.sentences import sentence_spans
from domain.text.words import stems

MISSING_FIGURE_FACTOR = 0.25
"""The factor for each missing number. A wrong number is the worst false citation."""

MISSING_NAME_FACTOR = 0.6
"""The factor if a capitalised word is missing, which is a name, or any noun in German."""

# a word of two letters or more that is not the first
_LATER_WORD = re.compile(r"(?<=\s)[^\w\s]*([^\W\d_]\w+)")


@dataclass(frozen=True, slots=True)
class Support:
    """The sentence of a passage that supports another sentence best.

    Attributes:
        start: Its start in the passage, in code points.
        end: Its end, exclusive.
        score: How well it supports the other sentence, 0 to 1.
    """

    start: int
    end: int
    score: float


class PassageSentences:
    """The sentences of a passage, read once for all sentences that cite it.

    Attributes:
        spans: The (start, end) of each sentence in the passage, in code points.
        texts: Their texts.
        words: The stems of their words.
        figures: Their numbers.
        stems: The stems of the passage, with its numbers.
    """

    def __init__(self, passage: str) -> None:
        self.spans = sentence_spans(passage)
        self.texts = [passage[start:end] for start, end in self.spans]
        self.words = [_words(text) for text in self.texts]
        self.figures = [numbers(text) for text in self.texts]
        self.stems = stems(passage)
        self._counts = Counter(word for each in self.words for word in each)

    def weights(self, words: frozenset[str]) -> dict[str, float]:
        """Return the weights of words. A word that no sentence contains lowers all scores most."""
        return {word: math.log(1 + len(self.spans) / (1 + self._counts[word])) for word in words}


def best_support(
    sentence: str,
    passage: PassageSentences,
    cosines: Sequence[float],
    calibration: RelevanceCalibration,
) -> Support | None:
    """Return the sentence of a passage that supports another best; of equal ones, the first.

    Args:
        sentence: The sentence, without markers.
        passage: The sentences that it may say in other words.
        cosines: The cosine of each of them and the sentence.
        calibration: The weights.

    Returns:
        None if the passage has no sentences, or if the sentence has no words and no numbers.
    """
    words, figures = _words(sentence), numbers(sentence)
    if not (words or figures):
        return None
    weights = passage.weights(words)
    total = sum(weights.values())
    names_factor = 1.0 if _names(sentence) <= passage.stems else MISSING_NAME_FACTOR
    best: Support | None = None
    for (start, end), theirs, their_figures, cosine in zip(
        passage.spans, passage.words, passage.figures, cosines, strict=True
    ):
        share = sum(weights[word] for word in words & theirs) / total if total else 1.0
        closeness = min(1.0, max(0.0, cosine))
        score = calibration.support_cosine_weight * closeness
        score += calibration.support_words_weight * share
        score *= names_factor * MISSING_FIGURE_FACTOR ** len(figures - their_figures)
        if best is None or score > best.score:
            best = Support(start, end, score)
    return best


def _words(text: str) -> frozenset[str]:
    """Return the stems of a text without its numbers, which are compared separately."""
    return frozenset([word for word in stems(text) if not word[0].isdigit()])


def _names(text: str) -> frozenset[str]:
    """Return the stems of a text's capitalised words, except its first word."""
    words = _LATER_WORD.findall(text)
    return stems(" ".join(word for word in words if word[0].isupper()))
