"""Runs as files: what --json writes and --baseline reads."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import msgspec

from domain.errors import Misconfigured
from domain.retrieval import SearchMode
from entrypoints.evaluation.corpus import shaping
from entrypoints.evaluation.dataset import Dataset
from entrypoints.evaluation.files import read_bytes, write_text
from entrypoints.evaluation.metrics import totals
from entrypoints.evaluation.outcomes import Outcome, SavedQuestion, SavedRun
from entrypoints.settings import Settings

SAVED_DOCUMENTS = 10


def summarise(
    dataset: Dataset, outcomes: Sequence[Outcome], mode: SearchMode, settings: Settings
) -> SavedRun:
    """Return a run as it is saved. Pure."""
    answerable = sum(each.answerable for each in outcomes)
    return SavedRun(
        dataset=dataset.name,
        corpus_sha256=dataset.corpus_sha256,
        mode=mode.value,
        settings=shaping(settings)
        | {"quoth": version("quoth"), "reranker_model": settings.reranker_model},
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
            )
            for each in outcomes
        ],
    )


def save(run: SavedRun, path: Path) -> None:
    """Write a run.

    Raises:
        Misconfigured: If the file cannot be written.
    """
    text = msgspec.json.format(msgspec.json.encode(run), indent=1).decode()
    write_text(path, text + "\n")


def load(path: Path) -> SavedRun:
    """Read a run.

    Raises:
        Misconfigured: If the file cannot be read, or is not what --json writes.
    """
    try:
        return msgspec.json.decode(read_bytes(path), type=SavedRun)
    except (msgspec.DecodeError, UnicodeError) as exc:
        raise Misconfigured(f"{path} is no file that --json wrote: {exc}.") from exc
