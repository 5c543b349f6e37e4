"""The trace of an answer's search: each passage found, with its scores and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.documents.place import Place
from domain.retrieval.merging import source_of
from domain.retrieval.passages import Passage, Scores
from domain.retrieval.selection import DropReason, Selection

MAX_TRACED = 20
"""How many passages are stored with an answer, about 8 KB. No later one nearly became a source."""


@dataclass(frozen=True, slots=True)
class TracedPassage:
    """A chunk that the search of an answer found.

    If an answer was attempted, each passage has either a source or a reason. If the search alone
    led to an abstention, all have a reason, and the nearest, which are shown, have a source too.

    Attributes:
        rank: Its final rank, from 1.
        source: The number of the source that it is part of, from 1; None if it is in no source.
        dropped: Why the answer does not use it; None if it does.
    """

    place: Place
    chunk_index: int
    scores: Scores
    rank: int
    source: int | None = None
    dropped: DropReason | None = None


def trace(
    selection: Selection, shown: Sequence[Passage], sources: Sequence[Passage]
) -> tuple[TracedPassage, ...]:
    """Return the trace of a search: the best MAX_TRACED passages, those in a source before others.

    Args:
        selection: The passages found, without duplicates, and the decision on each.
        shown: The passages that the sources were made of.
        sources: The passages shown to a reader: `shown` with adjacent passages merged.

    Returns:
        The passages in order of rank.
    """
    in_source = {_key(passage) for passage in shown}
    traced = [
        TracedPassage(
            place=each.passage.place,
            chunk_index=each.passage.chunk_index,
            scores=each.scores,
            rank=rank,
            source=source_of(each.passage, sources) if _key(each.passage) in in_source else None,
            dropped=reason,
        )
        for rank, (each, reason) in enumerate(
            zip(selection.found, selection.reasons, strict=True), 1
        )
    ]
    best = sorted(traced, key=lambda each: (each.source is None, each.rank))[:MAX_TRACED]
    return tuple(sorted(best, key=lambda each: each.rank))


def _key(passage: Passage) -> tuple[object, int]:
    return passage.place.document_id, passage.chunk_index
