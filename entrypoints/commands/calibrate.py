"""quoth calibrate: fit the calibration of an embedding model to labelled questions."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TypeAlias

from rich.console import Console
from rich.table import Table

from application.access.record_action import Action, RecordAction
from application.documents.ingest_document import IngestDocument
from application.ports.embedding_models import EmbeddingModels
from application.ports.live_embedder import LiveEmbedder
from application.ports.model_loader import ModelLoader, ModelSource
from application.ports.passage_index import PassageIndex
from application.ports.upload_files import UploadFiles
from domain.documents.file_format import FileFormat
from domain.errors import Misconfigured
from domain.retrieval.calibration import CALIBRATIONS, DEFAULT, RelevanceCalibration
from domain.retrieval.calibration_fit import LEAST_QUESTIONS, CalibrationFit, fit
from entrypoints.commands.json_output import print_json
from entrypoints.commands.terminal import print_line
from entrypoints.evaluation.datasets.open_dataset import read_dataset
from entrypoints.evaluation.runs.corpus import ingest_corpus, settings_for
from entrypoints.evaluation.runs.judged_search import judged_searches
from entrypoints.settings import Settings


@dataclass(frozen=True, slots=True)
class CalibrationRequest:
    """The arguments of the command.

    Attributes:
        dataset: The labelled set, as `quoth eval` reads it.
        formats: The formats of documents that are read.
        questions: A CSV file with questions about a folder of documents.
        limit: The maximum number of questions; None for all.
        model: The model to calibrate; None for that of the library.
        dry_run: Whether the calibration is printed only.
    """

    dataset: Path
    formats: tuple[FileFormat, ...]
    questions: Path | None = None
    limit: int | None = None
    model: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class LibraryModels:
    """What knows the models of the library, without one loaded."""

    models: EmbeddingModels
    loader: ModelLoader
    record: RecordAction


@dataclass(frozen=True, slots=True)
class SetSearch:
    """What searches a labelled set in a database of its own."""

    ingest: IngestDocument
    files: UploadFiles
    index: PassageIndex
    embedder: LiveEmbedder


@dataclass(frozen=True, slots=True)
class _Calibrated:
    """What was fitted, and whether it was stored; for JSON."""

    model: str
    stored: bool
    fit: CalibrationFit


OpenLibrary: TypeAlias = Callable[[Settings], AbstractAsyncContextManager[LibraryModels]]
OpenSet: TypeAlias = Callable[[Settings], AbstractAsyncContextManager[SetSearch]]


async def calibrate(
    settings: Settings,
    request: CalibrationRequest,
    open_library: OpenLibrary,
    open_set: OpenSet,
    console: Console,
    *,
    as_json: bool = False,
) -> int:
    """Search a labelled set with the model, fit its calibration, store it, and return 0.

    Raises:
        Misconfigured: If the set cannot be read, the model cannot be loaded, or too few questions
            have their answer found; nothing was changed.
        Unavailable: If the database becomes unavailable; nothing was changed.
    """
    said = Console(stderr=True) if as_json else console
    dataset = read_dataset(request.dataset, request.questions, request.formats)
    async with open_library(settings) as library:
        source = await _source(library, request.model)
    own = settings_for(dataset, replace(settings, embedding_model=source.location))
    async with open_set(own) as search:
        corpus = await ingest_corpus(search.ingest, search.files, dataset, said)
        questions = dataset.sample(request.limit)
        judged = await judged_searches(search.index, search.embedder, questions, corpus, said)
    base = CALIBRATIONS.get(source.name, DEFAULT)
    with said.status("Fitting…"):
        fitted = await asyncio.to_thread(fit, judged, base)
    if fitted is None:
        raise Misconfigured(
            f"It takes {LEAST_QUESTIONS} questions whose documents are found among the first five,"
            " and there are fewer. Nothing was changed. Use a larger set, or a higher --limit."
        )
    said.print(_table(source.name, base, fitted.calibration))
    print_line(said, _quality(fitted))
    if request.dry_run:
        print_line(said, "Nothing was stored.")
    else:
        async with open_library(settings) as library:
            await library.models.calibrate(source.name, fitted.calibration)
            await library.record.execute(Action("library.calibrate"))
        print_line(said, f"Stored for {source.name}. A running server uses it within seconds.")
    if as_json:
        print_json(console, _Calibrated(source.name, not request.dry_run, fitted))
    return 0


async def _source(library: LibraryModels, model: str | None) -> ModelSource:
    return library.loader.find(model) if model else (await library.models.live()).source


def _table(name: str, base: RelevanceCalibration, fitted: RelevanceCalibration) -> Table:
    table = Table(
        "constant", "built in" if name in CALIBRATIONS else "default", "fitted", title=name
    )
    for each in fields(RelevanceCalibration):
        old, new = getattr(base, each.name), getattr(fitted, each.name)
        if old != new:
            table.add_row(each.name, str(old), f"{new:g}")
    return table


def _quality(fitted: CalibrationFit) -> str:
    return (
        f"{fitted.answered:,} searches held the answer and {fitted.unanswered:,} did not."
        f" Area under the ROC curve: {fitted.auc:.3f}. At a confidence of 0.5,"
        f" {fitted.held_back:.1%} of the former are held back and {fitted.let_through:.1%} of the"
        " latter pass."
    )
