"""Answers by quoting: picks the sentences that are closest to the question, and adds no word.

It needs no network, no key and no graphics card, and it cannot invent anything.
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
from domain.conversation.message import AbstentionReason, FinishReason, Usage
from domain.documents.chunks import Embedding
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.passages import Passage
from domain.text.sentences import sentence_spans
from domain.text.words import stems

# A sentence's score adds how close it, its heading or its passage is to the question (the closest
# of the three counts), and which share of the question's words it holds. With all-MiniLM-L6-v2
# and its calibration, 83% of SQuAD 2.0's answerable questions and 68% of Natural Questions' are
# answered; questions on other subjects are declined 97% of the time, those whose passage is
# missing 50%, but those that SQuAD's authors wrote to look answerable 22%: nothing that was tried
# tells these from answerable ones by quoting.
MAX_SENTENCES = 3
SHARE_OF_BEST = 0.8  # a further sentence has to be about as good as the first
FRAGMENT_FACTOR = 0.8  # a heading repeats the question's words and answers nothing
FRAGMENT_WORDS = 4
DUPLICATE_OVERLAP = 0.8
MAX_QUOTE_CHARS = 600

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_SENTENCE_END = re.compile(r"[.!?…؟।۔。！？][\"'”’»)\]」』）*_]*$")
_QUESTION_MARK = re.compile(r"[?？؟]\s*$")
_QUOTABLE = re.compile(
    rf"\S(?:.{{0,{MAX_QUOTE_CHARS - 2}}}\S)?(?!\S)|\S{{{MAX_QUOTE_CHARS}}}", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    source: int  # from 1
    text: str
    words: frozenset[str]
    passage_similarity: float


class ExtractiveLanguageModel(LanguageModel):
    """Quotes one to three sentences of the passages, best first, or says that there are none.

    The passages are looked through, never obeyed: whatever they say, the answer is a selection.
    """

    def __init__(self, embedder: Embedder, calibration: RelevanceCalibration) -> None:
        self._embedder = embedder
        self._calibration = calibration

    @property
    def name(self) -> str:
        """The kind of model; there is only one."""
        return "extractive"

    async def stream(self, prompt: Prompt) -> AsyncGenerator[ModelEvent]:
        """Yield each quoted sentence and its source; or an abstention.

        Raises:
            EmbedderUnavailable: If the embedder's model is not loaded.
        """
        quotes = await self._quotes(prompt)
        for number, quote in enumerate(quotes):
            separator = "\n\n" if number else ""
            yield TextDelta(f"{separator}{quote.text} ")
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
    """Return what may be quoted, in order; of a sentence found in parts and whole, the whole.

    A text that asks the same question (a heading, an example) echoes it and does not answer it.
    """
    asked = _plain(question) if _QUESTION_MARK.search(question) else ""
    if asked.count(" ") + 1 < FRAGMENT_WORDS:
        asked = ""  # words that an answer may well hold too
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
    """Yield the sentences word for word; what is too long for one comes in pieces."""
    for start, end in sentence_spans(text):
        for piece in _QUOTABLE.finditer(text, start, end):
            yield piece[0]


def _scores(
    question: str,
    question_embedding: Embedding,
    candidates: Sequence[_Candidate],
    windows: Sequence[Sequence[Embedding]],
    calibration: RelevanceCalibration,
) -> list[float]:
    """Return one score for each candidate, up to 1."""
    counts = Counter(word for candidate in candidates for word in candidate.words)
    # the rarer the heavier: a word of the question that nothing here holds lowers all scores most
    asked = stems(question)
    weights = {word: math.log(1 + len(candidates) / (1 + counts[word])) for word in asked}
    total = sum(weights.values()) or 1.0
    scores = []
    heading: _Candidate | None = None
    heading_cosine = 0.0
    for candidate, vectors in zip(candidates, windows, strict=True):
        cosine = max(sum(map(mul, question_embedding, vector)) for vector in vectors)
        # what a sentence is about may be said around it alone: "It was built in 1911."
        closeness, words = max(cosine, candidate.passage_similarity), candidate.words
        if heading and heading.source == candidate.source:
            closeness, words = max(closeness, heading_cosine), words | heading.words
        held = sum(weight for word, weight in weights.items() if word in words) / total
        score = calibration.quote_closeness_weight * closeness
        score += calibration.quote_words_weight * held
        is_fragment = _is_fragment(candidate)
        if candidate.words <= asked:
            score = 0.0  # it says nothing that the question does not
        scores.append(score * (FRAGMENT_FACTOR if is_fragment else 1))
        heading, heading_cosine = (candidate, cosine) if is_fragment else (None, 0.0)
    return scores


def _best(
    candidates: Sequence[_Candidate], scores: Sequence[float], min_score: float
) -> list[_Candidate]:
    highest = max(scores)
    if highest < min_score:
        return []
    best: list[_Candidate] = []
    for score, candidate in sorted(
        zip(scores, candidates, strict=True), key=lambda scored: -scored[0]
    ):
        if score < SHARE_OF_BEST * highest or len(best) == MAX_SENTENCES:
            break
        if not any(_says_the_same(candidate, other) for other in best):
            best.append(candidate)
    return best


def _is_fragment(candidate: _Candidate) -> bool:
    ends = _SENTENCE_END.search(candidate.text)
    return len(candidate.words) < (FRAGMENT_WORDS if ends else 2 * FRAGMENT_WORDS)


def _says_the_same(one: _Candidate, other: _Candidate) -> bool:
    fewer = min(len(one.words), len(other.words))
    return len(one.words & other.words) > DUPLICATE_OVERLAP * fewer


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
