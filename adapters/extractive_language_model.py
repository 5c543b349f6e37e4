"""Answers by quoting: selects what answers the question, and adds no words of its own.

It needs no network, no API key and no GPU, and it cannot invent anything.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
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
from application.ports.live_embedder import LiveEmbedder
from domain.answering.abstention import ABSTENTIONS
from domain.answering.prompt import Prompt
from domain.answering.quoting.choosing import choose, left_out
from domain.answering.quoting.doubts import Doubt, Weighed, doubts, is_answer
from domain.answering.quoting.question import Question
from domain.answering.quoting.scoring import Candidate, Ranking, Scored, likeliest, rank
from domain.conversation.message import AbstentionReason, FinishReason, TextFormat, Usage
from domain.documents.chunks import Embedding
from domain.retrieval.asked_part import asked_part
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.query_blending import blend
from domain.text.structure.blocks import RECORDS, Kind, Lead
from domain.text.structure.units import introduces, units_of
from domain.text.words import light_terms

_EXTENSION = re.compile(r"\.\w{1,5}$")


class ExtractiveLanguageModel(LanguageModel):
    """Quotes what answers the question, or abstains.

    Instructions inside a passage have no effect: the answer is always a selection of its words.
    """

    def __init__(self, embedder: LiveEmbedder) -> None:
        self._embedder = embedder

    @property
    def name(self) -> str:
        """The kind of model: always `extractive`."""
        return "extractive"

    async def stream(self, prompt: Prompt) -> AsyncGenerator[ModelEvent]:
        """Yield each quotation and its source, or an abstention.

        Raises:
            EmbedderUnavailable: If the embedder's model is not loaded.
        """
        chosen, more = await _choose(prompt, self._embedder.live())
        for event in _quoted(chosen):
            yield event
        if more:
            # in every language: how many of the items are quoted
            items = sum(each.unit.kind is Kind.ITEM for each in chosen)
            yield TextDelta(f"\n\n… {items} / {items + more}", TextFormat.LITERAL)
        if not chosen:
            yield Abstained()
            yield TextDelta(ABSTENTIONS[AbstentionReason.NOT_ANSWERED_BY_PASSAGES])
        yield Completion(FinishReason.STOP, Usage())


async def _choose(prompt: Prompt, embedder: Embedder) -> tuple[list[Scored], int]:
    """Return what is quoted, and how many items of its list are not."""
    calibration = embedder.model.calibration
    question = Question(asked_part(prompt.question), prompt.context)
    candidates = await asyncio.to_thread(_candidates, prompt)
    if not candidates:
        return [], 0
    asked = await _embedded(question, embedder)
    likely = await asyncio.to_thread(likeliest, question, candidates, calibration)
    windows = await embedder.embed_passages([each.unit.spoken for each in likely])
    embedded = dict(zip(likely, windows, strict=True))
    ranking = await asyncio.to_thread(_ranking, question, asked, candidates, embedded, calibration)
    if ranking.best.score < calibration.min_quote_score:
        return [], 0
    against = await asyncio.to_thread(doubts, question, ranking)
    weighed = await _weigh(question, asked, against, ranking.best, embedder)
    if not is_answer(question, ranking, weighed, calibration):
        return [], 0
    chosen = choose(ranking, phrases=bool(question.phrases))
    return chosen, left_out(ranking, chosen)


async def _embedded(question: Question, embedder: Embedder) -> Embedding:
    asked = await embedder.embed_query(question.words)
    if not question.context:
        return asked
    context = await embedder.embed_query(question.context)
    return blend(asked, context, embedder.model.calibration.context_weight)


async def _weigh(
    question: Question,
    asked: Embedding,
    against: Sequence[Doubt],
    best: Scored,
    embedder: Embedder,
) -> list[Weighed]:
    """Compare the question with itself without each word that the best candidate lacks."""
    if not against:
        return []
    if question.context:
        asked = await embedder.embed_query(question.words)
    shorter = await asyncio.gather(*(embedder.embed_query(each.without or "?") for each in against))
    [[said, *_]] = await embedder.embed_passages([best.unit.spoken])
    closeness = _cosine(asked, said)
    return [
        Weighed(each, 1 - _cosine(asked, without), _cosine(without, said) - closeness)
        for each, without in zip(against, shorter, strict=True)
    ]


def _candidates(prompt: Prompt) -> list[Candidate]:
    """Return the units of the passages. What overlapping passages share is there once."""
    openings = {id_: light_terms(text) for id_, text in prompt.openings.items()}
    found: dict[tuple[str, str], Candidate] = {}
    for source, passage in enumerate(prompt.passages, 1):
        name = light_terms(_EXTENSION.sub("", passage.place.filename).replace("-", " "))
        units = units_of(passage.content, passage.context)
        around = name.union(*(unit.terms | unit.about_terms for unit in units))
        opening = openings.get(passage.place.document_id, frozenset())
        for unit in units:
            candidate = Candidate(source, unit, name, around, opening)
            found.setdefault((unit.spoken, unit.text), candidate)
    return list(found.values())


def _ranking(
    question: Question,
    asked: Embedding,
    candidates: Sequence[Candidate],
    windows: Mapping[Candidate, Sequence[Embedding]],
    calibration: RelevanceCalibration,
) -> Ranking:
    cosines = [
        max((_cosine(asked, window) for window in windows.get(each, ())), default=0.0)
        for each in candidates
    ]
    return rank(question, candidates, cosines, calibration)


def _quoted(chosen: Sequence[Scored]) -> Iterator[ModelEvent]:
    """Yield the quotations: rows and items line by line, everything else by paragraphs."""
    previous: Scored | None = None
    header: Lead | None = None
    for each in chosen:
        unit, source = each.unit, each.candidate.source
        if previous:
            together = unit.kind in RECORDS and previous.unit.kind in RECORDS
            is_led = introduces(previous.unit, unit)
            follows = unit.block == previous.unit.block and unit.kind is not Kind.ROW
            gap = " " if follows else "\n" if together or is_led else "\n\n"
            yield TextDelta(gap, TextFormat.LITERAL)
        if unit.kind is Kind.ROW and unit.lead and unit.lead != header:
            header = unit.lead
            yield TextDelta(f"{header.text.strip()} ", TextFormat.LITERAL)
            yield SourceCited(source)
            yield TextDelta("\n", TextFormat.LITERAL)
        yield TextDelta(f"{unit.text} ", TextFormat.LITERAL)
        yield SourceCited(source)
        previous = each


def _cosine(one: Embedding, other: Embedding) -> float:
    return float(sum(map(mul, one, other)))
