"""What has to be done to make a collection equal to a source: pure functions of both."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from domain.syncing.items import Listing, PassedOver, SourceItem, SyncedItem


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item whose content may be new, and what is remembered of it."""

    item: SourceItem
    known: SyncedItem | None = None


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """What has to be done.

    Attributes:
        unchanged: The items whose documents have their content already.
        failed_before: The items that could not become documents, and have not changed.
        no_text: The items that contain no text, have no document, and have not changed.
        candidates: The items to fetch: new ones, changed ones, and those that only fetching tells.
        missing: What is remembered of items that the source no longer has.
        passed_over: What the source has but is not synced.
        unlisted: What could not be listed. Nothing is missing then.
        other_types: How many files have each suffix that is not read, such as `.png`.
    """

    unchanged: tuple[SyncedItem, ...]
    failed_before: tuple[SyncedItem, ...]
    no_text: tuple[SyncedItem, ...]
    candidates: tuple[Candidate, ...]
    missing: tuple[SyncedItem, ...]
    passed_over: tuple[PassedOver, ...] = ()
    unlisted: tuple[PassedOver, ...] = ()
    other_types: tuple[tuple[str, int], ...] = ()


def plan_sync(
    listing: Listing,
    remembered: Iterable[SyncedItem],
    suffixes: Sequence[str],
    *,
    retry: bool = False,
) -> SyncPlan:
    """Compare a source with what is remembered of it.

    Args:
        listing: What is in the source.
        remembered: What is remembered of the collection.
        suffixes: The endings of the names that are read, in lower case.
        retry: Whether items that could not become documents are tried again.
    """
    known = {each.path: each for each in remembered}
    unchanged, candidates = [], []
    failed_before: list[SyncedItem] = []
    no_text: list[SyncedItem] = []
    other_types = Counter[str]()
    listed = set()
    for item in listing.items:
        if not item.path.lower().endswith(tuple(suffixes)):
            other_types[PurePosixPath(item.path).suffix.lower() or "no suffix"] += 1
            continue
        listed.add(item.path)
        before = known.get(item.path)
        same = before is not None and item.token is not None and item.token == before.token
        if before is not None and same and before.stored:
            unchanged.append(before)
        elif before is not None and same and before.error and not retry:
            (no_text if before.passed_over else failed_before).append(before)
        else:
            candidates.append(Candidate(item, before))
    gone = [each for path, each in known.items() if path not in listed]
    return SyncPlan(
        tuple(unchanged),
        tuple(failed_before),
        tuple(no_text),
        tuple(candidates),
        () if listing.unlisted else tuple(gone),
        listing.passed_over,
        listing.unlisted,
        tuple(other_types.most_common()),
    )


class Moves:
    """Matches new items with missing ones of the same content: these were renamed."""

    def __init__(self, missing: Iterable[SyncedItem]) -> None:
        self._by_content = defaultdict[str, list[SyncedItem]](list)
        for each in sorted(missing, key=lambda item: item.path, reverse=True):
            if each.stored and each.sha256:
                self._by_content[each.sha256].append(each)

    def __bool__(self) -> bool:
        return any(self._by_content.values())

    def take(self, sha256: str) -> SyncedItem | None:
        """Return a missing item with this content, which is then no longer one; None if none is."""
        same = self._by_content.get(sha256)
        return same.pop() if same else None
