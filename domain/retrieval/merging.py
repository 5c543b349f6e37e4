"""Merging adjacent passages, so that a reader sees continuous text once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from domain.retrieval.passages import Passage


def merge_adjacent(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Merge passages of one document that overlap or touch. Shared text appears once.

    Args:
        passages: Passages with exact places, best first.

    Returns:
        Passages of which no two overlap or touch, best first, still `text[char_start:char_end]` of
        their documents. A merged passage has the rank, chunk index and similarity of its best part.
        Its `token_count` is the sum of its parts', so an overlap counts twice.
    """
    by_document: dict[UUID, list[int]] = {}
    for rank, passage in enumerate(passages):
        by_document.setdefault(passage.place.document_id, []).append(rank)
    merged = [
        _merge(passages, run)
        for ranks in by_document.values()
        for run in _runs(passages, sorted(ranks, key=lambda rank: passages[rank].place.char_start))
    ]
    return tuple(passage for _, passage in sorted(merged, key=lambda each: each[0]))


def source_of(passage: Passage, sources: Sequence[Passage]) -> int | None:
    """Return the number, from 1, of the source that a passage was merged into, or None.

    It is the source of the same document that contains the passage's start. A passage that only
    overlaps a source can start in it too, so pass only passages that were merged.
    """
    for number, source in enumerate(sources, 1):
        outer, inner = source.place, passage.place
        same = outer.document_id == inner.document_id
        if same and outer.char_start <= inner.char_start < outer.char_end:
            return number
    return None


def _runs(passages: Sequence[Passage], in_reading_order: Iterable[int]) -> list[list[int]]:
    """Group the ranks of passages that follow each other without a gap."""
    runs: list[list[int]] = []
    end = -1
    for rank in in_reading_order:
        place = passages[rank].place
        if runs and place.char_start <= end:
            runs[-1].append(rank)
        else:
            runs.append([rank])
            end = -1
        end = max(end, place.char_end)
    return runs


def _merge(passages: Sequence[Passage], run: Sequence[int]) -> tuple[int, Passage]:
    """Return the rank of a run's best part, and the run as one passage."""
    best = min(run)
    end = passages[run[0]].place.char_start
    pieces = []
    for rank in run:
        content, place = passages[rank].content, passages[rank].place
        pieces.append(content[end - place.char_start :] if place.char_end > end else "")
        end = max(end, place.char_end)
    marks = dict.fromkeys(mark for rank in run for mark in passages[rank].marks)
    passage = replace(
        passages[best],
        place=replace(passages[run[0]].place, char_end=end),
        content="".join(pieces),
        context=passages[run[0]].context,
        marks=tuple(sorted(marks, key=lambda mark: mark.start)),
        token_count=sum(passages[rank].token_count for rank in run),
    )
    return best, passage
