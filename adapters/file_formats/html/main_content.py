"""Finds the main content of a page among its menus, teasers, banners and comments."""

import re
from collections.abc import Sequence
from copy import deepcopy
from itertools import groupby

import trafilatura
from lxml import html

from adapters.file_formats.html.blocks import Block, Kind

_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words
_FEWEST_CHARACTERS, _MOST_CHARACTERS = 500, 5_000_000  # of a page that is judged
_APART = frozenset(["nav", "aside", "footer"])
_CHROME = _APART | {"header"}
_FEW_LINKS, _MANY_LINKS, _HALF_LINKS = 0.2, 0.25, 0.5  # of all characters
_LEAST_PARAGRAPH = 40  # characters


def main_content(root: html.HtmlElement, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of a page that are its content; all of them if it has nothing around it.

    trafilatura judges which words are the content. It drops headings and lists of short pages, so
    its text is not taken: the blocks are that have its words, and what belongs to them.
    """
    characters = sum(len(block.text) for block in blocks)
    is_judged = _FEWEST_CHARACTERS <= characters <= _MOST_CHARACTERS
    if not is_judged or not _has_surroundings(blocks):
        return list(blocks)
    judged = trafilatura.extract(deepcopy(root), include_comments=False) or ""
    kept = _known(blocks, judged)
    if not any(kept):
        return [block for block in blocks if block.region not in _APART] or list(blocks)
    _add_lists(blocks, kept)
    _add_paragraphs(blocks, kept)
    _set_headings(blocks, kept)
    return [block for block, is_kept in zip(blocks, kept, strict=True) if is_kept]


def _has_surroundings(blocks: Sequence[Block]) -> bool:
    """Return whether a page has regions for menus and the like, or many links."""
    characters = sum(len(block.text) for block in blocks)
    linked = sum(block.linked for block in blocks)
    return any(block.region in _CHROME for block in blocks) or linked > _MANY_LINKS * characters


def _known(blocks: Sequence[Block], judged: str) -> list[bool]:
    """Return for each block whether its words are in a text."""
    lines: set[str] = set()
    shingles: set[int] = set()
    for line in judged.split("\n"):
        words = _words(line)
        lines.add(" ".join(words))
        shingles.update(_shingles(words))

    def is_known(block: Block) -> bool:
        words = _words(block.text)
        own = _shingles(words)
        if not own:
            return bool(words) and " ".join(words) in lines
        return sum(shingle in shingles for shingle in own) * 2 >= len(own)

    return [is_known(block) for block in blocks]


def _add_lists(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Keep lists, tables and code between what is kept, unless they are links."""
    first, last = _span(kept)
    numbers = range(first, last)
    for key, run in groupby(numbers, key=lambda number: _list_of(blocks[number])):
        members = [*run]
        if not key or all(kept[number] for number in members):
            continue
        part = [blocks[number] for number in members]
        linked = sum(block.linked for block in part) / sum(len(block.text) for block in part)
        is_led = kept[members[0] - 1] and linked < _FEW_LINKS
        is_begun = any(kept[number] for number in members) and linked < _HALF_LINKS
        if (is_led or is_begun) and part[0].region not in _APART:
            for number in members:
                kept[number] = True


def _list_of(block: Block) -> tuple[Kind, int] | None:
    if block.kind in (Kind.HEADING, Kind.PARAGRAPH):
        return None
    return block.kind, block.group


def _add_paragraphs(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Keep paragraphs without links directly between paragraphs that are kept."""
    first, last = _span(kept)
    for number in range(first + 1, last):
        block = blocks[number]
        if (
            block.kind is Kind.PARAGRAPH
            and kept[number - 1]
            and kept[number + 1]
            and block.region not in _APART
            and block.linked * 10 < len(block.text)
            and len(block.text) >= _LEAST_PARAGRAPH
        ):
            kept[number] = True


def _set_headings(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Keep the headings above what is kept, the title among them, and no others."""
    first, _ = _span(kept)
    above: list[int] = []
    for number, block in enumerate(blocks):
        if block.kind is Kind.HEADING:
            while above and blocks[above[-1]].level >= block.level:
                above.pop()
            kept[number] = False
            if number >= first or block.level == 1:
                above.append(number)
        elif kept[number]:
            for heading in above:
                kept[heading] = True
            above.clear()


def _span(kept: Sequence[bool]) -> tuple[int, int]:
    """Return the numbers of the first and last block that are kept."""
    return kept.index(True), len(kept) - 1 - kept[::-1].index(True)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _shingles(words: Sequence[str]) -> list[int]:
    return [hash(run) for run in zip(*(words[start:] for start in range(_SHINGLE)), strict=False)]
