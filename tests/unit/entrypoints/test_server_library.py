"""`quoth sync --server`: the use cases of a sync, with the library of a server."""

import io
import json

import pytest
from rich.console import Console

from application.ports.upload_files import UploadFiles
from application.syncing.plan_sync import SyncRequest
from domain.errors import Unavailable
from entrypoints.commands.server_library import server_use_cases
from entrypoints.commands.sync import Said, sync_once
from tests.fakes.syncing import InMemorySource
from tests.fakes.wiring import Fakes, fake_container
from tests.support.clients import client_of


class Remote:
    """A source here, and a library behind an API."""

    def __init__(self) -> None:
        self.fakes = Fakes()
        self.container = fake_container(self.fakes)
        self.client = client_of(self.container)
        self.source = InMemorySource({"heron.md": b"Heron", "deep/egret.md": b"Egret"})

    async def sync(self, **options: bool) -> tuple[int, dict[str, str]]:
        """Sync once; return the exit status, and what became of each item."""
        said = io.StringIO()
        files = await self.container.get(UploadFiles)
        status = await sync_once(
            await server_use_cases(self.client, files),
            SyncRequest("bi/rds", self.source, **options),
            Said(Console(file=io.StringIO()), Console(file=said)),
        )
        changes = [json.loads(line) for line in said.getvalue().splitlines()]
        return status, {each["path"]: each["outcome"] for each in changes}

    async def stored(self) -> dict[str | None, int]:
        """The version of each document by its name."""
        return {each.external_id: each.version async for each in self.client.documents.list()}


@pytest.fixture
def remote() -> Remote:
    return Remote()


async def test_a_collection_of_a_server_becomes_equal_to_a_source(remote: Remote) -> None:
    """What is new, changed, renamed and gone is added, replaced, renamed and deleted there."""
    assert await remote.sync(dry_run=True) == (0, dict.fromkeys(remote.source.files, "added"))
    assert await remote.stored() == {}
    assert await remote.sync() == (0, dict.fromkeys(remote.source.files, "added"))
    assert await remote.sync() == (0, dict.fromkeys(remote.source.files, "unchanged"))
    remote.source.write("heron.md", b"Heron again")
    remote.source.move("deep/egret.md", "egret.md")
    remote.fakes.embedder.passages.clear()
    assert await remote.sync() == (0, {"heron.md": "changed", "egret.md": "renamed"})
    assert remote.fakes.embedder.passages == [["Heron again"]]
    assert await remote.stored() == {"bi%2Frds/heron.md": 2, "bi%2Frds/egret.md": 1}
    remote.source.delete("heron.md")
    assert await remote.sync() == (0, {"egret.md": "unchanged", "heron.md": "gone"})
    assert await remote.sync(prune=True) == (0, {"egret.md": "unchanged", "heron.md": "removed"})
    assert await remote.stored() == {"bi%2Frds/egret.md": 1}


async def test_what_the_server_refuses_stops_no_other(remote: Remote) -> None:
    """A damaged file fails each time, an empty one does not; a library that is gone ends it."""
    remote.source.write("photo.md", b"\x89PNG\r\n\x1a\n")
    await remote.client.documents.upload(b"Other", name="other.md", collections=["bi/rds"])
    for outcome in ("added", "unchanged"):
        status, changes = await remote.sync()
        assert (status, changes["photo.md"], changes["heron.md"]) == (1, "failed", outcome)
    remote.source.delete("photo.md")
    remote.source.write("empty.md", b"")
    status, changes = await remote.sync()
    assert (status, changes["empty.md"]) == (0, "passed_over")
    remote.fakes.library.available = False
    with pytest.raises(Unavailable):
        await remote.sync()
