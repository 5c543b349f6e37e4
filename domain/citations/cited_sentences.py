"""Dividing an answer into sentences, each with the sources that its markers name."""

import re
from bisect import bisect_left
from collections import defaultdict, deque
from dataclasses import dataclass

from domain.citations.markers import Marker, Reading
from domain.text.characters import BLANKS, BULLETS, STOPS, UNSPACED_STOPS, in_class
from domain.text.code_spans import CodeTracker
from domain.text.sentences import sentence_spans
from domain.text.words import WORD

_ENDS = "\n" + STOPS  # after one of these, a word and a blank, a new sentence may have begun
_LEAD = re.compile(rf"(?:\s*(?:#{{1,6}}|[{in_class(BULLETS)}>]|\(?\d{{1,3}}[.)])\s+)+")
_HEADING = re.compile(r"\s*#{1,6}\s")
# the line below the head of a table, or below a heading
_RULE = re.compile(r"[^\S\n]*\n[ \t>]*(?:(?=[^\n]*(?:--|-\||\|-))[-|:\ \t]+|=+[ \t]*)(?:\n|\Z)")
_CLOSERS = "*_" + BLANKS
_COLONS = (":", "：")
_FEWEST_WORDS = 3
_LONGEST_PARAGRAPH = 2_000
_LONGEST_BLANK = 1_000  # before a sentence; beyond, it is dropped
_LONGEST_SENTENCE = 5_000  # a longer one is cut: nothing may take long, or fill the memory
_LONGEST_CODE = 1_000  # before a marker in it
_MOST_MARKERS = 200  # of a sentence; further ones cite nothing
_GROWTH = 8  # the text that is divided again is at most this many times as long as the new text


@dataclass(frozen=True, slots=True)
class SentenceMarker:
    """A marker of a sentence.

    Attributes:
        position: Its position in the sentence's text, in code points.
        start: Its start in the shown text, in code points.
        end: Its end in the shown text, exclusive.
        source: The source that it names.
    """

    position: int
    start: int
    end: int
    source: int


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of an answer.

    Attributes:
        start: Its start in the shown text, in code points, after any bullet.
        end: Its end, exclusive. A marker after its full stop lies outside.
        text: Its words, without markers.
        markers: Its markers, in order.
        counts: Whether it should have a source: it has three words or more, and is no heading, no
            head of a table and no lead-in like `These are:`, unless that cites something.
    """

    start: int
    end: int
    text: str
    markers: tuple[SentenceMarker, ...]
    counts: bool

    @property
    def sources(self) -> tuple[int, ...]:
        """The sources that its markers name, in order, without duplicates."""
        return tuple(dict.fromkeys(marker.source for marker in self.markers))

    def marker_of(self, end: int, source: int | None = None) -> SentenceMarker:
        """Return the marker of words of the text: the next one, or else the last one before.

        Where markers stand before what they are said to say, as in `[1] says so, but [2] does not`,
        it is the last one before the words.

        Args:
            end: Where the words end, in code points.
            source: The source that the marker has to name, one of `sources`; None for any.
        """
        named = [each for each in self.markers if source in (None, each.source)]
        words = len(self.text.rstrip(BLANKS + STOPS + UNSPACED_STOPS))
        if self.markers[0].position == 0 and self.markers[-1].position < words:
            return next((each for each in reversed(named) if each.position < end), named[0])
        return next((each for each in named if each.position >= end), named[-1])


class SentenceReader:
    """Divides an answer into sentences while it is being written, and skips fenced code.

    A marker belongs to the sentence that it stands in or follows: `Fact [1].`, `Fact. [1]`. A
    marker on a line of its own belongs to the sentence before. A marker that begins the answer, or
    a line with text, belongs to the text after it. The sentences are the same however the answer
    is cut into pieces.
    """

    def __init__(self) -> None:
        self._code = CodeTracker()
        self._in_fence = False
        self._fenced = deque[tuple[int, str]](maxlen=_LONGEST_CODE)
        self._position = 0  # in the shown text
        # the text that is still needed, without markers, and the position where each character
        # was shown
        self._text: list[str] = []
        self._offsets: list[int] = []
        self._given = 0  # the sentences of `_text` up to here were returned
        self._markers: list[tuple[int, Marker]] = []  # with their positions in `_text`
        self._has_ink = False  # behind what was given out
        self._stop = ""
        self._word_since_stop = False
        self._wait_for = 0

    def feed(self, reading: Reading) -> list[CitedSentence]:
        """Read the next piece and return the sentences that it completes.

        A sentence is complete once the first word of the next one is, or a little later in a long
        paragraph.
        """
        found: list[CitedSentence] = []
        index = 0
        for marker in reading.markers:
            until = index + marker.start - self._position
            found += self._take(reading.text[index:until]) + self._note(marker)
            index = until + marker.end - marker.start
        return found + self._take(reading.text[index:])

    def finish(self) -> list[CitedSentence]:
        """Return the remaining sentences."""
        return self._give_out(final=True)

    def _take(self, text: str) -> list[CitedSentence]:
        found: list[CitedSentence] = []
        for character in text:
            self._code.covers(character)
            if self._code.fenced and not self._in_fence:
                self._end_paragraph()
                self._fenced.clear()
            self._in_fence = self._code.fenced
            self._code.read(character)
            if self._in_fence:
                self._fenced.append((self._position, character))
            else:
                self._append(character, self._position)
                if len(self._text) - self._given > _LONGEST_SENTENCE:
                    found += self._give_out(final=True)
                elif self._next_began(character):
                    found += self._give_out(final=False)
            self._position += 1
        return found

    def _note(self, marker: Marker) -> list[CitedSentence]:
        found: list[CitedSentence] = []
        if self._in_fence:
            # a chat model's code has no markers: this is a quotation that began a fence
            found = self._quote_code(marker)
        else:
            self._mark(marker)
        for character in f"[{marker.source}]":
            self._code.read(character)
        self._position = marker.end
        return found

    def _mark(self, marker: Marker) -> None:
        self._drop_ending(BLANKS)
        if len(self._markers) < _MOST_MARKERS:
            self._markers.append((len(self._text), marker))

    def _quote_code(self, marker: Marker) -> list[CitedSentence]:
        """Return the code before a marker as a sentence."""
        for position, character in self._fenced:
            self._append(character, position)
        self._fenced.clear()
        self._mark(marker)
        found = self._give_out(final=True)
        self._start_paragraph()
        return found

    def _append(self, character: str, position: int) -> None:
        self._text.append(character)
        self._offsets.append(position)
        self._has_ink = self._has_ink or not character.isspace()
        if not self._has_ink and len(self._text) - self._given > _LONGEST_BLANK:
            self._forget("".join(self._text), len(self._text))

    def _drop_ending(self, characters: str) -> None:
        """Remove these characters from the end of the text that was not returned."""
        while len(self._text) > self._given and self._text[-1] in characters:
            self._text.pop()
            self._offsets.pop()

    def _end_paragraph(self) -> None:
        """Remove the fence that was just read. The text after it starts a new paragraph."""
        self._drop_ending("`~>" + BLANKS)
        self._markers = [(min(place, len(self._text)), marker) for place, marker in self._markers]
        self._start_paragraph()

    def _start_paragraph(self) -> None:
        for _ in range(2):
            self._append("\n", self._position)

    def _next_began(self, character: str) -> bool:
        if character in _ENDS + UNSPACED_STOPS:
            self._stop, self._word_since_stop = character, False
        elif self._stop and character.isalnum():
            self._word_since_stop = True
            return self._stop in UNSPACED_STOPS
        return self._word_since_stop and character.isspace()

    def _give_out(self, *, final: bool) -> list[CitedSentence]:
        if not final and len(self._text) < self._wait_for:
            return []
        text = "".join(self._text)
        spans = [
            (max(start, self._given), end)
            for start, end in sentence_spans(text)
            if end > self._given
        ]
        ready = spans if final else spans[:-1]
        sentences = []
        if ready:
            self._stop, self._word_since_stop = "", False
            owned = _by_owner(self._markers, text, spans)
            sentences = [
                self._sentence(text, span, owned[number]) for number, span in enumerate(ready)
            ]
            self._markers = [
                placed for number in range(len(ready), len(spans)) for placed in owned[number]
            ]
            self._has_ink = not final
        if ready or final:
            self._forget(text, len(text) if final else spans[-1][0])
        self._wait_for = len(self._text) + len(self._text) // _GROWTH
        return sentences

    def _sentence(
        self, text: str, span: tuple[int, int], placed: list[tuple[int, Marker]]
    ) -> CitedSentence:
        start, end = span
        lead = _LEAD.match(text, start, end)
        words = text[lead.end() if lead else start : end]
        begin = end - len(words)
        return CitedSentence(
            start=self._offsets[begin],
            end=self._offsets[end - 1] + 1,
            text=words,
            markers=tuple(
                SentenceMarker(
                    min(max(place - begin, 0), len(words)), marker.start, marker.end, marker.source
                )
                for place, marker in placed
            ),
            counts=len(WORD.findall(words)) >= _FEWEST_WORDS
            and not _HEADING.match(text, start)
            and (bool(placed) or not _leads(words, text, end)),
        )

    def _forget(self, text: str, given: int) -> None:
        """Keep only the current paragraph: where its sentences end depends on all of it."""
        cut = given if given > _LONGEST_PARAGRAPH else max(0, text.rfind("\n\n", 0, given))
        self._text, self._offsets = self._text[cut:], self._offsets[cut:]
        self._markers = [(place - cut, marker) for place, marker in self._markers]
        self._given = given - cut


def _leads(words: str, text: str, end: int) -> bool:
    """Return whether words that end at `end` only lead to what follows, which has the sources."""
    said = words.rstrip(_CLOSERS)
    if said.endswith(_COLONS):
        return True
    return not said.endswith(tuple(STOPS + UNSPACED_STOPS)) and bool(_RULE.match(text, end))


def _by_owner(
    markers: list[tuple[int, Marker]], text: str, spans: list[tuple[int, int]]
) -> defaultdict[int, list[tuple[int, Marker]]]:
    """Return the markers of each sentence, by its index in `spans`."""
    starts = [start for start, _ in spans]
    owned = defaultdict[int, list[tuple[int, Marker]]](list)
    for place, marker in markers:
        following = bisect_left(starts, place)
        on_new_line = 0 < following < len(starts) and text[place - 1] == "\n"
        belongs_to_next = on_new_line and text.find("\n", place, starts[following]) < 0
        owned[following if belongs_to_next else max(0, following - 1)].append((place, marker))
    return owned
