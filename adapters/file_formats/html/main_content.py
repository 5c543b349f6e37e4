"""Finds the main content of a page among its menus, teasers, banners and comments."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import groupby

import trafilatura
from lxml import html

from adapters.file_formats.html.blocks import Block, Kind

_FEWEST_CHARACTERS, _MOST_CHARACTERS = 500, 2_000_000  # of a page that is judged
_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words
_APART = frozenset(["nav", "aside", "footer"])
_AROUND = _APART | {"header"}
_LONG = 60  # characters of a block that is no caption, name or button
_LEAST_PARAGRAPH = 40
_UNLINKED, _FEW_LINKS, _SOME_LINKS, _HALF_LINKS, _ALL_LINKS = 0.1, 0.2, 0.25, 0.5, 0.8


def main_content(root: html.HtmlElement, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of a page that are its content; all of them if nothing is around it.

    trafilatura judges which words are the content. It drops headings and lists of short pages, so
    its text is not taken: the blocks are that have its words, and what belongs to them.
    """
    is_judged = _FEWEST_CHARACTERS <= _characters(blocks) <= _MOST_CHARACTERS
    if not is_judged or not _has_surroundings(blocks):
        return _not_apart(blocks)
    judged = trafilatura.extract(deepcopy(root), include_comments=False) or ""
    kept = _known(blocks, judged)
    _drop_links(blocks, kept)
    _drop_apart(blocks, kept)
    _drop_far(blocks, kept)
    if not any(kept):
        return _not_apart(blocks)
    _add_lists(blocks, kept)
    _add_paragraphs(blocks, kept)
    _set_headings(blocks, kept)
    return [block for block, is_kept in zip(blocks, kept, strict=True) if is_kept]


def _not_apart(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks outside of menus, sidebars and footers; all of them if there are none."""
    return [block for block in blocks if block.region not in _APART] or list(blocks)


def _has_surroundings(blocks: Sequence[Block]) -> bool:
    """Return whether a page has regions for menus and the like, or many links."""
    return any(block.region in _AROUND for block in blocks) or _linked(blocks) > _SOME_LINKS


def _known(blocks: Sequence[Block], judged: str) -> list[bool]:
    """Return for each block whether its words are in a text; a short line of it counts once."""
    lines = Counter[str]()
    shingles: set[int] = set()
    for line in judged.split("\n"):
        words = _words(line)
        lines[" ".join(words)] += 1
        shingles.update(_shingles(words))

    def is_known(block: Block) -> bool:
        words = _words(block.text)
        if own := _shingles(words):
            return sum(shingle in shingles for shingle in own) * 2 >= len(own)
        line = " ".join(words)
        lines[line] -= 1
        return bool(words) and lines[line] >= 0

    return [is_known(block) for block in blocks]


# Each of these changes which blocks are kept.


def _drop_links(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Leave out lists and paragraphs that are nothing but links: to other pages, to share."""
    for key, run in groupby(range(len(blocks)), key=lambda number: _list_of(blocks[number])):
        numbers = [number for number in run if kept[number]]
        if key and key[0] is Kind.ITEM:
            if _linked(blocks[number] for number in numbers) > _ALL_LINKS:
                _set(kept, numbers, to=False)
        elif not key:
            is_link = [
                number
                for number in numbers
                if not blocks[number].level and _linked([blocks[number]]) > _ALL_LINKS
            ]
            _set(kept, is_link, to=False)


def _drop_apart(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Leave out menus, sidebars and footers, unless they are a good part of the content."""
    apart = [number for number in _numbers(kept) if blocks[number].region in _APART]
    characters = _characters(blocks[number] for number in _numbers(kept))
    if _characters(blocks[number] for number in apart) * 4 < characters:
        _set(kept, apart, to=False)


def _drop_far(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Leave out short blocks before and behind the content with something else in between."""
    long = [number for number in _numbers(kept) if len(blocks[number].text) >= _LONG]
    if not long:
        return
    for number in range(long[-1] + 1, len(kept)):
        kept[number] = kept[number] and kept[number - 1]
    for number in range(long[0] - 1, -1, -1):
        kept[number] = kept[number] and kept[number + 1]


def _add_lists(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Keep code between what is kept, and lists and tables that belong to it and are no links."""
    first, last = _span(kept)
    for key, run in groupby(range(first, last), key=lambda number: _list_of(blocks[number])):
        numbers = [*run]
        if not key or blocks[numbers[0]].region in _APART:
            continue
        linked = _linked(blocks[number] for number in numbers)
        is_led = kept[numbers[0] - 1] and linked < _FEW_LINKS
        is_begun = any(kept[number] for number in numbers) and linked < _HALF_LINKS
        if is_led or is_begun or key[0] is Kind.CODE:
            _set(kept, numbers, to=True)


def _add_paragraphs(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Keep paragraphs without links directly between blocks that are kept."""
    first, last = _span(kept)
    for number in range(first + 1, last):
        block = blocks[number]
        is_between = kept[number - 1] and kept[number + 1]
        is_text = block.kind is Kind.PARAGRAPH and len(block.text) >= _LEAST_PARAGRAPH
        if is_between and is_text and _linked([block]) < _UNLINKED and block.region not in _APART:
            kept[number] = True


def _set_headings(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Keep the headings above what is kept, the title among them, and no others."""
    first, _ = _span(kept)
    above: list[int] = []
    for number, block in enumerate(blocks):
        if block.level:
            while above and blocks[above[-1]].level >= block.level:
                above.pop()
            kept[number] = False
            if block.region not in _APART and (number >= first or block.level == 1):
                above.append(number)
        elif kept[number]:
            _set(kept, above, to=True)
            above.clear()


def _set(kept: list[bool], numbers: Iterable[int], *, to: bool) -> None:
    for number in numbers:
        kept[number] = to


def _numbers(kept: Sequence[bool]) -> list[int]:
    """Return the numbers of the blocks that are kept."""
    return [number for number, is_kept in enumerate(kept) if is_kept]


def _span(kept: Sequence[bool]) -> tuple[int, int]:
    """Return the numbers of the first and last block that are kept."""
    return kept.index(True), len(kept) - 1 - kept[::-1].index(True)


def _list_of(block: Block) -> tuple[Kind, int] | None:
    """Return what tells a list, a table or code from the next one; None for other blocks."""
    if block.kind in (Kind.HEADING, Kind.PARAGRAPH):
        return None
    return block.kind, block.group


def _characters(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _linked(blocks: Iterable[Block]) -> float:
    """Return the share of the characters of blocks that are in links."""
    linked = characters = 0
    for block in blocks:
        linked += block.linked
        characters += len(block.text)
    return linked / characters if characters else 0


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _shingles(words: Sequence[str]) -> list[int]:
    return [hash(run) for run in zip(*(words[start:] for start in range(_SHINGLE)), strict=False)]
