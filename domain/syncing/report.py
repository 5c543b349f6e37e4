"""What became of the items of a source."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from domain.syncing.items import PassedOver


class SyncOutcome(StrEnum):
    """What became of an item."""

    ADDED = "added"
    CHANGED = "changed"
    RENAMED = "renamed"
    REMOVED = "removed"
    UNCHANGED = "unchanged"
    GONE = "gone"  # no longer in the source, but still in the collection
    FAILED = "failed"
    FAILED_BEFORE = "failed_before"  # and neither changed nor tried again
    PASSED_OVER = "passed_over"  # it contains no text


@dataclass(frozen=True, slots=True)
class SyncChange:
    """What became of one item.

    Attributes:
        path: Its path in the collection.
        reason: Why it failed or was passed over.
        before: The path from which it was renamed.
        size: The number of its bytes; 0 if unknown.
    """

    path: str
    outcome: SyncOutcome
    reason: str = ""
    before: str | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What became of all items, in the order of their paths.

    Attributes:
        changes: One for each item but those unchanged and passed over.
        unchanged: The number of the unchanged ones.
        passed_over: What the source has but is not synced.
        unlisted: What could not be listed.
        other_types: How many files have each suffix that is not read.
    """

    changes: tuple[SyncChange, ...]
    unchanged: int
    passed_over: tuple[PassedOver, ...] = ()
    unlisted: tuple[PassedOver, ...] = ()
    other_types: tuple[tuple[str, int], ...] = ()

    @property
    def counts(self) -> Counter[SyncOutcome]:
        """How many items had each outcome."""
        counts = Counter(change.outcome for change in self.changes)
        counts[SyncOutcome.UNCHANGED] += self.unchanged
        return counts

    @property
    def complete(self) -> bool:
        """Whether the collection has everything that the source has."""
        failed = self.counts[SyncOutcome.FAILED] + self.counts[SyncOutcome.FAILED_BEFORE]
        return not failed and not self.unlisted
