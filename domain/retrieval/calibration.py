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
        coverage_weight: The weight of term coverage in the fused score; 0.15 to 0.3 gave the same.
        confidence_coverage_weight: The weight of term coverage beside the cosine in the confidence;
            0.4 to 0.8 gave the same.
        foreign_coverage: The term coverage to assume, in the confidence, for a question that shares
            no word with any passage: it may be in another language, which an English model does not
            read.
        confidence_slope: The slope of the confidence curve.
        confidence_offset: The offset of the confidence curve.
        previous_weight: The weight of the previous question in the embedding of a follow-up;
            0.3 to 0.35 gave the same.
        near: The cosine from which a passage counts as near a question on its own; 0.55 to 0.7 gave
            the same.
        support_cosine_weight: The weight of the cosine in the support of a sentence.
        support_words_weight: The weight of shared words in the support of a sentence.
        min_support: The lowest score of a supported sentence. 0.45 accepts more; 0.6 accepts few.
        quote_closeness_weight: The weight of closeness to the question when quotations are chosen.
        quote_words_weight: The weight of the question's words when quotations are chosen.
        min_quote_score: The lowest score of a sentence that is quoted.
    """

    min_score: float = 0.25
    text_weight: float = 0.4
    coverage_weight: float = 0.2
    confidence_coverage_weight: float = 0.6
    foreign_coverage: float = 0.0
    confidence_slope: float = 6.3
    confidence_offset: float = 3.4
    previous_weight: float = 0.3
    near: float = 0.6
    support_cosine_weight: float = 0.6
    support_words_weight: float = 0.4
    min_support: float = 0.53
    quote_closeness_weight: float = 0.7
    quote_words_weight: float = 0.3
    min_quote_score: float = 0.48


MULTILINGUAL_E5 = RelevanceCalibration(
    min_score=0.15,
    text_weight=0.3,
    foreign_coverage=0.55,
    confidence_slope=8.2,
    confidence_offset=4.4,
    near=0.53,
    support_cosine_weight=0.7,
    min_support=0.57,
    min_quote_score=0.2,
)
"""For multilingual-e5-small with its mean subtracted.

Fitted as the defaults were, and on questions in six languages about English texts. Where a text
answers a question in another language, the cosine is 0.2 to 0.45; otherwise it is mostly below 0.2
in a small library, and up to 0.3 in one of 400 passages.
"""

CALIBRATIONS: Mapping[str, RelevanceCalibration] = {"multilingual-e5-small": MULTILINGUAL_E5}
"""The calibration of each embedding model that has one of its own, by the model's name."""
