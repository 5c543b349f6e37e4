"""The units of a text: what can be quoted by itself, and what a reader knows when reading it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from domain.text.characters import (
    BULLETS,
    CLOSERS,
    STOPS,
    UNSPACED_STOPS,
    UNSTOPPED_SCRIPTS,
    in_class,
)
from domain.text.sentences import is_question, sentence_spans
from domain.text.structure.blocks import NOTHING, Block, Context, Heading, Kind, Lead
from domain.text.structure.lines import LONGEST_TITLE
from domain.text.structure.reading import read_structure
from domain.text.words import light_terms

LONGEST_UNIT = 600  # characters; a longer sentence is several units
_REMEMBERED = 256  # texts, those of about twenty searches

_PIECE = re.compile(rf"\S(?:.{{0,{LONGEST_UNIT - 2}}}\S)?(?!\S)|\S{{{LONGEST_UNIT}}}", re.DOTALL)
# words in bold before the sentences that they are about
_RUN_IN = re.compile(
    rf"[{in_class(BULLETS)}\d.)(\s]{{0,8}}(\*\*|__)[^*_]{{1,80}}(?:\1[.:]?|[.:]\1)$"
)
# "a)", "Artikel 7.", "§ 12:", read as a sentence of its own
_LIST_MARK = re.compile(r"\(?\w{1,3}[.)]$|[^\W\d_]+\.?\s\d{1,4}\w?[.:]$|§+\s?\d+\w?[.:]?$")
# a stop, a colon or a semicolon, then quotation marks or the mark of a footnote
_ENDS = re.compile(
    rf"[{in_class(STOPS)}{UNSPACED_STOPS}:：;][{in_class(CLOSERS)}]*(?:\[\^?\w{{1,9}}\])*$"
)
_LONGEST_END = 12
_UNSTOPPED = re.compile(f"[{UNSTOPPED_SCRIPTS}]")
_ABOUT_HEADINGS = 3  # the innermost
_ABOUT_CHARS = 200  # the last: more would drown the unit's own meaning
_NUMBERED = re.compile(r"\(?\d{1,3}[a-z]?[.)]")
# between the parts of a word that a line break divides
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\n\s*(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, an item of a list, a row of a table or a log, a field of a card.

    Attributes:
        start: Its start in the text.
        end: Its end, exclusive.
        text: Its words, exactly as they stand there.
        block: The block that it is part of.
        about: What stands above it: titles, the lead of its list, the header of its table, the
            question that it answers.
        opens: Whether it is the first of its block.
    """

    start: int
    end: int
    text: str
    block: Block
    about: tuple[str, ...]
    opens: bool

    @property
    def terms(self) -> frozenset[str]:
        """What it says, in light terms."""
        terms = _terms(self.text)
        if _NUMBERED.match(self.text) and self.about:
            # a numbered paragraph of a section: § 4 above and (3) here are § 4(3)
            above = self.about[-1]
            terms |= _terms(f"{above}\n{self.text}") - _terms(above)
        return terms

    @property
    def about_terms(self) -> frozenset[str]:
        """What it is about, in light terms."""
        return frozenset[str]().union(*map(_terms, self.about))

    @property
    def kind(self) -> Kind:
        """What its block is."""
        return self.block.kind

    @property
    def lead(self) -> Lead | None:
        """What introduces its list or table."""
        return self.block.lead

    @property
    def section(self) -> tuple[Heading, ...]:
        """The headings above it."""
        return self.block.section

    @property
    def spoken(self) -> str:
        """What somebody says who says it alone: what it is about, then its words."""
        text = _HYPHEN.sub("", self.text)
        above = " › ".join(self.about[-_ABOUT_HEADINGS:])[-_ABOUT_CHARS:]
        return f"{above}: {text}" if above else text


# a search asks for the same passages again: for their order, for the confidence, for the answer
@lru_cache(_REMEMBERED)
def units_of(text: str, context: Context = NOTHING) -> tuple[Unit, ...]:
    """Return the units of a text in reading order. Headings and questions are none.

    Args:
        text: The text.
        context: What stands above its beginning.
    """
    units: list[Unit] = []
    cards: dict[int, str] = {}
    for block in read_structure(text, context):
        if block.kind in (Kind.HEADING, Kind.QUESTION):
            continue
        about = [heading.title for heading in block.section]
        if block.lead:
            about.append(block.lead.text)
        if block.kind is Kind.FIELD:
            # the first field of a card says whose card it is
            name = cards.setdefault(block.group, text[block.start : block.end])
            about.append(name)
        units += _of_block(text, block, tuple(about))
    return tuple(units)


def answers_its_question(unit: Unit) -> bool:
    """Return whether the text asks a question above a unit, so that the unit answers it."""
    return bool(unit.section) and unit.section[-1].asks


def introduces(unit: Unit, other: Unit) -> bool:
    """Return whether a unit of the same text introduces another: it ends the line before a list."""
    if other.lead is None:
        return False
    end = other.lead.start + len(other.lead.text.rstrip())
    return unit.start < end <= unit.end


def _of_block(text: str, block: Block, about: tuple[str, ...]) -> Iterator[Unit]:
    spans = list(_spans(text, block))
    opens = True
    for number, (start, end) in enumerate(spans):
        words = text[start:end]
        is_last = number == len(spans) - 1
        is_code = block.kind is Kind.CODE
        if not is_code and (is_question(words) or (not is_last and _introduces(words))):
            about = (*about, words)
            continue
        if any(map(str.isalnum, words)):
            yield Unit(start, end, words, block, about, opens)
            opens = False


def _introduces(words: str) -> bool:
    """Return whether words before a sentence only say what it is about, or only number it."""
    return bool(_RUN_IN.match(words) or _LIST_MARK.fullmatch(words)) or (
        len(words) <= LONGEST_TITLE
        and not _ENDS.search(words[-_LONGEST_END:])
        and not _UNSTOPPED.search(words)
    )


# read when they are first asked for, and then remembered: most units of a search are not
@lru_cache(16 * _REMEMBERED)
def _terms(text: str) -> frozenset[str]:
    return light_terms(text)


def _stanzas(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """Yield the parts of long code, from one empty line to the next or as many lines as fit."""
    start = end = place = block.start
    for line in text[block.start : block.end].splitlines(keepends=True):
        if start < end and (line.isspace() or place + len(line.rstrip()) - start > LONGEST_UNIT):
            yield start, end
            start = end
        if not line.isspace():
            start = place if start == end else start
            end = place + len(line.rstrip())
        place += len(line)
    if start < end:
        yield start, end


def _spans(text: str, block: Block) -> Iterator[tuple[int, int]]:
    spans = [(block.start, block.end)]
    if block.kind in (Kind.PROSE, Kind.ITEM):
        inside = sentence_spans(text[block.start : block.end])
        spans = [(block.start + start, block.start + end) for start, end in inside]
    elif block.kind is Kind.CODE and block.end - block.start > LONGEST_UNIT:
        spans = list(_stanzas(text, block))
    for start, end in spans:
        for piece in _PIECE.finditer(text, start, end):
            yield piece.span()
