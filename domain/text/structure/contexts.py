"""What stands above places of a text whose structure is known."""

from collections.abc import Sequence
from dataclasses import replace

from domain.text.structure.blocks import Block, Context, Kind


def headings(blocks: Sequence[Block]) -> list[int]:
    """Return the starts of the headings."""
    return [block.start for block in blocks if block.kind is Kind.HEADING]


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
