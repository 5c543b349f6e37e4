"""Searches for every question and records the results."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from rich.console import Console
from rich.progress import Progress, TimeElapsedColumn

from application.retrieval.retriever import Retrieval
from domain.documents.marks import MarkKind
from domain.retrieval.passages import Passage, SearchMode
from entrypoints.evaluation.datasets.dataset import LabelledQuestion
from entrypoints.evaluation.outcomes import DEPTH, FoundDocument, QuestionOutcome
from entrypoints.evaluation.runs.corpus import PROGRESS, Corpus
from entrypoints.evaluation.runs.question_search import QuestionSearch

EXCERPT_CHARACTERS = 200
WARM_UP = LabelledQuestion("", "warm up", {})


async def ask_all(
    search: QuestionSearch,
    questions: Sequence[LabelledQuestion],
    corpus: Corpus,
    mode: SearchMode,
    console: Console,
) -> tuple[QuestionOutcome, ...]:
    """Search for the questions sequentially, and show progress."""
    # the first search of a process is slower, so it is not measured
    await search.execute(WARM_UP, DEPTH, mode)
    outcomes = []
    with Progress(*PROGRESS, TimeElapsedColumn(), console=console) as progress:
        for question in progress.track(questions, description="Searching"):
            started = time.perf_counter()
            result = await search.execute(question, DEPTH, mode)
            latency = (time.perf_counter() - started) * 1000
            outcomes.append(judge(question, result, corpus.ids, latency))
    return tuple(outcomes)


def judge(
    question: LabelledQuestion,
    result: Retrieval,
    ids: Mapping[UUID, str],
    latency_ms: float,
) -> QuestionOutcome:
    """Return the result for a question from its search.

    Documents are ranked by their best passages.
    """
    found: dict[str, FoundDocument] = {}
    for ranked in result.passages:
        document_id = ids[ranked.passage.place.document_id]
        excerpt = " ".join(ranked.passage.content.split())[:EXCERPT_CHARACTERS]
        found.setdefault(document_id, FoundDocument(document_id, ranked.scores.final, excerpt))
    return QuestionOutcome(
        id=question.id,
        question=question.text,
        expected=tuple(question.relevant),
        found=tuple(found.values()),
        text_rank=text_rank(
            question.expected_texts, (each.passage.content for each in result.passages)
        ),
        has_expected_text=question.answerable and bool(question.expected_texts),
        page_rank=page_rank(question.expected_pages, result, ids),
        has_expected_page=question.answerable and bool(question.expected_pages),
        confidence=result.confidence,
        latency_ms=latency_ms,
        turn=question.turn,
    )


def page_rank(
    expected: frozenset[tuple[str, int]], result: Retrieval, ids: Mapping[UUID, str]
) -> int | None:
    """Return the rank of the first passage of which a part stands on one of the pages."""
    return next(
        (
            rank
            for rank, ranked in enumerate(result.passages, 1)
            for page in _pages(ranked.passage)
            if (ids[ranked.passage.place.document_id], page) in expected
        ),
        None,
    )


def _pages(passage: Passage) -> Iterator[int]:
    """Yield the pages on which a part of a passage stands."""
    if passage.place.page is not None:
        yield passage.place.page
    for mark in passage.marks:
        if mark.kind is MarkKind.PAGE and mark.start > passage.place.char_start:
            yield mark.number


def text_rank(expected: Iterable[str], contents: Iterable[str]) -> int | None:
    """Return the rank of the first content with one of the texts, ignoring case and white space."""
    wanted = [_plain(text) for text in expected]
    return next(
        (
            rank
            for rank, content in enumerate(map(_plain, contents), 1)
            if any(text in content for text in wanted)
        ),
        None,
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
