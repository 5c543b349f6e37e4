"""The protocol between Quoth and chat models: the meaning of the marks in a reply."""

from collections.abc import Iterator

from application.ports.language_model import Abstained, ModelEvent, SourceCited, TextDelta
from domain.answering.abstention import MarkReader
from domain.citations.markers import MarkerReader, Reading

LONGEST_PIECE = 500  # code points; reading them takes a few milliseconds, whatever they are


class ReplyReader:
    """Turns the text of a reply, in pieces of any size, into model events.

    `[no answer]` at the beginning is an abstention; `[n]` cites a source, and so does a citation
    that the provider told apart from the text. A long piece becomes
    several events, and is read no faster than they are taken.
    """

    def __init__(self, sources: int) -> None:
        self._sources = sources
        self._mark = MarkReader()
        self._markers = MarkerReader(sources)
        self._abstained = False
        self._position = 0

    def feed(self, text: str) -> Iterator[ModelEvent]:
        """Yield the events of the next piece. Text that may be part of a mark is held back."""
        yield from self._read(self._mark.feed(text))

    def cite(self, source: int) -> Iterator[ModelEvent]:
        """Yield the events of a citation that is not in the text; none if there is no such source.

        The text before it cannot become a mark together with the text after it.
        """
        yield from self.finish()
        if 1 <= source <= self._sources:
            yield SourceCited(source)

    def finish(self) -> Iterator[ModelEvent]:
        """Yield the events of the text that was held back."""
        yield from self._read(self._mark.finish())
        yield from self._events(self._markers.finish())

    def _read(self, text: str) -> Iterator[ModelEvent]:
        if self._mark.found and not self._abstained:
            self._abstained = True
            yield Abstained()
        for start in range(0, len(text), LONGEST_PIECE):
            yield from self._events(self._markers.feed(text[start : start + LONGEST_PIECE]))

    def _events(self, reading: Reading) -> Iterator[ModelEvent]:
        begin = 0
        for marker in reading.markers:
            start = marker.start - self._position
            if start > begin:
                yield TextDelta(reading.text[begin:start])
            yield SourceCited(marker.source)
            begin = marker.end - self._position
        if begin < len(reading.text):
            yield TextDelta(reading.text[begin:])
        self._position += len(reading.text)
