"""Reading the structure of a text, line by line, in linear time."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from domain.text.structure.blocks import NOTHING, Block, Context, Heading, Kind, Lead
from domain.text.structure.lines import FENCE, UNDERLINE, Line, lines_of
from domain.text.structure.tables import continued, is_delimiter, table_at

_QUESTION_LEVEL = 9
_UNMARKED_LEVEL = 7
_NUMBERED_LEVEL = 3
_WRAP_WIDTH = 40  # hard-wrapped lines are at least as long
_WRAP_SHARE = 0.6  # of the paragraph's longest line
_COLONS = (":", "：")
_QUOTE = re.compile(r"\s*>")


def read_structure(text: str, context: Context = NOTHING) -> list[Block]:
    r"""Return the blocks of a text, in reading order. Every other character is white space or marks.

    Args:
        text: The text, with `\n` as line ends.
        context: What stands above its beginning, if it is a part of a longer text.
    """
    return list(_Reader(text, context).blocks())


def headings(blocks: Sequence[Block]) -> list[int]:
    """Return the starts of the headings."""
    return [block.start for block in blocks if block.kind is Kind.HEADING]


def contexts_at(blocks: Sequence[Block], positions: Sequence[int]) -> list[Context]:
    """Return what stands above each of several positions of a text.

    Args:
        blocks: The blocks of the text.
        positions: Places in the text, ascending.

    Returns:
        The contexts. The header of a table is relative to the position.
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
        if here and here.kind is Kind.ROW and here.lead and here.lead.start < position:
            header = replace(here.lead, start=here.lead.start - position)
        contexts.append(Context(before.section if before else (), header))
    return contexts


class _Reader:
    def __init__(self, text: str, context: Context) -> None:
        self._text = text
        self._lines = lines_of(text)
        self._section = list(context.section)
        self._header = context.header
        self._group = 0
        self._number = 0  # of the line that is read next
        self._lead: Lead | None = None  # the line before, if it introduces something

    def blocks(self) -> Iterator[Block]:
        lines = self._lines
        if self._header:
            stop = continued(lines, 0, self._header.text)
            yield from self._rows(0, stop, self._header)
        while self._number < len(lines):
            line = lines[self._number]
            if line.is_blank:
                self._number += 1
                continue
            lead, self._lead = self._lead, None
            self._group += 1
            if FENCE.match(line.text):
                yield from self._code()
            elif heading := self._heading():
                yield from self._headed(heading)
            elif line.is_rule:
                self._number += 1
                self._lead = lead
            elif line.is_stamped and self._run(lambda each: each.is_stamped) > 1:
                yield from self._log(lead)
            elif table := table_at(lines, self._number):
                header = lines[table.header] if table.header is not None else None
                start = self._number + (header is not None and not table.header_is_row)
                spoken = Lead(header.start, header.text) if header else lead
                yield from self._rows(start, table.stop, spoken)
            elif line.value_asks or (line.asks and not line.marker):
                yield from self._question(line.start, line.start + len(line.text))
                self._number += 1
            elif (length := line.bold_question()) > 0:
                yield from self._question(line.start, line.start + length)
                yield from self._paragraph(line.start + length)
            elif line.key and not line.marker and self._run(lambda each: bool(each.key)) > 1:
                yield from self._card(lead)
            elif line.marker:
                yield from self._list(lead)
            else:
                yield from self._paragraph(line.start)

    # Each of these reads from the line self._number on, and moves it.

    def _code(self) -> Iterator[Block]:
        opening = FENCE.match(self._lines[self._number].text)
        fence = opening["fence"] if opening else ""
        first = self._number + 1
        stop = first
        while stop < len(self._lines) and not self._lines[stop].words.startswith(fence):
            stop += 1
        self._number = stop + 1
        if first < stop:
            last = self._lines[stop - 1]
            yield from self._block(Kind.CODE, self._lines[first].start, last.start + len(last.text))

    def _heading(self) -> Heading | None:
        """Return the heading that stands on the line."""
        line = self._lines[self._number]
        following = self._line(1)
        if heading := line.marked_heading():
            return heading
        if line.marker and not line.numbered_title():
            return None
        if following and (mark := UNDERLINE.match(following.words)) and line.could_be_title:
            if len(following.words) >= 3 and "  " not in line.words:
                return Heading(1 if mark["mark"] == "=" else 2, line.words)
        before = self._line(-1)
        if not line.could_be_title or (before and not before.is_blank and not before.is_rule):
            return None
        if numbered := line.numbered_title():
            return self._numbered(*numbered)
        if "  " in line.words or (line.key and not self._is_first()):
            return None
        if line.is_shouted:
            return Heading(_UNMARKED_LEVEL - 1, line.words)
        return self._unmarked(line, following)

    def _numbered(self, number: str, title: str) -> Heading | None:
        following = self._ink(1)
        if following is None:
            return None
        below = following.words
        parts = number.split(".")
        sibling = ".".join([*parts[:-1], str(int(parts[-1]) + 1)])
        is_sibling = re.match(rf"{re.escape(sibling)}(?:[.)]|\s)", below)
        directly = self._line(1)
        is_child = below.startswith(f"{number}.") or below.startswith("(")
        is_apart = directly is not None and directly.is_blank
        if is_sibling or not (is_child or is_apart):
            return None
        return Heading(_NUMBERED_LEVEL + len(parts), f"{number} {title}")

    def _unmarked(self, line: Line, following: Line | None) -> Heading | None:
        """Return the heading if a title without marks stands above something else."""
        below = self._ink(1)
        if below is None or following is None:
            return None
        level = 1 if self._is_first() else _UNMARKED_LEVEL
        if following.is_blank:
            if self._is_first():
                return Heading(level, line.words)
            # one short line after the other is a list of lines
            opens = below.marker or below.key or below.is_stamped
            stands_out = opens or below.ends_sentence or len(below.words) > len(line.words)
            return Heading(level, line.words) if stands_out else None
        if below.marker:
            return Heading(level, line.words)
        is_longer = 2 * len(line.words) <= len(below.words)
        return Heading(level, line.words) if is_longer and not below.words[0].islower() else None

    def _headed(self, heading: Heading) -> Iterator[Block]:
        line = self._lines[self._number]
        following = self._line(1)
        self._number += 1
        if following and UNDERLINE.match(following.words) and not line.marked_heading():
            self._number += 1
        self._enter(heading)
        yield from self._block(Kind.HEADING, line.start, line.start + len(line.text))

    def _question(self, start: int, end: int) -> Iterator[Block]:
        question = self._text[start:end].strip().strip("*_").strip()
        self._enter(Heading(_QUESTION_LEVEL, question))
        yield from self._block(Kind.QUESTION, start, end)

    def _enter(self, heading: Heading) -> None:
        while self._section and self._section[-1].level >= heading.level:
            self._section.pop()
        self._section.append(heading)

    def _rows(self, first: int, stop: int, lead: Lead | None) -> Iterator[Block]:
        for line in self._lines[first:stop]:
            if not line.is_rule and not is_delimiter(line):
                yield from self._block(Kind.ROW, line.start, line.start + len(line.text), lead)
        self._number = stop

    def _log(self, lead: Lead | None) -> Iterator[Block]:
        while (line := self._line()) and not line.is_blank:
            start = line.start
            self._number += 1
            # what has no time belongs to the entry before it, such as a traceback
            while (more := self._line()) and not more.is_blank and not more.is_stamped:
                if more.marked_heading() or FENCE.match(more.text):
                    break
                line = more
                self._number += 1
            yield from self._block(Kind.ROW, start, line.start + len(line.text), lead)
            if more and not more.is_stamped:
                return

    def _card(self, lead: Lead | None) -> Iterator[Block]:
        while (line := self._line()) and line.key and not line.value_asks:
            start = line.start
            self._number += 1
            while (more := self._line()) and more.text[:1].isspace() and not more.is_blank:
                if more.key or more.marker:
                    break
                line = more
                self._number += 1
            yield from self._block(Kind.FIELD, start, line.start + len(line.text), lead)

    def _list(self, lead: Lead | None) -> Iterator[Block]:
        while (line := self._line()) and line.marker:
            if line.asks and self._answers_follow():
                return
            start = line.start
            self._number += 1
            while (more := self._line()) and not self._opens(more):
                line = more
                self._number += 1
            yield from self._block(Kind.ITEM, start, line.start + len(line.text), lead)
            # a blank line between two items does not end their list
            if more and more.is_blank and (after := self._line(1)) and after.marker:
                self._number += 1

    def _answers_follow(self) -> bool:
        following = self._line(1)
        return following is not None and not following.is_blank and not following.marker

    def _paragraph(self, start: int) -> Iterator[Block]:
        first = self._number
        self._number += 1
        while (more := self._line()) and not self._opens(more):
            if more.key and self._run(lambda each: bool(each.key)) > 1:
                break
            self._number += 1
        lines = self._lines[first : self._number]
        width = max(len(line.words) for line in lines)
        for line, following in zip(lines, [*lines[1:], None], strict=True):
            if following is None or not _continues(line, following, width):
                yield from self._block(Kind.PROSE, start, line.start + len(line.text))
                if following:
                    start = following.start
        last = lines[-1]
        if last.words.endswith(_COLONS):
            begin = max(start, last.start)
            self._lead = Lead(begin, self._text[begin : last.start + len(last.text)])

    # What stands around the line self._number.

    def _opens(self, line: Line) -> bool:
        """Return whether a line begins something else than the lines before it."""
        return bool(
            line.is_blank
            or line.marker
            or line.marked_heading()
            or FENCE.match(line.text)
            or line.is_rule
            or line.bold_question()
            or ("|" in line.text and table_at(self._lines, self._number))
            or (_QUOTE.match(line.text) is not None)
        )

    def _line(self, offset: int = 0) -> Line | None:
        number = self._number + offset
        return self._lines[number] if 0 <= number < len(self._lines) else None

    def _ink(self, offset: int) -> Line | None:
        """Return the first line with ink from an offset on, looking a few lines ahead."""
        for further in range(offset, offset + 4):
            line = self._line(further)
            if line and not line.is_blank and not line.is_rule:
                return line
        return None

    def _is_first(self) -> bool:
        return not self._section and all(line.is_blank for line in self._lines[: self._number])

    def _run(self, belongs: Callable[[Line], bool]) -> int:
        """Return how many of the next two lines belong together, this one first."""
        return sum(1 for offset in (0, 1) if (line := self._line(offset)) and belongs(line))

    def _block(self, kind: Kind, start: int, end: int, lead: Lead | None = None) -> Iterator[Block]:
        span = self._text[start:end]
        start, end = start + len(span) - len(span.lstrip()), start + len(span.rstrip())
        if start < end:
            yield Block(kind, start, end, tuple(self._section), self._group, lead)


def _continues(line: Line, following: Line, width: int) -> bool:
    """Return whether a paragraph's line goes on in the next one."""
    if line.ends_sentence:
        return False
    if following.words[0].islower() or line.words.endswith("-"):
        return True
    return width >= _WRAP_WIDTH and len(line.words) >= _WRAP_SHARE * width
