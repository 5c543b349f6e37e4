"""When passages are good enough."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RetrievalPolicy:
    """Which of the passages found are used.

    Attributes:
        top_k: The most passages.
        min_score: The least fused score of each (see `domain.retrieval.fusion`).
        min_similarity: The least cosine of each.
        min_confidence: The least confidence in all of them (see `domain.retrieval.confidence`).
    """

    top_k: int
    min_score: float = -math.inf
    min_similarity: float = -math.inf
    min_confidence: float = 0.0
