"""Saves and loads runs: the files that --json writes and --baseline reads."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import msgspec

from domain.errors import Misconfigured
from domain.retrieval.passages import SearchMode
from entrypoints.evaluation.datasets.dataset import Dataset
from entrypoints.evaluation.datasets.files import read_bytes, write_text
from entrypoints.evaluation.figures.answers import curve
from entrypoints.evaluation.figures.ranking import totals
from entrypoints.evaluation.outcomes import (
    GivenAnswer,
    QuestionOutcome,
    SavedAnswer,
    SavedQuestion,
    SavedRun,
)
from entrypoints.evaluation.runs.corpus import shaping
from entrypoints.settings import Settings

SAVED_DOCUMENTS = 10
SAVED_STEPS = 10


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
    min_score = settings.search_min_score
    shape: dict[str, str | int | float] = {
        **shaping(settings),
        "quoth": version("quoth"),
        "reranker_model": settings.reranker_model,
    }
    if any(each.turn > 1 for each in outcomes):
        shape["history"] = "told" if history else "left out"
    if any(each.answer for each in outcomes):
        shape |= {
            "language_model": (
                settings.groq_model if settings.uses_groq else settings.effective_language_model
            ),
            "search_top_k": settings.search_top_k,
            "search_min_score": "of the model" if min_score is None else min_score,
            "search_min_confidence": settings.search_min_confidence,
        }
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


def save(run: SavedRun, path: Path) -> None:
    """Save a run.

    Raises:
        Misconfigured: If the file cannot be written.
    """
    text = msgspec.json.format(msgspec.json.encode(run), indent=1).decode()
    write_text(path, text + "\n")


def load(path: Path) -> SavedRun:
    """Load a run.

    Raises:
        Misconfigured: If the file cannot be read, or was not written by --json.
    """
    try:
        return msgspec.json.decode(read_bytes(path), type=SavedRun)
    except (msgspec.DecodeError, UnicodeError) as exc:
        raise Misconfigured(f"{path} is not a run that --json saved: {exc}.") from exc
