"""What stands above places of a text whose structure is known."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from domain.text.structure.blocks import Block, Context, Kind

TITLES = (Kind.HEADING, Kind.QUESTION)
"""What stands above what follows it."""


def sections_of(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Return where each section begins, and its level.

    A section begins with a heading or with a question that the text answers; of several without a
    text between them, with the first.
    """
    return [
        (block.start, block.section[-1].level)
        for before, block in pairwise([None, *blocks])
        if block and block.kind in TITLES and (before is None or before.kind not in TITLES)
    ]


def introductions(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Return the start of each header or lead that is not far, and of the first block below it."""
    pairs = []
    for before, block in pairwise([None, *blocks]):
        if block is None or block.lead is None:
            continue
        is_first = before is None or before.lead != block.lead
        if is_first and block.lead.start < block.start:
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
        # a paragraph behind the answer to a question is no longer under it
        section = here.section if here else before.section if before else ()
        if here and here.kind in TITLES and here.start >= position:
            section = here.section[:-1]
        contexts.append(Context(section, header))
    return contexts
