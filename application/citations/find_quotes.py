"""Finding the words of an answer's sources that support its sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import mul

from application.ports.embedder import Embedder
from domain.citations.cited_sentences import CitedSentence, SentenceMarker
from domain.citations.quotations import Quotation, locate, quotations
from domain.citations.sentence_support import best_support
from domain.documents.chunks import Embedding
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.passages import Passage
from domain.text.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class SourceQuote:
    """Words that support a sentence.

    Attributes:
        source: The source that they are attributed to, counted from 1.
        span: Their place in its content, in code points; None if they were not found.
        text: The words of the source if they were found, or else those of the answer.
        marker: The marker that names the source.
    """

    source: int
    span: tuple[int, int] | None
    text: str
    marker: SentenceMarker


class QuoteFinder:
    """Searches the sources of one answer.

    A sentence that a source contains word for word is its own quotation. Otherwise the words in its
    quotation marks are searched for. In a source that contains no quotation long enough to prove
    the sentence, the sentence that says the same in other words is searched for.
    """

    def __init__(
        self, passages: Sequence[Passage], embedder: Embedder, calibration: RelevanceCalibration
    ) -> None:
        self._passages = passages
        self._embedder = embedder
        self._calibration = calibration
        self._embedded: dict[int, list[tuple[Embedding, ...]]] = {}

    async def supporting(self, sentence: CitedSentence) -> list[SourceQuote]:
        """Return what supports a sentence, in the sources that its markers name.

        A quotation that is long enough to prove the sentence and in none of the sources comes last,
        without a span, attributed to the source whose marker follows it.

        Raises:
            EmbedderUnavailable: If meanings have to be compared and the model is not loaded.
        """
        quoted = quotations(sentence.text)
        missing = [quotation for quotation in quoted if quotation.proves]
        end = len(sentence.text)
        found: list[SourceQuote] = []
        for source in sentence.sources:
            content = self._passages[source - 1].content
            # each span, and where its words end in the sentence: its marker follows there
            spans: list[tuple[tuple[int, int], int]] = []
            proved = False
            if whole := locate(sentence.text, content, whole_words=True):
                spans, proved, missing = [(whole, end)], True, []
            else:
                located = _located(quoted, content)
                missing = [each for each in missing if each not in located]
                spans = [(span, quotation.end) for quotation, span in located.items()]
                proved = any(quotation.proves for quotation in located)
            if not proved and (said := await self._said_otherwise(sentence, source)):
                spans.append((said, end))
            found += _behind_markers(
                [
                    SourceQuote(
                        source, span, content[slice(*span)], sentence.marker_behind(at, source)
                    )
                    for span, at in spans
                ],
                sentence,
            )
        for each in missing:
            marker = sentence.marker_behind(each.end)
            found.append(SourceQuote(marker.source, None, each.text, marker))
        return found

    async def _said_otherwise(self, sentence: CitedSentence, source: int) -> tuple[int, int] | None:
        content = self._passages[source - 1].content
        spans = sentence_spans(content)
        if source not in self._embedded:
            texts = [content[start:end] for start, end in spans]
            self._embedded[source] = await self._embedder.embed_passages(texts)
        [[asked, *_]] = await self._embedder.embed_passages([sentence.text])
        cosines = [
            max(sum(map(mul, asked, window)) for window in windows)
            for windows in self._embedded[source]
        ]
        support = best_support(sentence.text, content, spans, cosines, self._calibration)
        if support is None or support.score < self._calibration.min_support:
            return None
        return support.start, support.end


def _behind_markers(quotes: list[SourceQuote], sentence: CitedSentence) -> list[SourceQuote]:
    """Return the quotes of one source, so that each of its markers has one."""
    marked = {quote.marker for quote in quotes}
    return quotes + [
        replace(quotes[0], marker=marker)
        for marker in sentence.markers
        if quotes and marker.source == quotes[0].source and marker not in marked
    ]


def _located(quoted: Sequence[Quotation], content: str) -> dict[Quotation, tuple[int, int]]:
    """Return the spans of the quotations that are found. Short ones have to be whole words."""
    spans = {each: locate(each.text, content, whole_words=not each.proves) for each in quoted}
    return {each: span for each, span in spans.items() if span}
