"""Headings that are known by nothing but bold letters."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from adapters.file_formats.office.blocks import Block, Heading, Paragraph

_LONGEST: Final = 80
_LEVEL: Final = 2
_NO_END: Final = (".", ":", ";", ",", "!")


def with_bold_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with bold lines as headings, unless there are headings by style.

    A bold line is a heading of what is not bold below it.
    """
    if any(isinstance(block, Heading) and block.level > 1 for block in blocks):
        return list(blocks)
    return [
        Heading(_LEVEL, block.text)
        if isinstance(block, Paragraph) and _is_bold_line(block) and not _is_bold(below)
        else block
        for block, below in pairwise([*blocks, Paragraph("", is_bold=True)])
    ]


def _is_bold(block: Block) -> bool:
    return isinstance(block, Heading) or (isinstance(block, Paragraph) and block.is_bold)


def _is_bold_line(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    is_line = 0 < len(text) <= _LONGEST and "\n" not in text
    return paragraph.is_bold and is_line and not text.endswith(_NO_END)
