"""What stands above places of a text whose structure is known."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from domain.text.structure.blocks import Block, Context, Kind


def section_starts(blocks: Sequence[Block]) -> list[int]:
    """Return the starts of the headings, and of the questions that the text answers."""
    return [block.start for block in blocks if block.kind in (Kind.HEADING, Kind.QUESTION)]


def introductions(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Return the start of each header or lead that is not far, and of the first block below it."""
    pairs = []
    for before, block in pairwise([None, *blocks]):
        is_first = before is None or before.lead != block.lead
        if block.lead and is_first and block.lead.start < block.start:
            pairs.append((block.lead.start, block.start))
    return pairs


def contexts_at(blocks: Sequence[Block], positions: Sequence[int]) -> list[Context]:
    """Return what stands above each of several positions of a text.

    Args:
        blocks: The blocks of the text.
        positions: Places in the text, ascending.

    Returns:
        The contexts. The place of a header is relative to the position.
    """
    contexts: list[Context] = []
    number = 0
    for position in positions:
        while number < len(blocks) and blocks[number].start < position:
            number += 1
        before = blocks[number - 1] if number else None
        here = before if before and before.end > position else None
        if here is None and number < len(blocks):
            here = blocks[number]
        header = None
        if here and here.lead and here.lead.start < position:
            header = replace(here.lead, start=here.lead.start - position)
        contexts.append(Context(before.section if before else (), header))
    return contexts
