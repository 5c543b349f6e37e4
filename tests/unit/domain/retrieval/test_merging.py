"""Merging adjacent passages."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.documents.place import Place
from domain.retrieval.merging import merge_adjacent
from domain.retrieval.passages import Passage

TEXTS = {UUID(int=1): "abcdefghijklmnopqrstuvwxyz" * 2, UUID(int=2): "0123456789" * 5}


def passage(document: int, start: int, end: int, similarity: float = 0.5) -> Passage:
    document_id = UUID(int=document)
    content = TEXTS[document_id][start:end]
    place = Place(document_id, f"{document}.txt", start, end)
    return Passage(place, start, content, end - start, similarity)


spans = st.tuples(st.sampled_from([1, 2]), st.integers(0, 40), st.integers(1, 10)).map(
    lambda drawn: passage(drawn[0], drawn[1], drawn[1] + drawn[2])
)


def test_overlapping_chunks_become_one_passage_without_the_overlap() -> None:
    """Overlapping chunks are merged without repeating the overlap, at the better one's rank."""
    joined = merge_adjacent([passage(1, 8, 16, 0.9), passage(2, 0, 5), passage(1, 0, 10, 0.4)])
    assert [(each.content, each.place.char_start, each.place.char_end) for each in joined] == [
        ("abcdefghijklmnop", 0, 16),
        ("01234", 0, 5),
    ]
    assert (joined[0].chunk_index, joined[0].similarity, joined[0].token_count) == (8, 0.9, 18)


def test_passages_that_touch_are_joined_and_those_with_a_gap_are_not() -> None:
    """Touching passages are merged, and passages with a gap are not."""
    joined = merge_adjacent([passage(1, 0, 5), passage(1, 5, 9), passage(1, 10, 12)])
    assert [each.content for each in joined] == ["abcdefghi", "kl"]


@given(st.lists(spans, max_size=8))
def test_joined_passages_hold_exactly_what_was_found(found: list[Passage]) -> None:
    """Each character found is in exactly one passage, which is the text of its span."""
    joined = merge_adjacent(found)
    covered = [
        (each.place.document_id, position)
        for each in joined
        for position in range(each.place.char_start, each.place.char_end)
    ]
    assert len(covered) == len(set(covered))
    assert set(covered) == {
        (each.place.document_id, position)
        for each in found
        for position in range(each.place.char_start, each.place.char_end)
    }
    for each in joined:
        assert (
            TEXTS[each.place.document_id][each.place.char_start : each.place.char_end]
            == each.content
        )


@given(st.lists(spans, max_size=8))
def test_joining_keeps_the_order_of_the_best_parts(found: list[Passage]) -> None:
    """The passage with the best chunk stays first, and merging again changes nothing."""
    joined = merge_adjacent(found)
    assert merge_adjacent(joined) == joined
    if found:
        best = found[0]
        assert joined[0].place.document_id == best.place.document_id
        assert (
            joined[0].place.char_start
            <= best.place.char_start
            < best.place.char_end
            <= joined[0].place.char_end
        )
