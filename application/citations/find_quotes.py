"""Finding the words of an answer's sources that support its sentences."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import mul

from application.ports.embedder import Embedder
from application.ports.live_embedder import LiveEmbedder
from domain.citations.cited_sentences import CitedSentence, SentenceMarker
from domain.citations.quotations import Quotation, quotations, quoted_cells
from domain.citations.sentence_support import PassageSentences, best_support
from domain.citations.wording import SearchableText, Wording
from domain.documents.chunks import Embedding
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.passages import Passage
from domain.text.markdown import cells

MOST_QUOTES = 100
"""How many quotations of a sentence are cited."""


@dataclass(frozen=True, slots=True)
class SourceQuote:
    """Words that support a sentence.

    Attributes:
        source: The source that they are attributed to, counted from 1.
        span: Their place in its content, in code points; negative in the table header above it;
            None if they were not found.
        text: The words of the source if they were found, or else those of the answer.
        marker: The marker that names the source.
    """

    source: int
    span: tuple[int, int] | None
    text: str
    marker: SentenceMarker


class QuoteFinder:
    """Searches the sources of one answer, in a thread: nothing else waits for it.

    A sentence that a source contains word for word is its own quotation. Otherwise the words in its
    quotation marks, and the cells of a table row, are searched for. In a source that contains none
    long enough to prove the sentence, the sentence that says the same in other words is searched
    for.
    """

    def __init__(self, passages: Sequence[Passage], embedder: LiveEmbedder) -> None:
        self._sources = [_Source(number, each) for number, each in enumerate(passages, 1)]
        self._live = embedder
        self._embedder: Embedder | None = None  # the same for the whole answer
        self._claims: dict[str, Embedding] = {}
        self._said: dict[tuple[str, int], tuple[int, int] | None] = {}

    async def supporting(self, sentence: CitedSentence) -> list[SourceQuote]:
        """Return what supports a sentence, in the sources that its markers name.

        A quotation that is long enough to prove the sentence and in none of the sources comes last,
        without a span, attributed to the source whose marker follows it.

        Raises:
            EmbedderUnavailable: If meanings have to be compared and the model is not loaded.
        """
        sources = [self._sources[number - 1] for number in sentence.sources]
        searches, missing = await asyncio.to_thread(_word_for_word, sentence, sources)
        found: list[SourceQuote] = []
        for search in searches:
            claim = _claim(sentence.text)
            if not search.proved and (said := await self._said_otherwise(claim, search.source)):
                search.add(said)
            found += search.quotes
        for each in missing:
            marker = sentence.marker_of(each.end)
            found.append(SourceQuote(marker.source, None, each.text, marker))
        return found[:MOST_QUOTES]

    async def _said_otherwise(self, claim: str, source: "_Source") -> tuple[int, int] | None:
        """Return the sentence of a source that says the same, looked for once for each claim."""
        if (claim, source.number) not in self._said:
            embedder = self._embedder = self._embedder or self._live.live()
            await self._embed(claim, source, embedder)
            calibration = embedder.model.calibration
            self._said[claim, source.number] = await asyncio.to_thread(
                _support, claim, self._claims[claim], source, calibration
            )
        return self._said[claim, source.number]

    async def _embed(self, claim: str, source: "_Source", embedder: Embedder) -> None:
        """Embed what is missing in one call: a few short texts take hardly longer than one."""
        needs_windows, needs_claim = source.windows is None, claim not in self._claims
        texts = (await asyncio.to_thread(lambda: source.sentences)).texts if needs_windows else []
        wanted = [*texts, claim] if needs_claim else texts
        embedded = await embedder.embed_passages(wanted) if wanted else []
        if needs_claim:
            [self._claims[claim], *_] = embedded.pop()
        if needs_windows:
            source.windows = embedded


class _Source:
    """A source, read once for all sentences of the answer."""

    def __init__(self, number: int, passage: Passage) -> None:
        self.number = number
        self.windows: list[tuple[Embedding, ...]] | None = None
        self._content = passage.content
        self._text = SearchableText(passage.content)
        # the header of a table that the passage continues is quoted with its rows
        self._header = passage.context.header
        self._header_text = SearchableText(self._header.text) if self._header else None

    def locate(self, words: Wording, *, whole_words: bool) -> tuple[int, int] | None:
        """Return the place of quoted words, relative to the content."""
        if found := self._text.locate(words, whole_words=whole_words):
            return found
        if self._header and self._header_text:
            found = self._header_text.locate(words, whole_words=whole_words)
            if found:
                return self._header.start + found[0], self._header.start + found[1]
        return None

    def words(self, span: tuple[int, int]) -> str:
        """Return the words at a place that was located."""
        start, end = span
        if self._header and start < 0:
            return self._header.text[start - self._header.start : end - self._header.start]
        return self._content[start:end]

    @cached_property
    def sentences(self) -> PassageSentences:
        return PassageSentences(self._content)


class _Search:
    """What was found for a sentence in one source.

    Attributes:
        proved: Whether some of it proves the sentence.
    """

    def __init__(self, sentence: CitedSentence, source: _Source) -> None:
        self.source = source
        self.proved = False
        self._sentence = sentence
        self._quotes: dict[SourceQuote, None] = {}

    @property
    def quotes(self) -> list[SourceQuote]:
        """The quotations without duplicates; each marker of the source has one."""
        quotes = list(self._quotes)
        marked = {quote.marker for quote in quotes}
        return quotes + [
            replace(quotes[0], marker=marker)
            for marker in self._sentence.markers
            if quotes and marker.source == self.source.number and marker not in marked
        ]

    def add(self, span: tuple[int, int], end: int | None = None, *, proves: bool = True) -> None:
        """Add words of the source for words that end here in the sentence, or for all of it."""
        at = len(self._sentence.text) if end is None else end
        marker = self._sentence.marker_of(at, self.source.number)
        words = self.source.words(span)
        self._quotes[SourceQuote(self.source.number, span, words, marker)] = None
        self.proved = self.proved or proves


def _word_for_word(
    sentence: CitedSentence, sources: Sequence[_Source]
) -> tuple[list[_Search], list[Quotation]]:
    """Return what each source contains word for word, and the quotations that none contains."""
    whole = Wording(sentence.text)
    markers = [marker.position for marker in sentence.markers]
    quoted = quotations(sentence.text)
    parts = [
        (each, Wording(each.text)) for each in (*quoted, *quoted_cells(sentence.text, markers))
    ]
    missing = [each for each in quoted if each.proves]
    searches = []
    for source in sources:
        search = _Search(sentence, source)
        if span := source.locate(whole, whole_words=True):
            search.add(span)
            missing = []
        else:
            for part, wording in parts:
                if span := source.locate(wording, whole_words=not part.proves):
                    search.add(span, part.end, proves=part.proves)
                    missing = [each for each in missing if each != part]
        searches.append(search)
    return searches, missing


def _claim(sentence: str) -> str:
    """Return the words of a sentence: those of a table row without its lines."""
    return ", ".join(sentence[start:end] for start, end in cells(sentence)) or sentence


def _support(
    claim: str,
    asked: Embedding,
    source: _Source,
    calibration: RelevanceCalibration,
) -> tuple[int, int] | None:
    cosines = [max(sum(map(mul, asked, window)) for window in own) for own in source.windows or ()]
    support = best_support(claim, source.sentences, cosines, calibration)
    if support is None or support.score < calibration.min_support:
        return None
    return support.start, support.end
