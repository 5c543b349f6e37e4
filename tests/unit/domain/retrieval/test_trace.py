"""Traces: for each passage of a search, its source or the reason why it has none."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.documents.place import Place
from domain.retrieval.merging import merge_adjacent
from domain.retrieval.passages import Passage, RankedPassage, Scores
from domain.retrieval.policy import RetrievalPolicy
from domain.retrieval.selection import DropReason, select
from domain.retrieval.trace import MAX_TRACED, TracedPassage, trace

LENGTH, STEP = 12, 10  # adjacent chunks share two characters
SCORES = Scores(0.25, 1.5, 0.5, 2, None, 3, 4, -5.0)


def ranked(document: int, index: int, score: float = 0.5) -> RankedPassage:
    """Return a chunk of a document that was chunked with an overlap."""
    start = index * STEP
    place = Place(UUID(int=document), f"{document}.txt", start, start + LENGTH)
    passage = Passage(place, index, str(document) * LENGTH, LENGTH, 0.25)
    return RankedPassage(passage, replace(SCORES, fused=score))


def tried(
    found: list[RankedPassage], min_score: float = 0.0, limit: int = 5, fitting: int = 5
) -> tuple[TracedPassage, ...]:
    """Return the trace of a search whose passages were used for an answer."""
    selection = select(found, RetrievalPolicy(limit, min_score)).first(fitting)
    shown = [each.passage for each in selection.kept]
    return trace(selection, shown, merge_adjacent(shown))


found_passages = st.lists(
    st.builds(ranked, st.integers(1, 3), st.integers(0, 12), st.sampled_from([0.1, 0.5])),
    max_size=36,
    unique_by=lambda each: (each.passage.place, each.passage.chunk_index),
)


def test_each_stage_is_kept_and_no_text() -> None:
    """A trace stores ranks, scores, place and span, but no text."""
    [kept] = tried([ranked(1, 2)])
    assert kept == TracedPassage(Place(UUID(int=1), "1.txt", 20, 32), 2, SCORES, 1, 1, None)
    assert kept.scores.final == -5.0


def test_neighbours_are_in_the_same_source() -> None:
    """Merged chunks have the same source number."""
    kept = tried([ranked(1, 3), ranked(2, 0), ranked(1, 2), ranked(1, 7)])
    assert [each.source for each in kept] == [1, 2, 1, 3]


def test_a_chunk_that_only_overlaps_a_source_is_in_none() -> None:
    """A dropped chunk that overlaps a source is not part of it."""
    kept = tried([ranked(1, 0), ranked(1, 1)], limit=1)
    assert [(each.source, each.dropped) for each in kept] == [
        (1, None),
        (None, DropReason.BEYOND_LIMIT),
    ]


def test_each_reason_is_the_first_that_held() -> None:
    """The score is checked first, then the limit, then the room."""
    found = [ranked(n, 0, score) for n, score in enumerate([0.5, 0.1, 0.5, 0.5, 0.5])]
    kept = tried(found, min_score=0.3, limit=3, fitting=1)
    assert [each.dropped for each in kept] == [
        None,
        DropReason.BELOW_MIN_SCORE,
        DropReason.NO_ROOM,
        DropReason.NO_ROOM,
        DropReason.BEYOND_LIMIT,
    ]
    assert [each.rank for each in kept] == [1, 2, 3, 4, 5]


def test_a_source_far_down_is_kept_before_what_is_none() -> None:
    """A source with a low rank is stored before dropped passages with a higher one."""
    found = [ranked(n, 0, 0.1) for n in range(30)] + [ranked(99, 0)]
    kept = tried(found, min_score=0.3)
    assert [each.rank for each in kept] == [*range(1, MAX_TRACED), 31]
    assert kept[-1].source == 1


def test_what_an_abstention_shows_has_a_number_and_a_reason() -> None:
    """An abstention numbers the passages shown, and gives all passages the reason."""
    found = [ranked(1, 0), ranked(1, 1), ranked(2, 0)]
    shown = [each.passage for each in found[:2]]
    selection = select(found, RetrievalPolicy(5, min_confidence=0.5), confidence=0.4)
    kept = trace(selection, shown, merge_adjacent(shown))
    assert [each.source for each in kept] == [1, 1, None]
    assert {each.dropped for each in kept} == {DropReason.LOW_CONFIDENCE}


@given(found_passages, st.integers(1, 6), st.integers(0, 6))
def test_every_source_is_accounted_for(
    found: list[RankedPassage], limit: int, fitting: int
) -> None:
    """Each passage has a source or a reason, each source has a passage, and ranks ascend."""
    kept = tried(found, min_score=0.3, limit=limit, fitting=fitting)
    selection = select(found, RetrievalPolicy(limit, 0.3)).first(fitting)
    sources = merge_adjacent([each.passage for each in selection.kept])
    assert all((each.source is None) == (each.dropped is not None) for each in kept)
    assert {each.source for each in kept} - {None} == set(range(1, len(sources) + 1))
    for each in kept:
        if each.source is not None:
            outer, inner = sources[each.source - 1].place, each.place
            assert outer.document_id == inner.document_id
            assert outer.char_start <= inner.char_start < inner.char_end <= outer.char_end
    assert len(kept) == min(len(found), MAX_TRACED)
    assert [each.rank for each in kept] == sorted({each.rank for each in kept})
