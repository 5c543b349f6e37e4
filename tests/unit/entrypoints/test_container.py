"""The wiring is complete."""

from pathlib import Path

import pytest

from application.answering.answer_question import AnswerQuestion
from application.check_health import CheckHealth
from application.conversation.create_session import CreateSession
from application.documents.ingest_document import IngestDocument
from application.documents.remove_document import RemoveDocument
from application.ports.live_embedder import LiveEmbedder
from application.retrieval.search_passages import SearchPassages
from domain.errors import EmbedderUnavailable, Misconfigured
from entrypoints.container import create_container
from entrypoints.diagnosis import Diagnosis
from entrypoints.runtime import Runtime
from entrypoints.settings import Settings

ROOTS = (
    AnswerQuestion,
    CheckHealth,
    CreateSession,
    Diagnosis,
    IngestDocument,
    RemoveDocument,
    Runtime,
    SearchPassages,
)


@pytest.mark.parametrize("key", ["", "a-key"])
async def test_everything_has_what_it_stands_on(tmp_path: Path, key: str) -> None:
    """Every use case can be created from the settings alone, without opening anything."""
    container = create_container(Settings(data_dir=tmp_path / "data", groq_api_key=key))
    for root in ROOTS:
        assert isinstance(await container.get(root), root)
    assert not (tmp_path / "data").exists()
    await container.close()


async def test_the_database_is_contacted_before_a_model_is_loaded(tmp_path: Path) -> None:
    """A wrong URL ends the start in its first stage, so that nobody waits for the models."""
    wrong = "postgresql://u:secret@h:port/d"
    container = create_container(Settings(data_dir=tmp_path / "data", database_url=wrong))
    runtime = await container.get(Runtime)
    with pytest.raises(Misconfigured, match="port"):
        await runtime.open_once()
    with pytest.raises(EmbedderUnavailable):
        (await container.get(LiveEmbedder)).live()
    await runtime.close()
    await container.close()
