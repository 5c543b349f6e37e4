"""The limits on the passages that are used."""

import math
from dataclasses import dataclass, replace

from domain.retrieval.calibration import RelevanceCalibration


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """What a client wants of the passages found.

    Attributes:
        passages: The largest number of passages; None for that of the policy.
        min_similarity: The lowest cosine of a passage.
    """

    passages: int | None = None
    min_similarity: float = -math.inf


NO_SEARCH_LIMITS = SearchLimits()


@dataclass(frozen=True, slots=True)
class RetrievalPolicy:
    """Which of the passages found are used.

    Attributes:
        top_k: The largest number of passages.
        min_score: The lowest fused score of a passage (see `domain.retrieval.fusion`). None:
            that of the embedding model's calibration.
        min_similarity: The lowest cosine of a passage.
        min_confidence: The lowest confidence in the passages as a whole (see
            `domain.retrieval.confidence`).
    """

    top_k: int
    min_score: float | None = -math.inf
    min_similarity: float = -math.inf
    min_confidence: float = 0.0

    def calibrated(self, calibration: RelevanceCalibration) -> "RetrievalPolicy":
        """Return the policy with the minimum score of a model, unless it has one of its own."""
        if self.min_score is None:
            return replace(self, min_score=calibration.min_score)
        return self

    def limited(self, limits: SearchLimits) -> "RetrievalPolicy":
        """Return the policy within the limits of a client, which loosen nothing."""
        return replace(
            self,
            top_k=self.top_k if limits.passages is None else min(self.top_k, limits.passages),
            min_similarity=max(self.min_similarity, limits.min_similarity),
        )
