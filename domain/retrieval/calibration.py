"""The numbers that depend on the embedding model."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RelevanceCalibration:
    """How to read one embedding model's cosines.

    The defaults were fitted with all-MiniLM-L6-v2; the modules that use them say on what. Another
    model's cosines need other numbers.

    Attributes:
        text_weight: What the words of a passage weigh beside its cosine in the fused score.
            0.35 to 0.45 gave the same on eight sets.
        coverage_weight: What term coverage weighs there. 0.15 to 0.3 gave the same.
        confidence_coverage_weight: What term coverage weighs beside the cosine in the confidence;
            0.4 to 0.8 gave the same.
        confidence_slope: The steepness of the confidence curve.
        confidence_offset: Its offset.
        previous_weight: What the previous question weighs in the vector of a follow-up;
            0.3 to 0.35 gave the same.
        near: The cosine from which a passage counts as near a question alone; 0.55 to 0.7 gave
            the same.
        support_cosine_weight: What the cosine weighs in the support of a sentence.
        support_words_weight: What the shared words weigh there.
        min_support: The support from which a sentence counts as supported. 0.45 finds more, 0.6
            lets little through.
        quote_closeness_weight: What closeness to the question weighs in the choice of quotations.
        quote_words_weight: What the question's words weigh there.
        min_quote_score: The score from which a sentence is quoted.
    """

    text_weight: float = 0.4
    coverage_weight: float = 0.2
    confidence_coverage_weight: float = 0.6
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
