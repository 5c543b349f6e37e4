"""Citing an answer while it is being written."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from application.citations.find_quotes import QuoteFinder, SourceQuote
from application.citations.verify_citations import VerifyCitations
from application.ports.live_embedder import LiveEmbedder
from domain.answering.events import AnswerDelta, AnswerEvent, CitationAdded
from domain.citations.citation import Citation, Grounding, SentenceSpan, citation_id
from domain.citations.cited_sentences import CitedSentence, SentenceReader
from domain.citations.markers import Marker, Reading
from domain.conversation.message import TextFormat
from domain.errors import Unavailable
from domain.retrieval.passages import Passage

Emit: TypeAlias = Callable[[AnswerEvent], None]

MOST_CITATIONS = 1_000
"""From this many citations of an answer on, its sentences are shown without: all are checked again
at its end, and saved with it."""

logger = logging.getLogger(__name__)


class CiteAnswer:
    """Finds the words of the sources that support the sentences of answers, and verifies them."""

    def __init__(self, embedder: LiveEmbedder, verify: VerifyCitations) -> None:
        self._embedder = embedder
        self._verify = verify

    @asynccontextmanager
    async def answer(
        self, answer_id: UUID, passages: Sequence[Passage], emit: Emit
    ) -> AsyncIterator["CitedAnswer"]:
        """Begin to cite an answer from these passages. Leaving the block early stops the citing."""
        quotes = QuoteFinder(passages, self._embedder)
        cited = CitedAnswer(answer_id, passages, quotes, self._verify, emit)
        try:
            yield cited
        finally:
            await cited.stop()


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A sentence with its citations, of which those numbered in `found` have to be verified."""

    sentence: CitedSentence
    citations: list[Citation]
    found: list[int]


class CitedAnswer:
    """Emits one answer: its text with markers, and the citations of its sentences."""

    def __init__(
        self,
        answer_id: UUID,
        passages: Sequence[Passage],
        quotes: QuoteFinder,
        verify: VerifyCitations,
        emit: Emit,
    ) -> None:
        self._answer_id = answer_id
        self._passages = passages
        self._quotes = quotes
        self._verify = verify
        self._emit = emit
        self._position = 0
        self._format = TextFormat.MARKDOWN
        self._sentences = SentenceReader()
        self._complete: asyncio.Queue[CitedSentence | None] = asyncio.Queue()
        self._worker = asyncio.create_task(self._cite_all(), name=f"citations of {answer_id}")
        self._citations = 0
        self._waiting: list[_Quoted] = []
        self._is_unavailable = False
        self._grounding = Grounding()

    def add_text(self, text: str, text_format: TextFormat = TextFormat.MARKDOWN) -> None:
        """Emit a piece of text. All pieces of an answer have the same format."""
        self._format = text_format
        self._emit(AnswerDelta(text, format=text_format))
        self._read(Reading(text))

    def add_marker(self, source: int) -> None:
        """Emit the marker of a source. The sentence that the marker belongs to cites the source."""
        text = f"[{source}]"
        marker = Marker(self._position, self._position + len(text), source)
        self._emit(AnswerDelta(text, source, self._format))
        self._read(Reading(text, (marker,)))

    async def finish(self) -> Grounding:
        """Wait for the last citation, and return the grounding of the answer."""
        for sentence in self._sentences.finish():
            self._complete.put_nowait(sentence)
        self._complete.put_nowait(None)
        await self._worker
        return self._grounding

    async def stop(self) -> None:
        """Stop citing."""
        self._worker.cancel()
        await asyncio.wait([self._worker])

    def _read(self, reading: Reading) -> None:
        self._position += len(reading.text)
        for sentence in self._sentences.feed(reading):
            self._complete.put_nowait(sentence)

    async def _cite_all(self) -> None:
        """Cite the sentences in order. The text does not wait for their citations.

        Once the database was unavailable, the citations wait for the end of the answer: each try
        takes seconds, and clients are not told that true words are unverified.
        """
        while (sentence := await self._complete.get()) is not None:
            self._waiting.append(await self._quoted(sentence))
            if not self._is_unavailable and await self._verify_waiting():
                await self._emit_waiting()
        await self._verify_waiting()
        await self._emit_waiting()

    async def _quoted(self, sentence: CitedSentence) -> _Quoted:
        if not sentence.markers or self._citations >= MOST_CITATIONS:
            return _Quoted(sentence, [], [])
        try:
            quotes = await self._quotes.supporting(sentence)
        except Exception:  # an answer without one of its citations is still an answer
            logger.exception("a sentence of answer %s could not be cited", self._answer_id)
            return _Quoted(sentence, [], [])
        citations = [self._citation(sentence, quote) for quote in quotes]
        found = [number for number, quote in enumerate(quotes) if quote.span is not None]
        return _Quoted(sentence, citations, found)

    async def _verify_waiting(self) -> bool:
        """Verify the citations that wait, in one read, and return whether that was possible."""
        places = [(each.citations, number) for each in self._waiting for number in each.found]
        if not places:
            return True
        try:
            verified = await self._verify.verify([own[number] for own, number in places])
        except Unavailable:
            self._is_unavailable = True
            return False
        except Exception:
            logger.exception("citations of answer %s could not be verified", self._answer_id)
            return True
        for (own, number), citation in zip(places, verified, strict=True):
            own[number] = citation
        return True

    async def _emit_waiting(self) -> None:
        for each in self._waiting:
            for citation in each.citations:
                self._emit(CitationAdded(citation))
            if each.sentence.counts:
                span = SentenceSpan(each.sentence.start, each.sentence.end)
                supported = any(citation.verified for citation in each.citations)
                self._grounding = self._grounding.with_sentence(span, supported=supported)
            # sentences without a marker wait for nothing, and there may be many of them
            await asyncio.sleep(0)
        self._waiting.clear()

    def _citation(self, sentence: CitedSentence, quote: SourceQuote) -> Citation:
        self._citations += 1
        passage = self._passages[quote.source - 1]
        # a quotation that is not in the source points to all of it
        start, end = quote.span or (0, len(passage.content))
        return Citation(
            citation_id=citation_id(self._answer_id, self._citations),
            source_id=quote.source,
            place=passage.place_of(start, end),
            cited_text=quote.text,
            answer_start=sentence.start,
            answer_end=sentence.end,
            verified=False,
            marker_start=quote.marker.start,
            marker_end=quote.marker.end,
        )
