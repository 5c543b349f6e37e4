"""Citation markers: found in a model's stream, and rewritten in one form.

Markers, and their rewritten form with sources 1 to 3:

    [1]  [01]  【1】  ［1］  [١]              [1]         any digits
    [1][3]  [1, 3]  [1;3]  [1 and 3]        [1][3]      one marker each
    [1-3]  [1–3]                            [1][2][3]
    [[1]]  [[1], [3]]  [[1][3]]             [1] / [1][3]
    [^1]  [#1]  【1†source】  【1:0†L5-L9】     [1]
    [Source 1]  [passages 1 and 3]          [1] / [1][3]
    word[1]                                 word[1]     indices belong in code
    [0]  [9]  [8, 9]                        removed, with the blank before
    [1, 9]  [2-9]                           [1]  [2][3]

Not markers, and left unchanged: `[1](https://…)` is a link, `[0, 1]` an interval, `[2019]` a year;
prose in brackets; everything in code.
"""

import re
from collections import deque
from dataclasses import dataclass

from domain.text.characters import BLANKS, DASHES, in_class
from domain.text.code_spans import CodeTracker

_BLANK = f"[{BLANKS}]"
_OPENERS, _CLOSERS = "[【［", "]】］"
_DASH = f"[{in_class(DASHES)}]"
_LABELS = ("sources", "passages", "documents", "docs", "refs", "references", "quellen", "fuentes")
_WORDS = (*(form for label in _LABELS for form in (label[:-1], label)), "quelle", "and", "und")

_NUMBER = r"\d{1,3}"
_NOTE = r"†[^†\[\]【】［］\n`]{0,24}+"
_ITEM = (
    rf"(?:(?:{'|'.join(_WORDS[:-2])}){_BLANK}*[:#]?{_BLANK}*)?[\^#]?{_NUMBER}"
    rf"(?:{_BLANK}*{_DASH}{_BLANK}*\^?{_NUMBER}|:\d+)?(?:{_NOTE})?"
)
_LIST = rf"{_ITEM}(?:{_BLANK}*(?:[,;&、，]|and|und){_BLANK}*{_ITEM})*"
_MARKER = re.compile(
    rf"(?P<blank>{_BLANK}*)(?:"
    rf"\[{_BLANK}*{_LIST}{_BLANK}*\]|【{_BLANK}*{_LIST}{_BLANK}*】|［{_BLANK}*{_LIST}{_BLANK}*］"
    rf"|\[{_BLANK}*\[{_LIST}\](?:{_BLANK}*[,;&]?{_BLANK}*\[{_LIST}\])*{_BLANK}*\])",
    re.IGNORECASE,
)
# the beginning of a marker that is still being written
_PARTS_OF_WORDS = "|".join(sorted({word[:end] for word in _WORDS for end in range(1, len(word))}))
_BEGINNING = re.compile(
    rf"{_BLANK}{{0,4}}(?:[\{_OPENERS}]"
    rf"(?:(?<!\d\d\d)\d|[{BLANKS},;&、，#^:\{_OPENERS}\{_CLOSERS}{in_class(DASHES)}]"
    rf"|{'|'.join(_WORDS)}|{_NOTE})*(?:{_PARTS_OF_WORDS})?)?",
    re.IGNORECASE,
)
_LONGEST = 64
_DEEPEST = 2
_ASIDES = re.compile(rf"{_NOTE}|(?<=\d):\d+")
_RANGE = re.compile(rf"({_NUMBER})(?:{_BLANK}*{_DASH}{_BLANK}*\^?({_NUMBER}))?")


@dataclass(frozen=True, slots=True)
class Marker:
    """The marker `[source]` at `start` to `end` of the shown text, in code points."""

    start: int
    end: int
    source: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The next text to show, and the markers in it, in order."""

    text: str
    markers: tuple[Marker, ...] = ()


class MarkerReader:
    """Finds the markers of an answer while it is being written.

    What it shows is the same however the answer is cut into pieces. It holds back at most 64
    characters, and only those that may still become a marker.

    Args:
        sources: The number of sources. Markers of other numbers are removed.
    """

    def __init__(self, sources: int) -> None:
        self._sources = sources
        self._code = CodeTracker()
        self._held = ""
        self._dropped = ""  # the blank before a removed marker, for one that follows immediately
        self._position = 0
        self._text: list[str] = []
        self._markers: list[Marker] = []

    def feed(self, text: str) -> Reading:
        """Read the next piece of the answer and return what can be shown."""
        queue = deque(text)
        while queue:
            self._read(queue.popleft(), queue)
        return self._taken()

    def finish(self) -> Reading:
        """Return what is still held back."""
        queue: deque[str] = deque()
        while self._held or queue:
            if queue:
                self._read(queue.popleft(), queue)
            elif match := _MARKER.fullmatch(self._held):
                self._resolve(match)
            else:
                self._release(queue)
        return self._taken()

    def _taken(self) -> Reading:
        reading = Reading("".join(self._text), tuple(self._markers))
        self._text, self._markers = [], []
        return reading

    def _read(self, character: str, queue: deque[str]) -> None:
        if match := _MARKER.fullmatch(self._held):
            if character == "(" and self._held[-1] == "]":
                self._show(self._held)
                self._held = ""
            else:
                self._resolve(match)
        if not self._held:
            begins = character in BLANKS + _OPENERS and not self._code.covers(character)
            self._held = (self._dropped if character in _OPENERS else "") + character
            self._dropped = ""
            if not begins:
                self._show(self._held)
                self._held = ""
            return
        self._held += character
        if not self._may_become_marker():
            self._release(queue)

    def _may_become_marker(self) -> bool:
        held = self._held
        if len(held) > _LONGEST or not _BEGINNING.fullmatch(held):
            return False
        depth = sum(map(held.count, _OPENERS)) - sum(map(held.count, _CLOSERS))
        return held.isspace() or 0 < depth <= _DEEPEST or bool(_MARKER.fullmatch(held))

    def _release(self, queue: deque[str]) -> None:
        """Show the first held character, and read the others again."""
        first, rest = self._held[0], self._held[1:]
        self._held = ""
        self._show(first)
        queue.extendleft(reversed(rest))

    def _resolve(self, match: re.Match[str]) -> None:
        held, self._held = self._held, ""
        ranges = [
            (int(first), int(last or first))
            for first, last in _RANGE.findall(_ASIDES.sub("", match[0]))
        ]
        numbers = [
            number
            for one, other in ranges
            for number in range(max(1, min(one, other)), min(self._sources, max(one, other)) + 1)
        ]
        if any(0 in ends for ends in ranges) and ranges != [(0, 0)]:
            self._show(held)  # an interval
            return
        if not numbers:
            self._dropped = match["blank"]
            return
        self._show(match["blank"])
        for number in dict.fromkeys(numbers):
            start = self._position
            self._show(f"[{number}]")
            self._markers.append(Marker(start, self._position, number))

    def _show(self, text: str) -> None:
        for character in text:
            self._code.read(character)
        self._text.append(text)
        self._position += len(text)
