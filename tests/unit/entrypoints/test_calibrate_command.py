"""`quoth calibrate` on fakes."""

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.console import Console

from application.access.record_action import RecordAction
from application.documents.ingest_document import IngestDocument
from application.ports.live_embedder import LiveEmbedder
from application.ports.passage_index import PassageIndex
from application.ports.upload_files import UploadFiles
from domain.errors import Misconfigured
from entrypoints.commands.calibrate import (
    CalibrationRequest,
    LibraryModels,
    SetSearch,
    calibrate,
)
from entrypoints.settings import Settings
from tests.fakes.audit_log import InMemoryAuditLog
from tests.fakes.embedding_models import InMemoryEmbeddingModels
from tests.fakes.library import InMemoryLibrary
from tests.fakes.model_loader import FakeModelLoader
from tests.fakes.wiring import Fakes, fake_container, test_settings
from tests.support.databases import MODEL


def labelled_set(folder: Path, questions: int) -> Path:
    """Write a BEIR set of one document for each question."""
    (folder / "qrels").mkdir()
    words = [f"bird{number}" for number in range(questions)]
    rows = [{"_id": w, "title": "", "text": f"The {w} nests in the mill of {w}."} for w in words]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))
    asked = [{"_id": f"q-{w}", "text": f"where does {w} nest"} for w in words]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, asked)))
    judged = "\n".join(f"q-{word}\t{word}\t1" for word in words)
    (folder / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}\n")
    return folder


class World:
    """A library, and a set to calibrate its model with."""

    def __init__(self) -> None:
        self.library = InMemoryLibrary()
        self.audit = InMemoryAuditLog()
        self.searched: list[str] = []

    async def calibrate(self, request: CalibrationRequest, *, as_json: bool = False) -> str:
        """Run the command, and return what it printed."""
        said = io.StringIO()
        console = Console(file=said, width=200)
        given = (test_settings(), request, self._models, self._set, console)
        assert await calibrate(*given, as_json=as_json) == 0
        return said.getvalue()

    @asynccontextmanager
    async def _models(self, settings: Settings) -> AsyncIterator[LibraryModels]:
        assert settings.embedding_model == ""
        models, record = InMemoryEmbeddingModels(self.library), RecordAction(self.audit)
        yield LibraryModels(models, FakeModelLoader(), record)

    @asynccontextmanager
    async def _set(self, settings: Settings) -> AsyncIterator[SetSearch]:
        self.searched.append(settings.embedding_model)
        container = fake_container(Fakes(), settings)
        yield SetSearch(
            await container.get(IngestDocument),
            await container.get(UploadFiles),
            await container.get(PassageIndex),
            await container.get(LiveEmbedder),
        )
        await container.close()


async def test_a_calibration_is_fitted_and_stored_for_the_model_of_the_library(
    tmp_path: Path,
) -> None:
    """The set is searched with that model; --dry-run and another model leave it alone."""
    world, folder = World(), labelled_set(tmp_path, 60)
    said = await world.calibrate(CalibrationRequest(folder, (), dry_run=True))
    assert "Nothing was stored." in said
    assert world.library.models.calibrations == {}
    said = await world.calibrate(
        CalibrationRequest(folder, (), model="/models/other"), as_json=True
    )
    printed = json.loads(said)
    assert (printed["model"], printed["stored"], printed["fit"]["answered"]) == ("other", True, 60)
    assert list(world.library.models.calibrations) == ["other"]
    said = await world.calibrate(CalibrationRequest(folder, ()))
    assert "60 searches held the answer and 60 did not" in said
    assert "confidence_slope" in said
    assert f"Stored for {MODEL}" in said
    assert world.searched == [MODEL, "/models/other", MODEL]
    calibration = world.library.models.calibrations[MODEL]
    assert calibration.confidence_slope > 0
    assert [each.action for each in world.audit.entries] == ["library.calibrate"] * 2


async def test_too_few_questions_are_refused(tmp_path: Path) -> None:
    """Nothing is stored, and the message says how many it takes."""
    world = World()
    with pytest.raises(Misconfigured, match="50 questions"):
        await world.calibrate(CalibrationRequest(labelled_set(tmp_path, 20), ()))
    assert world.library.models.calibrations == {}
