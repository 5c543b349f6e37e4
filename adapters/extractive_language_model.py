"""Answers by quoting: selects the sentences closest to the question and adds no words of its own.

It needs no network, no API key and no GPU, and it cannot invent anything.
"""

import asyncio
import math
import re
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass
from operator import mul

from application.ports.embedder import Embedder
from application.ports.language_model import (
    Abstained,
    Completion,
    LanguageModel,
    ModelEvent,
    SourceCited,
    TextDelta,
)
from domain.answering.abstention import ABSTENTIONS
from domain.answering.prompt import Prompt
from domain.conversation.message import AbstentionReason, FinishReason, TextFormat, Usage
from domain.documents.chunks import Embedding
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.passages import Passage
from domain.text.characters import CLOSERS, QUESTION_MARKS, STOPS, UNSPACED_STOPS, in_class
from domain.text.sentences import sentence_spans
from domain.text.words import WORD, stems

# The score of a sentence is a weighted sum of two numbers: the highest cosine of the question with
# the sentence, its heading or its passage; and the share of the question's words that the sentence
# or its heading contains, where rarer words weigh more.
#
# Measured with all-MiniLM-L6-v2 and its calibration: the model answers 83% of the answerable
# questions of SQuAD 2.0 and 68% of those of Natural Questions. It declines 97% of the questions on
# other subjects, 50% of the questions whose passage is missing, and 22% of the questions that
# SQuAD's authors wrote to look answerable. No method that was tried separates the last group from
# answerable questions by quoting.
MAX_SENTENCES = 3
SHARE_OF_BEST = 0.8  # a further sentence must score nearly as high as the best one
OWN_SHARE = 0.5  # and be half as close by itself and hold half as much, whatever its passage is
FRAGMENT_FACTOR = 0.8  # a heading repeats words of the question without answering it
FRAGMENT_WORDS = 4
DUPLICATE_OVERLAP = 0.8
MAX_QUOTE_CHARS = 600

_SENTENCE_END = re.compile(rf"[{in_class(STOPS)}{UNSPACED_STOPS}][{in_class(CLOSERS)}]*$")
_QUESTION_MARK = re.compile(rf"[{in_class(QUESTION_MARKS)}]\s*$")
_QUOTABLE = re.compile(
    rf"\S(?:.{{0,{MAX_QUOTE_CHARS - 2}}}\S)?(?!\S)|\S{{{MAX_QUOTE_CHARS}}}", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    source: int  # from 1
    text: str
    words: frozenset[str]
    passage_similarity: float


@dataclass(frozen=True, slots=True)
class _Score:
    """How well a candidate answers the question.

    Attributes:
        total: The score, at most 1.
        own: The score without the passage.
        cosine: The cosine of the sentence.
        closeness: The cosine of the sentence or its heading, whichever is higher.
        held: The share of the question's words that they contain.
    """

    total: float
    own: float
    cosine: float
    closeness: float
    held: float


class ExtractiveLanguageModel(LanguageModel):
    """Quotes one to three sentences of the passages, best first, or abstains.

    Instructions inside a passage have no effect: the answer is always a selection of sentences.
    """

    def __init__(self, embedder: Embedder, calibration: RelevanceCalibration) -> None:
        self._embedder = embedder
        self._calibration = calibration

    @property
    def name(self) -> str:
        """The kind of model: always `extractive`."""
        return "extractive"

    async def stream(self, prompt: Prompt) -> AsyncGenerator[ModelEvent]:
        """Yield each quoted sentence and its source, or an abstention.

        Raises:
            EmbedderUnavailable: If the embedder's model is not loaded.
        """
        quotes = await self._quotes(prompt)
        for number, quote in enumerate(quotes):
            separator = "\n\n" if number else ""
            yield TextDelta(f"{separator}{quote.text} ", TextFormat.LITERAL)
            yield SourceCited(quote.source)
        if not quotes:
            yield Abstained()
            yield TextDelta(ABSTENTIONS[AbstentionReason.NOT_ANSWERED_BY_PASSAGES])
        yield Completion(FinishReason.STOP, Usage())

    async def _quotes(self, prompt: Prompt) -> list[_Candidate]:
        candidates = await asyncio.to_thread(_candidates, prompt.passages, prompt.question)
        if not candidates:
            return []
        question, windows = await asyncio.gather(
            self._embedder.embed_query(prompt.question),
            self._embedder.embed_passages([candidate.text for candidate in candidates]),
        )
        scores = await asyncio.to_thread(
            _scores, prompt.question, question, candidates, windows, self._calibration
        )
        return _best(candidates, scores, self._calibration.min_quote_score)


def _candidates(passages: Sequence[Passage], question: str) -> list[_Candidate]:
    """Return the sentences that may be quoted, in the order of the passages.

    Overlapping passages can contain a sentence both whole and cut: only the whole one is returned.
    A text that contains the question itself, such as a heading or an example, does not answer it
    and is left out.
    """
    asked = _plain(question) if _QUESTION_MARK.search(question) else ""
    if asked.count(" ") + 1 < FRAGMENT_WORDS:
        asked = ""  # so few words may also occur in an answer
    found: dict[str, _Candidate] = {}
    for source, passage in enumerate(passages, 1):
        for text in _quotable(passage.content):
            words = stems(text)
            if asked and asked in _plain(text):
                continue
            if words and text not in found:
                found[text] = _Candidate(source, text, words, passage.similarity)
    everything = "\n".join(found)
    return [quote for text, quote in found.items() if everything.count(text) == 1]


def _quotable(text: str) -> Iterator[str]:
    """Yield the sentences verbatim. A sentence above MAX_QUOTE_CHARS is yielded in pieces."""
    for start, end in sentence_spans(text):
        for piece in _QUOTABLE.finditer(text, start, end):
            yield piece[0]


def _scores(
    question: str,
    question_embedding: Embedding,
    candidates: Sequence[_Candidate],
    windows: Sequence[Sequence[Embedding]],
    calibration: RelevanceCalibration,
) -> list[_Score]:
    """Return one score for each candidate."""
    counts = Counter(word for candidate in candidates for word in candidate.words)
    # Rarer words weigh more. A word of the question that no candidate contains weighs most, and
    # lowers every score.
    asked = stems(question)
    weights = {word: math.log(1 + len(candidates) / (1 + counts[word])) for word in asked}
    total = sum(weights.values()) or 1.0
    scores = []
    heading: _Candidate | None = None
    heading_cosine = 0.0
    for candidate, vectors in zip(candidates, windows, strict=True):
        cosine = max(sum(map(mul, question_embedding, vector)) for vector in vectors)
        # only the context may name the subject of a sentence: "It was built in 1911."
        closeness, words = cosine, candidate.words
        if heading and heading.source == candidate.source:
            closeness, words = max(closeness, heading_cosine), words | heading.words
        held = sum(weight for word, weight in weights.items() if word in words) / total
        is_fragment = _is_fragment(candidate)
        factor = FRAGMENT_FACTOR if is_fragment else 1.0
        if candidate.words <= asked:
            factor = 0.0  # it adds nothing to the question
        by_words = calibration.quote_words_weight * held
        own, with_passage = (
            factor * (calibration.quote_closeness_weight * close + by_words)
            for close in (closeness, max(closeness, candidate.passage_similarity))
        )
        scores.append(_Score(with_passage, own, cosine, closeness, held))
        heading, heading_cosine = (candidate, cosine) if is_fragment else (None, 0.0)
    return scores


def _best(
    candidates: Sequence[_Candidate], scores: Sequence[_Score], min_score: float
) -> list[_Candidate]:
    ranked = sorted(zip(scores, candidates, strict=True), key=lambda scored: -scored[0].total)
    (highest, first), *others = ranked
    if highest.total < min_score:
        return []
    best = [first]
    for score, candidate in others:
        if score.total < SHARE_OF_BEST * highest.total or len(best) == MAX_SENTENCES:
            break
        # where only its passage speaks for the best sentence, it speaks for its neighbours too
        fits = highest.own < min_score or _is_near(score, highest)
        if fits and not any(_says_the_same(candidate, other) for other in best):
            best.append(candidate)
    return best


def _is_near(score: _Score, highest: _Score) -> bool:
    """Return whether a sentence by itself has to do with the question, measured by the best one."""
    return score.cosine >= OWN_SHARE * highest.closeness and score.held >= OWN_SHARE * highest.held


def _is_fragment(candidate: _Candidate) -> bool:
    ends = _SENTENCE_END.search(candidate.text)
    return len(candidate.words) < (FRAGMENT_WORDS if ends else 2 * FRAGMENT_WORDS)


def _says_the_same(one: _Candidate, other: _Candidate) -> bool:
    fewer = min(len(one.words), len(other.words))
    return len(one.words & other.words) > DUPLICATE_OVERLAP * fewer


def _plain(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))
