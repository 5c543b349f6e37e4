"""Chunking: divides a text at natural boundaries into chunks of a given number of tokens."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from domain.documents.boundaries import BOUNDARIES, Boundaries, fingerprint
from domain.documents.chunks import Chunk, TokenSpans
from domain.documents.marks import Marks
from domain.documents.parts import Part, PartKind
from domain.documents.token_cuts import TokenCuts
from domain.text.structure.blocks import Block, Context
from domain.text.structure.contexts import contexts_at, introductions, sections_of
from domain.text.structure.reading import read_structure

_INK = re.compile(r"\S")
_JOINER = "\u200d"
_SMALLEST_CHUNK = 8
_PARTS = 8  # with more than this part of its tokens, a chunk ends before a heading
_EARLIEST = 7 / 16  # with this share of its tokens or more, it may end elsewhere
_REACH = 3 / 8  # within this share of them, on either side of a landmark, there is no other
_OUTER = 4  # with so many times less, before a heading of an outer level


@dataclass(frozen=True, slots=True)
class ChunkingPolicy:
    """The length of chunks, and how much of its predecessor each repeats, in tokens."""

    max_tokens: int = 512
    overlap_tokens: int = 50

    def __post_init__(self) -> None:
        """Check that each chunk has room for new text.

        Raises:
            ValueError: If a chunk has under 8 tokens, or the overlap is negative or at least half a
                chunk.
        """
        if self.max_tokens < _SMALLEST_CHUNK:
            raise ValueError(f"a chunk needs {_SMALLEST_CHUNK} tokens or more")
        if not 0 <= self.overlap_tokens < self.max_tokens / 2:
            raise ValueError("the overlap is 0 tokens or more, and less than half a chunk")


def split(
    text: str, token_spans: TokenSpans, policy: ChunkingPolicy, parts: Sequence[Part] = ()
) -> list[Chunk]:
    r"""Divide a text into overlapping chunks that together cover every character of it.

    A chunk ends before a heading, a question with its answer, a slide or a sheet, unless it has
    under an eighth of `max_tokens` tokens by then, or the rest of the text has; a quarter of these
    is enough before a heading of an outer level. Otherwise it ends at a boundary of the strongest
    kind between 7/16 of `max_tokens` and all of it: a paragraph, or else line, sentence, word,
    character, but not between a header and its first row or a lead and its first item. Of several
    it ends at the last one, if what is left before a heading or the end then fits in one chunk, or
    else at the last landmark. A landmark is a boundary that stands out by the characters around it,
    wherever a chunk starts: chunks end at the same places again soon behind an edit.

    The next chunk starts at the first boundary of the strongest kind within the overlap, or at the
    heading. No cut goes through a token. Only a single character of more than `max_tokens` tokens
    makes a chunk longer than that.

    Args:
        text: The text, with `\n` as line ends.
        token_spans: The spans of its tokens, by their starts. White space may lie in none of them.
        policy: The sizes.
        parts: The parts of its file, in reading order.

    Returns:
        The chunks in reading order, starts and ends strictly increasing, each with its context and
        its marks; none for an empty text.
    """
    steps = split_stepwise(text, token_spans, policy, parts)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            chunks: list[Chunk] = end.value
            return chunks


def split_stepwise(
    text: str, token_spans: TokenSpans, policy: ChunkingPolicy, parts: Sequence[Part] = ()
) -> Generator[None, None, list[Chunk]]:
    """Divide a text as `split` does, in steps of a chunk, between which it can be left."""
    blocks = read_structure(text)
    sections = sorted([*_divisions(parts), *sections_of(blocks)])
    splitter = _Splitter(text, TokenCuts(len(text), token_spans), policy, sections, blocks)
    chunks: list[Chunk] = []
    start = end = 0
    while end < len(text):
        start, end = splitter.next_chunk(start, end)
        count = splitter.tokens.between(start, end)
        chunks.append(Chunk(len(chunks), text[start:end], start, end, count))
        yield
    contexts = contexts_at(blocks, [chunk.char_start for chunk in chunks])
    marks = Marks(text, blocks, parts)
    return [_with(chunk, each, marks) for chunk, each in zip(chunks, contexts, strict=True)]


def _divisions(parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Yield where slides, sheets and the like begin, as sections of the outermost level.

    A page ends anywhere, even in a sentence. What ends at its end is seen in the text.
    """
    return ((part.start, 0) for part in parts if part.kind is not PartKind.PAGE)


def _with(chunk: Chunk, context: Context, marks: Marks) -> Chunk:
    header = chunk.char_start + context.header.start if context.header else None
    own = marks.within(chunk.char_start, chunk.char_end, header)
    return replace(chunk, context=context, marks=own)


class _Splitter:
    """Chooses among the cuts of one text."""

    def __init__(
        self,
        text: str,
        tokens: TokenCuts,
        policy: ChunkingPolicy,
        sections: Sequence[tuple[int, int]],
        blocks: Sequence[Block],
    ) -> None:
        self.tokens = tokens
        self._text = text
        self._policy = policy
        self._least = policy.max_tokens // _PARTS
        self._earliest = int(policy.max_tokens * _EARLIEST)
        self._reach = int(policy.max_tokens * _REACH)
        self._levels: dict[int, int] = {}
        for start, level in sections:
            self._levels.setdefault(self.tokens.floor(self._line_start(start)), level)
        self._sections = list(self._levels)
        pairs = [(self._line_start(start), first) for start, first in introductions(blocks)]
        self._introductions = [start for start, _ in pairs]
        self._introduced = [first for _, first in pairs]
        self._last_ink = self.tokens.floor(len(text.rstrip()) - 1)

    def next_chunk(self, start: int, end: int) -> tuple[int, int]:
        """Return the (start, end) of the chunk after the given one."""
        next_start = self._start(start, end) if end else 0
        if self.tokens.furthest(next_start, self._policy.max_tokens) <= end:
            next_start = end  # the next character has very many tokens: no overlap
        return next_start, self._end(next_start, end)

    def _start(self, previous_start: int, end: int) -> int:
        if end in self._levels:
            return end
        overlap = self.tokens.earliest(end, self._policy.overlap_tokens)
        low = max(overlap, self.tokens.ceil(previous_start + 1))
        repeated = self._text[low:end].rstrip()
        if not repeated:
            return end
        high = low + len(repeated) - 1
        for boundaries in BOUNDARIES:
            for cut in self._cuts(boundaries, low, high):
                return cut
        cut = low
        while cut <= high and _joined(self._text, cut):
            cut = self.tokens.ceil(cut + 1)
        return cut if cut <= high else low

    def _end(self, start: int, previous_end: int) -> int:
        high = self.tokens.furthest(start, self._policy.max_tokens)
        ink = _INK.search(self._text, start, high)
        section = self._section(start, max(previous_end + 1, ink.end() if ink else 0))
        if section is not None and section <= high:
            is_tiny = self.tokens.furthest(section, self._least) == len(self._text)
            return high if is_tiny and high == len(self._text) else section
        if high == len(self._text):
            return high
        low = max(self.tokens.furthest(start, self._earliest), previous_end + 1)
        # from here on, what is left before the section fits in the next chunk
        room = self._policy.max_tokens - self._policy.overlap_tokens
        rest = self.tokens.earliest(len(self._text) if section is None else section, room)
        # A chunk of white space is useless: neither this chunk nor the last one may be without
        # ink.
        if ink:
            low = max(low, ink.end())
        if low <= self._last_ink:
            high = min(high, self._last_ink)
        for boundaries in BOUNDARIES:
            if cuts := list(self._cuts(boundaries, low, high)):
                cut = cuts[-1] if cuts[-1] >= rest else self._landmark(boundaries, cuts)
                return self._before_introduction(cut, low)
        cut = high
        while cut >= low and _joined(self._text, cut):
            cut = self.tokens.floor(cut - 1)
        return cut if cut >= low else high

    def _section(self, start: int, low: int) -> int | None:
        """Return the section before which a chunk ends, if it does not end before."""
        few = self.tokens.furthest(start, self._least // _OUTER)
        enough = self.tokens.furthest(start, self._least)
        place = bisect_right(self._sections, start) - 1
        level = self._levels[self._sections[place]] if place >= 0 else 0
        for number in range(bisect_left(self._sections, max(few, low)), len(self._sections)):
            section = self._sections[number]
            if section >= enough or self._levels[section] < level:
                return section
        return None

    def _landmark(self, boundaries: Boundaries, cuts: Sequence[int]) -> int:
        """Return the last of some cuts whose fingerprint is the lowest around, or else the last."""
        low = self.tokens.earliest(cuts[0], self._reach)
        high = self.tokens.furthest(cuts[-1], self._reach)
        around = list(self._cuts(boundaries, low, high))
        fingerprints = [fingerprint(self._text, cut) for cut in around]
        for cut in reversed(cuts):
            first = bisect_left(around, self.tokens.earliest(cut, self._reach))
            behind = bisect_right(around, self.tokens.furthest(cut, self._reach))
            if fingerprint(self._text, cut) == min(fingerprints[first:behind], default=None):
                return cut
        return cuts[-1]

    def _before_introduction(self, cut: int, low: int) -> int:
        """Return a cut that does not leave a header or a lead without what it introduces."""
        place = bisect_left(self._introductions, cut) - 1
        if place < 0 or cut > self._introduced[place]:
            return cut
        earlier = self.tokens.floor(self._introductions[place])
        return earlier if earlier >= low else cut

    def _line_start(self, position: int) -> int:
        return self._text.rfind("\n", 0, position) + 1

    def _cuts(self, boundaries: Boundaries, low: int, high: int) -> Iterator[int]:
        """Yield the cuts from `low` to `high`, both included, that are boundaries of one kind."""
        for earliest, preferred in boundaries(self._text, low, high):
            cut = self.tokens.floor(min(preferred, high))
            if cut >= max(low, earliest):
                yield cut


def _joined(text: str, position: int) -> bool:
    """Return whether a reader sees the characters around a position as one, such as é or 👩‍🔬."""
    here = text[position]
    return (
        _JOINER in (here, text[position - 1])
        or "\U0001f3fb" <= here <= "\U0001f3ff"  # a skin tone
        or unicodedata.category(here).startswith("M")
    )
