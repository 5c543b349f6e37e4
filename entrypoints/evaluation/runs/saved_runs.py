"""Saves and loads runs: the files that --json writes and --baseline reads."""

import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import msgspec

from domain.errors import Misconfigured
from domain.retrieval.passages import SearchMode
from entrypoints.evaluation.cases import CaseOutcome, SavedCase, SavedCases
from entrypoints.evaluation.datasets.answer_set import AnswerSet
from entrypoints.evaluation.datasets.dataset import Dataset
from entrypoints.evaluation.datasets.files import read_bytes, write_text
from entrypoints.evaluation.figures.answers import curve
from entrypoints.evaluation.figures.cases import case_totals
from entrypoints.evaluation.figures.ranking import totals
from entrypoints.evaluation.outcomes import (
    GivenAnswer,
    QuestionOutcome,
    SavedAnswer,
    SavedQuestion,
    SavedRun,
)
from entrypoints.evaluation.runs.corpus import shaping
from entrypoints.models_file import configured_models
from entrypoints.settings import Settings

STANDARD_OUTPUT = Path("-")
SAVED_DOCUMENTS = 10
SAVED_STEPS = 10

Run = TypeVar("Run", SavedRun, SavedCases)


def summarise(
    dataset: Dataset,
    outcomes: Sequence[QuestionOutcome],
    mode: SearchMode,
    settings: Settings,
    *,
    history: bool = True,
) -> SavedRun:
    """Return the run to save. Pure.

    Args:
        dataset: The dataset.
        outcomes: The results for its questions, with their metrics.
        mode: The search that was measured.
        settings: The settings of the run.
        history: Whether questions were asked with the conversation before them.
    """
    answerable = sum(each.answerable for each in outcomes)
    shape = _searching(settings)
    if any(each.turn > 1 for each in outcomes):
        shape["history"] = "told" if history else "left out"
    if any(each.answer for each in outcomes):
        shape |= _answering(settings)
    return SavedRun(
        dataset=dataset.name,
        corpus_sha256=dataset.corpus_sha256,
        mode=mode.value,
        settings=shape,
        documents=len(dataset.documents),
        answerable=answerable,
        unanswerable=len(outcomes) - answerable,
        figures=totals(outcomes),
        questions=[
            SavedQuestion(
                id=each.id,
                question=each.question,
                expected=list(each.expected),
                found=[found.id for found in each.found[:SAVED_DOCUMENTS]],
                confidence=each.confidence,
                latency_ms=each.latency_ms,
                figures=each.figures,
                turn=each.turn,
                answer=_saved(each.answer),
            )
            for each in outcomes
        ],
        curve=curve(outcomes, SAVED_STEPS),
    )


def summarise_cases(
    answer_set: AnswerSet, outcomes: Sequence[CaseOutcome], settings: Settings
) -> SavedCases:
    """Return the run of an answer set to save. Pure."""
    return SavedCases(
        dataset=answer_set.name,
        corpus_sha256=answer_set.corpus_sha256,
        settings=_searching(settings) | _answering(settings),
        documents=sum(map(len, answer_set.libraries.values())),
        figures=case_totals(outcomes),
        cases=[_saved_case(each) for each in outcomes],
    )


def _saved_case(outcome: CaseOutcome) -> SavedCase:
    case, answer = outcome.case, outcome.answer
    return SavedCase(
        id=case.id,
        kind=case.kind,
        messages=case.messages,
        expect=case.expect,
        library=case.library,
        language=case.language,
        soft=case.soft,
        answer=answer.content,
        cited=[each.cited_text for each in answer.verified],
        false_citations=[each.cited_text for each in answer.false_citations],
        finish=answer.finish or "failed",
        reason=answer.reason,
        faults=outcome.faults,
        latency_ms=answer.latency_ms,
        figures=outcome.figures,
    )


def _searching(settings: Settings) -> dict[str, str | int | float]:
    return {
        **shaping(settings),
        "quoth": version("quoth"),
        "reranker_model": settings.reranker_model,
    }


def _answering(settings: Settings) -> dict[str, str | int | float]:
    min_score = settings.search_min_score
    return {
        "language_model": configured_models(settings).default,
        "search_top_k": settings.search_top_k,
        "search_min_score": "of the model" if min_score is None else min_score,
        "search_min_confidence": settings.search_min_confidence,
    }


def _saved(answer: GivenAnswer | None) -> SavedAnswer | None:
    if answer is None:
        return None
    return SavedAnswer(
        content=answer.content,
        cited=list(answer.cited),
        abstained=answer.abstained,
        failed=answer.failed,
        confidence=answer.confidence,
        latency_ms=answer.latency_ms,
    )


def save(run: SavedRun | SavedCases, path: Path) -> None:
    """Save a run, or print it if the path is STANDARD_OUTPUT.

    Raises:
        Misconfigured: If the file cannot be written.
    """
    text = msgspec.json.format(msgspec.json.encode(run), indent=1).decode()
    if path == STANDARD_OUTPUT:
        sys.stdout.write(text + "\n")
    else:
        write_text(path, text + "\n")


def load(path: Path, kind: type[Run]) -> Run:
    """Load a run of one kind: of a dataset or of an answer set.

    Raises:
        Misconfigured: If the file cannot be read, or was not written by --json for such a run.
    """
    try:
        return msgspec.json.decode(read_bytes(path), type=kind)
    except (msgspec.DecodeError, UnicodeError) as exc:
        raise Misconfigured(f"{path} is not a run of this kind that --json saved: {exc}.") from exc
