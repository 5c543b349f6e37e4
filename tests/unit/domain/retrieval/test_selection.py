"""Selecting passages for answers, searches and traces."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.documents.place import Place
from domain.retrieval.passages import Passage, RankedPassage, Scores
from domain.retrieval.policy import RetrievalPolicy, SearchLimits
from domain.retrieval.selection import DropReason, select


def found(*scores: tuple[float, float]) -> list[RankedPassage]:
    """Return passages with these (fused score, similarity), best first."""
    return [
        RankedPassage(
            Passage(Place(UUID(int=rank), "a.txt", 0, 1), 0, str(rank), 1, similarity),
            Scores(similarity, 0.0, fused, rank, None, rank),
        )
        for rank, (fused, similarity) in enumerate(scores, 1)
    ]


def test_each_limit_drops_with_its_own_reason() -> None:
    """Score is checked before similarity, and only passages that pass both count for the limit."""
    policy = RetrievalPolicy(top_k=1, min_score=0.5, min_similarity=0.3)
    selection = select(found((0.4, 0.1), (0.6, 0.1), (0.6, 0.4), (0.6, 0.4)), policy)
    assert selection.reasons == (
        DropReason.BELOW_MIN_SCORE,
        DropReason.BELOW_MIN_SIMILARITY,
        None,
        DropReason.BEYOND_LIMIT,
    )


def test_equal_passages_of_two_documents_are_used_once() -> None:
    """The better of equal passages is used; those of one document are not compared."""
    policy = RetrievalPolicy(top_k=2)
    first, second, third = found((0.9, 0.9), (0.8, 0.8), (0.7, 0.7))
    copy = replace(second, passage=replace(second.passage, content=first.passage.content))
    selection = select([first, copy, third], policy)
    assert selection.reasons == (None, DropReason.DUPLICATE, None)
    same = replace(copy, passage=replace(copy.passage, place=first.passage.place))
    assert select([first, same], policy).reasons == (None, None)


def test_without_confidence_everything_is_dropped() -> None:
    """With too little confidence every passage is dropped."""
    selection = select(found((0.9, 0.9)), RetrievalPolicy(5, min_confidence=0.5), confidence=0.49)
    assert selection.kept == ()
    assert [reason for _, reason in selection.dropped] == [DropReason.LOW_CONFIDENCE]


def test_a_policy_without_limits_keeps_the_first() -> None:
    """By default only the number of passages is limited, even at a cosine just below -1."""
    passages = found((0.2, -1.0000001), (0.1, 0.1), (0.0, 0.0))
    assert select(passages, RetrievalPolicy(2)).kept == tuple(passages[:2])


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(-1, 1)), max_size=12),
    st.integers(1, 6),
    st.integers(0, 6),
)
def test_every_passage_is_kept_or_dropped(
    scores: list[tuple[float, float]], limit: int, room: int
) -> None:
    """Every passage is selected or dropped, in order, and the selection fits its limits."""
    passages = found(*scores)
    selection = select(passages, RetrievalPolicy(limit, 0.5, 0.0)).first(room)
    dropped = [each for each, _ in selection.dropped]
    assert sorted([*selection.kept, *dropped], key=passages.index) == passages
    assert len(selection.kept) <= min(limit, room)
    assert list(selection.kept) == [each for each in passages if each in selection.kept]


def test_the_limits_of_a_client_loosen_nothing() -> None:
    """They lower the number of passages and raise the lowest cosine, and never the reverse."""
    policy = RetrievalPolicy(5, min_similarity=0.2)
    assert policy.limited(SearchLimits()) == policy
    assert policy.limited(SearchLimits(9, 0.1)) == policy
    assert policy.limited(SearchLimits(3, 0.4)) == RetrievalPolicy(3, min_similarity=0.4)
