"""Joining what was cut apart, so that a reader sees running text once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from domain.retrieval.passages import Passage


def merge_adjacent(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Join passages of one document that overlap or touch, what they share taken once.

    Args:
        passages: Passages with exact places, best first.

    Returns:
        Passages of which no two overlap or touch, still `text[char_start:char_end]` of their
        documents. A joined one stands at the place of its best part and keeps its chunk index
        and its similarity; its `token_count` is the sum of the parts', overlap counted twice.
    """
    by_document: dict[UUID, list[int]] = {}
    for place, passage in enumerate(passages):
        by_document.setdefault(passage.document_id, []).append(place)
    joined = [
        _join(passages, run)
        for places in by_document.values()
        for run in _runs(passages, sorted(places, key=lambda place: passages[place].char_start))
    ]
    return tuple(passage for _, passage in sorted(joined, key=lambda each: each[0]))


def source_of(passage: Passage, sources: Sequence[Passage]) -> int | None:
    """Return the number, from 1, of the source that a passage was joined into.

    It is the one of the same document whose span holds the passage's start; None if there is none.
    A passage that merely overlaps a source starts in it too: ask only for those that were joined.
    """
    for number, source in enumerate(sources, 1):
        same = source.document_id == passage.document_id
        if same and source.char_start <= passage.char_start < source.char_end:
            return number
    return None


def _runs(passages: Sequence[Passage], in_reading_order: Iterable[int]) -> list[list[int]]:
    """Group the places of passages that follow each other without a gap."""
    runs: list[list[int]] = []
    end = -1
    for place in in_reading_order:
        passage = passages[place]
        if runs and passage.char_start <= end:
            runs[-1].append(place)
        else:
            runs.append([place])
            end = -1
        end = max(end, passage.char_end)
    return runs


def _join(passages: Sequence[Passage], run: Sequence[int]) -> tuple[int, Passage]:
    """Return a run as one passage, after the place of its best part."""
    best = min(run)
    start = end = passages[run[0]].char_start
    pieces = []
    for place in run:
        part = passages[place]
        pieces.append(part.content[end - part.char_start :] if part.char_end > end else "")
        end = max(end, part.char_end)
    passage = replace(
        passages[best],
        content="".join(pieces),
        char_start=start,
        char_end=end,
        token_count=sum(passages[place].token_count for place in run),
    )
    return best, passage
