"""What is kept of a search says of each passage which source it is in, or why it is in none."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.retrieval.merging import merge_adjacent
from domain.retrieval.passages import Passage, RankedPassage
from domain.retrieval.trace import MAX_TRACED, DropReason, TracedPassage, trace, why_dropped

LENGTH, STEP = 12, 10  # each chunk shares its last two characters with the next one


def ranked(document: int, index: int, score: float = 0.5) -> RankedPassage:
    """Return a chunk of a document that is cut with an overlap."""
    passage = Passage(
        UUID(int=document),
        f"{document}.txt",
        index,
        "x" * LENGTH,
        index * STEP,
        index * STEP + LENGTH,
        LENGTH,
        0.25,
    )
    return RankedPassage(passage, score, 1.5, 2, None, 3, 4, -5.0)


def tried(
    found: list[RankedPassage], min_score: float = 0.0, limit: int = 5, fitting: int = 5
) -> tuple[TracedPassage, ...]:
    """Return what is kept where an answer was tried."""
    dropped = why_dropped(found, min_score, limit, fitting)
    shown = [each.passage for each, why in zip(found, dropped, strict=True) if why is None]
    return trace(found, dropped, shown, merge_adjacent(shown))


found_passages = st.lists(
    st.builds(ranked, st.integers(1, 3), st.integers(0, 12), st.sampled_from([0.1, 0.5])),
    max_size=36,
    unique_by=lambda each: (each.passage.document_id, each.passage.chunk_index),
)


def test_each_stage_is_kept_and_no_text() -> None:
    """Ranks, scores, place and span are those of the search."""
    [kept] = tried([ranked(1, 2)])
    assert kept == TracedPassage(
        UUID(int=1), "1.txt", 2, 20, 32, 0.25, 0.5, 1.5, 2, None, 3, 4, -5.0, 1, 1, None
    )
    assert kept.final_score == -5.0


def test_neighbours_are_in_the_same_source() -> None:
    """Chunks that were joined have one number, that of the text in which they begin."""
    kept = tried([ranked(1, 3), ranked(2, 0), ranked(1, 2), ranked(1, 7)])
    assert [each.source for each in kept] == [1, 2, 1, 3]


def test_a_chunk_that_only_overlaps_a_source_is_in_none() -> None:
    """What was left out begins inside the source before it, and is no part of it for that."""
    kept = tried([ranked(1, 0), ranked(1, 1)], limit=1)
    assert [(each.source, each.dropped) for each in kept] == [
        (1, None),
        (None, DropReason.BEYOND_LIMIT),
    ]


def test_each_reason_is_the_first_that_held() -> None:
    """A score too low counts nowhere; what is good is limited first, and then has to fit."""
    found = [ranked(n, 0, score) for n, score in enumerate([0.5, 0.1, 0.5, 0.5, 0.5])]
    kept = tried(found, min_score=0.3, limit=3, fitting=1)
    assert [each.dropped for each in kept] == [
        None,
        DropReason.LOW_SCORE,
        DropReason.NO_ROOM,
        DropReason.NO_ROOM,
        DropReason.BEYOND_LIMIT,
    ]
    assert [each.place for each in kept] == [1, 2, 3, 4, 5]


def test_a_source_far_down_is_kept_before_what_is_none() -> None:
    """A reranker may put passages that score too low before all the others."""
    found = [ranked(n, 0, 0.1) for n in range(30)] + [ranked(99, 0)]
    kept = tried(found, min_score=0.3)
    assert [each.place for each in kept] == [*range(1, MAX_TRACED), 31]
    assert kept[-1].source == 1


def test_what_an_abstention_shows_has_a_number_and_a_reason() -> None:
    """The nearest passages are shown under their numbers, and the answer draws on none."""
    found = [ranked(1, 0), ranked(1, 1), ranked(2, 0)]
    shown = [each.passage for each in found[:2]]
    kept = trace(found, [DropReason.UNSURE] * 3, shown, merge_adjacent(shown))
    assert [each.source for each in kept] == [1, 1, None]
    assert {each.dropped for each in kept} == {DropReason.UNSURE}


@given(found_passages, st.integers(1, 6), st.integers(0, 6))
def test_every_source_is_accounted_for(
    found: list[RankedPassage], limit: int, fitting: int
) -> None:
    """Each passage has a source or a reason, no source is without one, and places rise."""
    kept = tried(found, min_score=0.3, limit=limit, fitting=fitting)
    dropped = why_dropped(found, 0.3, limit, fitting)
    shown = [each.passage for each, why in zip(found, dropped, strict=True) if why is None]
    sources = merge_adjacent(shown)
    assert all((each.source is None) == (each.dropped is not None) for each in kept)
    assert {each.source for each in kept} - {None} == set(range(1, len(sources) + 1))
    for each in kept:
        if each.source is not None:
            source = sources[each.source - 1]
            assert source.document_id == each.document_id
            assert source.char_start <= each.char_start < each.char_end <= source.char_end
    assert len(kept) == min(len(found), MAX_TRACED)
    assert [each.place for each in kept] == sorted({each.place for each in kept})
