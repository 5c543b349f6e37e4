"""The limits on the passages that are used."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RetrievalPolicy:
    """Which of the passages found are used.

    Attributes:
        top_k: The largest number of passages.
        min_score: The lowest fused score of a passage (see `domain.retrieval.fusion`).
        min_similarity: The lowest cosine of a passage.
        min_confidence: The lowest confidence in the passages as a whole (see
            `domain.retrieval.confidence`).
    """

    top_k: int
    min_score: float = -math.inf
    min_similarity: float = -math.inf
    min_confidence: float = 0.0
