"""The wiring is complete."""

from pathlib import Path

import pytest

from application.answering.answer_question import AnswerQuestion
from application.check_health import CheckHealth
from application.conversation.create_session import CreateSession
from application.documents.ingest_document import IngestDocument
from application.documents.remove_document import RemoveDocument
from application.retrieval.search_passages import SearchPassages
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
