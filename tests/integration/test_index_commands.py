"""quoth index, and writing the distributed index in the background."""

import asyncio
import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from adapters.postgres.database import Database
from adapters.postgres.workspaces import PostgresWorkspaces
from application.indexing.compare_index import CompareIndex
from application.indexing.keep_index import KeepIndex
from domain.errors import DistributedIndexUnavailable, Misconfigured
from entrypoints.app_context import wire_container
from entrypoints.commands.index import IndexUseCases, rebuild, verify
from entrypoints.settings import Settings
from tests.fakes.distributed_index import InMemoryDistributedIndex
from tests.support.distributed import Distributed
from tests.support.documents import embedded, unit


def printed() -> Console:
    return Console(file=StringIO(), width=200)


def text_of(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def use_cases(whole: Distributed, database: Database) -> IndexUseCases:
    return IndexUseCases(whole.compare, whole.rebuild, PostgresWorkspaces(database))


async def test_verify_says_what_differs_and_rebuild_writes_it(
    whole: Distributed, engine: InMemoryDistributedIndex, database: Database
) -> None:
    """Differences are listed with what to do, with status 1; after a rebuild there are none."""
    use = use_cases(whole, database)
    with pytest.raises(DistributedIndexUnavailable, match="was not written yet"):
        await verify(use, printed())
    document = await whole.library.add("heron", embedded(0, "heron", unit(0)))
    await rebuild(use, printed(), printed())
    console = printed()
    assert await verify(use, console) == 0
    assert "default: equal. Library: 1 passage, checksum" in text_of(console)
    [index] = engine.indexes.values()
    index.clear()
    await whole.library.add("later", embedded(0, "later", unit(1)))
    console = printed()
    assert await verify(use, console) == 1
    for said in (
        "default: DIFFERENT",
        "1 documents wait to be written",
        f"{document.id}  heron.txt: 1 missing, 0 wrong",
        "`quoth index rebuild`",
    ):
        assert said in text_of(console)
    console = printed()
    assert await verify(use, console, as_json=True) == 1
    [workspace] = json.loads(text_of(console))["workspaces"]
    assert (
        workspace["documents"][0] | {"document_id": str(document.id)} == (workspace["documents"][0])
    )
    assert (workspace["waiting"], workspace["left_over"]) == (1, 0)
    console = printed()
    await rebuild(use, console, printed())
    assert "The index is written. 0 passages left over in it were removed." in text_of(console)
    console = printed()
    await rebuild(use, console, printed(), as_json=True)
    assert json.loads(text_of(console)) == {"removed": 0}
    assert await verify(use, printed()) == 0


async def test_changes_are_written_in_the_background_once_the_index_answers(
    whole: Distributed, engine: InMemoryDistributedIndex, caplog: pytest.LogCaptureFixture
) -> None:
    """An outage is logged once, and what changed meanwhile is written afterwards."""
    engine.is_down = True
    await whole.library.add("heron", embedded(0, "heron", unit(0)))
    rounds = 0

    async def pause(_: float) -> None:
        nonlocal rounds
        rounds += 1
        engine.is_down = rounds < 3
        if engine.written:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await KeepIndex(whole.feed, pause).execute()
    assert rounds == 4
    assert caplog.text.count("distributed_index_unavailable") == 1


async def test_the_commands_say_that_no_index_is_set(tmp_path: Path) -> None:
    """Without QUOTH_MILVUS_URI nothing is kept in the background, and the commands say so."""
    async with wire_container(Settings(data_dir=tmp_path)) as container:
        assert await container.get(KeepIndex | None) is None
        with pytest.raises(Misconfigured, match="QUOTH_MILVUS_URI is not set"):
            await container.get(CompareIndex)
