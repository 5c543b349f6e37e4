"""What has to be done to make a collection equal to a source."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.syncing.items import Listing, PassedOver, SourceItem, SyncedItem
from domain.syncing.plan import Moves, plan_sync

PATHS = st.sampled_from(["a.md", "b.MD", "c.txt", "deep/a.md", "photo.png", "README"])
TOKENS = st.sampled_from([None, "1", "2"])
DIGESTS = st.sampled_from(["aa", "bb"])
DAMAGED, EMPTY = "It is damaged.", "It is empty."
ITEMS = st.dictionaries(PATHS, TOKENS)
REMEMBERED = st.dictionaries(
    PATHS, st.tuples(TOKENS, DIGESTS, st.sampled_from([None, DAMAGED, EMPTY]), st.booleans())
)


def synced(
    path: str, token: str | None, sha256: str, error: str | None, *, stored: bool
) -> SyncedItem:
    document_id = UUID(int=1) if stored else None
    return SyncedItem(path, token, sha256, error, document_id, stored, error == EMPTY)


@given(items=ITEMS, remembered=REMEMBERED, partial=st.booleans(), retry=st.booleans())
def test_everything_is_in_one_place_of_the_plan(
    items: dict[str, str | None],
    remembered: dict[str, tuple[str | None, str, str | None, bool]],
    partial: bool,
    retry: bool,
) -> None:
    """Each listed item is unchanged, failed before, empty, to be fetched or of another type."""
    known = [
        synced(path, token, sha256, error, stored=stored)
        for path, (token, sha256, error, stored) in remembered.items()
    ]
    unlisted = (PassedOver("locked", "It cannot be read."),) if partial else ()
    listing = Listing(
        tuple(SourceItem(path, path, token) for path, token in items.items()), (), unlisted
    )
    plan = plan_sync(listing, known, [".md", ".txt"], retry=retry)
    read = {path for path in items if path.lower().endswith((".md", ".txt"))}
    unchanged = {each.path for each in plan.unchanged}
    failed_before = {each.path for each in plan.failed_before}
    no_text = {each.path for each in plan.no_text}
    to_fetch = {each.item.path for each in plan.candidates}
    assert sorted([*unchanged, *failed_before, *no_text, *to_fetch]) == sorted(read)
    assert sum(count for _, count in plan.other_types) == len(items) - len(read)
    assert {each.path for each in plan.missing} == (set() if partial else set(remembered) - read)
    for each in plan.unchanged:
        assert each.stored
        assert each.token is not None
        assert each.token == items[each.path]
    for each in (*plan.failed_before, *plan.no_text):
        assert not retry
        assert each.error
        assert (each.error == EMPTY) == (each in plan.no_text)
        assert each.token == items[each.path]
    for candidate in plan.candidates:
        assert (candidate.known.path if candidate.known else None) in (None, candidate.item.path)
        assert (candidate.known is None) == (candidate.item.path not in remembered)


@given(
    st.lists(st.tuples(st.text("ab", min_size=1), DIGESTS, st.booleans()), unique_by=lambda e: e[0])
)
def test_each_missing_item_is_taken_once(missing: list[tuple[str, str, bool]]) -> None:
    """As many items are taken as have the content and are stored, in the order of their paths."""
    items = [synced(path, "1", sha256, None, stored=stored) for path, sha256, stored in missing]
    moves = Moves(items)
    for digest in ("aa", "bb"):
        taken = []
        while (item := moves.take(digest)) is not None:
            taken.append(item)
        wanted = [item for item in items if item.sha256 == digest and item.stored]
        assert taken == sorted(wanted, key=lambda item: item.path)
    assert not moves
