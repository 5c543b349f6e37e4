"""The constants that depend on the embedding model."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RelevanceCalibration:
    """How to interpret the cosines of one embedding model.

    The defaults were fitted with all-MiniLM-L6-v2, on the data sets named in the modules that use
    them. Another model needs other values.

    Attributes:
        min_score: The lowest fused score of a passage that is used for an answer.
        text_weight: The weight of BM25 beside the cosine in the fused score. 0.35 to 0.45 gave the
            same results on eight data sets.
        name_weight: The weight of the words in a document's names beside the cosine.
        coverage_weight: The weight of term coverage in the fused score; 0.15 to 0.3 gave the same.
        confidence_coverage_weight: The weight of term coverage beside the cosine in the confidence;
            0.4 to 0.8 gave the same.
        foreign_coverage: The term coverage to assume, in the confidence, for a question that shares
            no word with any passage: it may be in another language, which an English model does not
            read.
        confidence_slope: The slope of the confidence curve.
        confidence_offset: The offset of the confidence curve.
        previous_weight: The weight of the previous question in the embedding of a question that
            nothing is near to; 0.3 to 0.35 gave the same.
        context_weight: The weight of the previous question in the embedding of a question that
            continues it by its words; 0.3 to 0.5 gave nearly the same.
        near: The cosine from which a passage counts as near a question on its own; 0.55 to 0.7 gave
            the same.
        support_cosine_weight: The weight of the cosine in the support of a sentence.
        support_words_weight: The weight of shared words in the support of a sentence.
        min_support: The lowest score of a supported sentence. 0.45 accepts more; 0.6 accepts few.
        quote_closeness_weight: The weight of closeness to the question when quotations are chosen.
        min_quote_score: The lowest score of what is quoted.
        doubt_importance_weight: The weight of a missing word's importance for the question beside
            what the question without it gains in closeness.
        most_doubt: The least sum of both for which a missing word speaks against an answer.
        important: The least importance of a missing word that speaks against an answer by itself.
        important_beside_rivals: The same where others answer just as well.
        languages: The languages whose words the model compares, as ISO 639-1 codes; None for all.
        little_gain: The most by which the question may be less close without such a word.
    """

    min_score: float = 0.25
    text_weight: float = 0.4
    name_weight: float = 0.2
    coverage_weight: float = 0.2
    confidence_coverage_weight: float = 0.6
    foreign_coverage: float = 0.0
    confidence_slope: float = 6.3
    confidence_offset: float = 2.5
    previous_weight: float = 0.3
    context_weight: float = 0.4
    near: float = 0.6
    support_cosine_weight: float = 0.6
    support_words_weight: float = 0.4
    min_support: float = 0.53
    quote_closeness_weight: float = 0.55
    min_quote_score: float = 0.42
    doubt_importance_weight: float = 0.1
    most_doubt: float = 0.05
    important: float = 0.25
    important_beside_rivals: float = 0.12
    little_gain: float = 0.015
    languages: frozenset[str] | None = frozenset({"en"})

    def reads(self, language: str | None) -> bool:
        """Return whether the model compares words of a language; True if it is unknown."""
        return language is None or self.languages is None or language in self.languages


DEFAULT = RelevanceCalibration()
"""For all-MiniLM-L6-v2, and for models without a calibration of their own."""

MULTILINGUAL_E5 = RelevanceCalibration(
    min_score=0.15,
    text_weight=0.3,
    foreign_coverage=0.55,
    confidence_slope=8.2,
    confidence_offset=4.4,
    near=0.53,
    support_cosine_weight=0.7,
    min_support=0.57,
    quote_closeness_weight=0.9,
    min_quote_score=0.15,
    languages=None,
)
"""For multilingual-e5-small with its mean subtracted.

Fitted as the defaults were, and on questions in six languages about English texts. Where a text
answers a question in another language, the cosine is 0.2 to 0.45; otherwise it is mostly below 0.2
in a small library, and up to 0.3 in one of 400 passages.
"""

CALIBRATIONS: Mapping[str, RelevanceCalibration] = {
    "all-MiniLM-L6-v2": DEFAULT,
    "multilingual-e5-small": MULTILINGUAL_E5,
}
"""The calibrations that are built in, by the name of their embedding model."""
