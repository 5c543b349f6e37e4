"""When passages are good enough for an answer."""

from dataclasses import dataclass

from domain.retrieval.confidence import THRESHOLD


@dataclass(frozen=True, slots=True)
class RetrievalPolicy:
    """When passages are good enough for an answer.

    Attributes:
        top_k: The most that an answer may draw on.
        min_score: The least score of each (see `domain.retrieval.fusion`).
        min_confidence: The least confidence in all of them (see `domain.retrieval.confidence`).
    """

    top_k: int = 5
    min_score: float = 0.25
    min_confidence: float = THRESHOLD
