"""Establishing the citations of an answer while it is written."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import TypeAlias
from uuid import UUID

from application.citations.find_quotes import QuoteFinder, SourceQuote
from application.ports.document_catalog import DocumentCatalog
from application.ports.embedder import Embedder
from domain.answering.events import AnswerDelta, AnswerEvent, CitationAdded
from domain.answering.record import AnswerRecord
from domain.citations.citation import Citation, citation_id, groundedness
from domain.citations.cited_sentences import CitedSentence, SentenceReader
from domain.citations.markers import MarkerReader, Reading
from domain.errors import DocumentNotFound, Unavailable
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.passages import Passage

Emit: TypeAlias = Callable[[AnswerEvent], None]

logger = logging.getLogger(__name__)


class CiteAnswer:
    """Finds what the sentences of answers rest on, and checks it against the stored documents."""

    def __init__(
        self, embedder: Embedder, catalog: DocumentCatalog, calibration: RelevanceCalibration
    ) -> None:
        self._embedder = embedder
        self._catalog = catalog
        self._calibration = calibration

    @asynccontextmanager
    async def answer(
        self, answer_id: UUID, passages: Sequence[Passage], emit: Emit
    ) -> AsyncIterator["CitedAnswer"]:
        """Begin an answer from these passages; leaving early stops what is being established."""
        quotes = QuoteFinder(passages, self._embedder, self._calibration)
        cited = CitedAnswer(answer_id, passages, quotes, self, emit)
        try:
            yield cited
        finally:
            await cited.stop()

    async def verified(self, citation: Citation) -> bool:
        """Whether the stored document holds a citation's words exactly where it says.

        Raises:
            DatabaseUnavailable: If that cannot be told.
        """
        place = citation.place
        try:
            stored = await self._catalog.text(place.document_id, place.char_start, place.char_end)
        except DocumentNotFound:
            return False
        return bool(stored) and stored == citation.cited_text

    async def check_again(self, record: AnswerRecord) -> None:
        """Take back what has ceased to be verified since it was: a document may have been deleted.

        Where that cannot be told, it stays.
        """
        for place, citation in enumerate(record.citations):
            with suppress(Unavailable):
                if citation.verified and not await self.verified(citation):
                    record.citations[place] = replace(citation, verified=False)


class CitedAnswer:
    """One answer on its way to its readers: markers put right, citations behind their sentences."""

    def __init__(
        self,
        answer_id: UUID,
        passages: Sequence[Passage],
        quotes: QuoteFinder,
        citing: CiteAnswer,
        emit: Emit,
    ) -> None:
        """Begin without text."""
        self._answer_id = answer_id
        self._passages = passages
        self._quotes = quotes
        self._citing = citing
        self._emit = emit
        self._markers = MarkerReader(len(passages))
        self._sentences = SentenceReader()
        self._complete: asyncio.Queue[CitedSentence | None] = asyncio.Queue()
        self._worker = asyncio.create_task(self._cite_all(), name=f"citations of {answer_id}")
        self._citations = self._counted = self._supported = 0

    def feed(self, text: str) -> None:
        """Show a piece of the model's text, up to what may be half of a marker."""
        self._show(self._markers.feed(text))

    async def finish(self) -> float | None:
        """Show the rest, wait for the citations, and return the groundedness."""
        self._show(self._markers.finish())
        for sentence in self._sentences.finish():
            self._complete.put_nowait(sentence)
        self._complete.put_nowait(None)
        await self._worker
        return groundedness(self._counted, self._supported)

    async def stop(self) -> None:
        """Establish nothing more."""
        self._worker.cancel()
        await asyncio.wait([self._worker])

    def _show(self, reading: Reading) -> None:
        if reading.text:
            self._emit(AnswerDelta(reading.text))
        for sentence in self._sentences.feed(reading):
            self._complete.put_nowait(sentence)

    async def _cite_all(self) -> None:
        """Cite the sentences in their order; the text does not wait for it."""
        while (sentence := await self._complete.get()) is not None:
            try:
                supported = await self._cite(sentence)
            except Exception:  # an answer without one of its citations is still an answer
                logger.exception("a sentence of answer %s could not be cited", self._answer_id)
                supported = False
            self._counted += sentence.counts
            self._supported += sentence.counts and supported

    async def _cite(self, sentence: CitedSentence) -> bool:
        """Emit the citations of a sentence, and return whether one of them is verified."""
        supported = False
        if sentence.sources:
            for quote in await self._quotes.supporting(sentence):
                self._citations += 1
                citation = self._citation(sentence, quote)
                with suppress(Unavailable):
                    verified = quote.span is not None and await self._citing.verified(citation)
                    citation = replace(citation, verified=verified)
                supported = supported or citation.verified
                self._emit(CitationAdded(citation))
        return supported

    def _citation(self, sentence: CitedSentence, quote: SourceQuote) -> Citation:
        passage = self._passages[quote.source - 1]
        # words that are not there point to all of what they were said to be from
        start, end = quote.span or (0, len(passage.content))
        return Citation(
            citation_id=citation_id(self._answer_id, self._citations),
            source_id=quote.source,
            place=passage.place.part(start, end),
            cited_text=quote.text,
            answer_start=sentence.start,
            answer_end=sentence.end,
            verified=False,
        )
