"""`quoth reindex` on fakes."""

import io

import pytest
from rich.console import Console

from application.access.record_action import RecordAction
from application.models.reindex_library import ReindexLibrary
from domain.errors import BuildRefused
from entrypoints.commands.reindex import ReindexUseCases, change_model, drop_old
from tests.fakes.audit_log import InMemoryAuditLog
from tests.fakes.embedding_models import InMemoryEmbeddingBuilds
from tests.fakes.library import InMemoryLibrary
from tests.fakes.model_loader import FakeModelLoader


async def test_what_was_changed_is_in_the_audit_log() -> None:
    """A change, the way back and the deletion of vectors are entered; what did nothing is not."""
    log, builds = InMemoryAuditLog(), InMemoryEmbeddingBuilds(InMemoryLibrary())

    async def pause(_: float) -> None:
        return

    reindex = ReindexLibrary(builds, FakeModelLoader(other=4), pause)
    use, console = ReindexUseCases(reindex, builds, RecordAction(log)), Console(file=io.StringIO())
    await drop_old(use, console)  # there are none
    with pytest.raises(BuildRefused):
        await change_model(use, None, console)
    assert log.entries == []
    await change_model(use, "other", console)
    await change_model(use, None, console)
    await drop_old(use, console)
    assert [entry.action for entry in log.entries] == [
        *["library.reindex"] * 2,
        "library.drop_vectors",
    ]
