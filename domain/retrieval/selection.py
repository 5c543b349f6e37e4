"""Selecting the passages that are used, with the reason for each that is dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.retrieval.passages import RankedPassage
from domain.retrieval.policy import RetrievalPolicy


class DropReason(StrEnum):
    """Why a passage is not used."""

    LOW_CONFIDENCE = "low_confidence"
    BELOW_MIN_SCORE = "below_min_score"
    BELOW_MIN_SIMILARITY = "below_min_similarity"
    BEYOND_LIMIT = "beyond_limit"
    NO_ROOM = "no_room"


@dataclass(frozen=True, slots=True)
class Selection:
    """The decision on each passage found, best first. A passage without a reason is used."""

    found: tuple[RankedPassage, ...]
    reasons: tuple[DropReason | None, ...]

    @property
    def kept(self) -> tuple[RankedPassage, ...]:
        """The passages that are used, best first."""
        return tuple(
            each for each, why in zip(self.found, self.reasons, strict=True) if why is None
        )

    @property
    def dropped(self) -> tuple[tuple[RankedPassage, DropReason], ...]:
        """The passages that are not used, best first, each with its reason."""
        decisions = zip(self.found, self.reasons, strict=True)
        return tuple((each, why) for each, why in decisions if why is not None)

    def first(self, count: int) -> "Selection":
        """Return this selection with room for only the first `count` of its passages."""
        reasons: list[DropReason | None] = []
        for reason in self.reasons:
            fits = reason is not None or reasons.count(None) < count
            reasons.append(reason if fits else DropReason.NO_ROOM)
        return Selection(self.found, tuple(reasons))


def select(
    found: Sequence[RankedPassage], policy: RetrievalPolicy, confidence: float = 1.0
) -> Selection:
    """Decide which of the passages found are used.

    Args:
        found: The passages, best first.
        policy: The limits.
        confidence: The probability that the passages answer the question, 0 to 1.
    """
    reasons: list[DropReason | None] = []
    for each in found:
        reason = None
        if confidence < policy.min_confidence:
            reason = DropReason.LOW_CONFIDENCE
        elif policy.min_score is not None and each.scores.fused < policy.min_score:
            reason = DropReason.BELOW_MIN_SCORE
        elif each.scores.similarity < policy.min_similarity:
            reason = DropReason.BELOW_MIN_SIMILARITY
        elif reasons.count(None) == policy.top_k:
            reason = DropReason.BEYOND_LIMIT
        reasons.append(reason)
    return Selection(tuple(found), tuple(reasons))
