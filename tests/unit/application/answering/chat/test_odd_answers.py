"""Reading a chat model's answers of odd texts: how much work it is, and how it is divided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from application.answering.chat.reply_reader import LONGEST_PIECE, ReplyReader
from application.answering.chat.thoughts import ThoughtFilter
from application.ports.language_model import ModelEvent, SourceCited, TextDelta
from domain.citations import cited_sentences
from domain.citations.cited_sentences import CitedSentence, SentenceReader
from domain.citations.markers import Marker, Reading
from domain.text.sentences import sentence_spans
from tests.support.odd_texts import odd_texts, pieces
from tests.support.work import counted

SOURCES = 3
LENGTH = 8_000  # more than a sentence and a paragraph have at most
LINES, DIVIDED = 300, 20  # for a character: twice as many as were counted for any text
LONGEST_DIVISION = 8_000
SIZES = st.lists(st.integers(1, 3_000), min_size=1, max_size=5)


class Reader:
    """Reads an answer as a chat model's reply is read, and its sentences as they are cited."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.longest = 0
        self.sentences: list[CitedSentence] = []
        self._thoughts = ThoughtFilter()
        self._reply, self._reader = ReplyReader(SOURCES), SentenceReader()
        self._position = 0

    def read(self, texts: Iterable[str]) -> "Reader":
        """Read a whole answer."""
        for text in texts:
            self._take(self._reply.feed(self._thoughts.feed(text)))
        self._take(self._reply.feed(self._thoughts.finish()))
        self._take(self._reply.finish())
        self.sentences += self._reader.finish()
        return self

    def _take(self, events: Iterable[ModelEvent]) -> None:
        for event in events:
            if isinstance(event, TextDelta):
                self._show(Reading(event.text))
            elif isinstance(event, SourceCited):
                text = f"[{event.source}]"
                marker = Marker(self._position, self._position + len(text), event.source)
                self._show(Reading(text, (marker,)))

    def _show(self, reading: Reading) -> None:
        self.shown.append(reading.text)
        self.longest = max(self.longest, len(reading.text))
        self._position += len(reading.text)
        self.sentences += self._reader.feed(reading)


@dataclass
class Reckoning:
    """The work of reading an answer.

    Attributes:
        lines: The lines of Python that ran.
        divided: The lengths of the texts that were divided into sentences.
    """

    lines: int
    divided: list[int]


def reckoned(texts: Sequence[str]) -> Reckoning:
    """Read an answer and count the work."""
    divided: list[int] = []

    def divide(text: str) -> list[tuple[int, int]]:
        divided.append(len(text))
        return sentence_spans(text)

    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(cited_sentences, "sentence_spans", divide)
        with counted() as work:
            Reader().read(texts)
    return Reckoning(work.lines, divided)


# counting makes an example slow; to make it small would take minutes
@settings(max_examples=8, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(odd_texts(LENGTH), SIZES)
def test_reading_an_answer_is_linear_work(text: str, sizes: list[int]) -> None:
    """Whatever an answer consists of, a character costs no more than a fixed amount of work."""
    work = reckoned(pieces(text, sizes))
    assert work.lines < LINES * len(text)
    assert sum(work.divided) < DIVIDED * len(text)
    assert max(work.divided, default=0) < LONGEST_DIVISION


@settings(max_examples=60, deadline=None)
@given(odd_texts(3_000), SIZES)
def test_the_size_of_the_pieces_makes_no_difference(text: str, sizes: list[int]) -> None:
    """Odd texts are shown and divided alike in pieces of any size, and shown in short ones."""
    one, other = Reader().read([text]), Reader().read(pieces(text, sizes))
    assert "".join(one.shown) == "".join(other.shown)
    assert one.sentences == other.sentences
    assert max(one.longest, other.longest) <= LONGEST_PIECE + 64
