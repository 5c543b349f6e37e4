"""Making a collection equal to a source."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

from adapters.disk_upload_files import DiskUploadFiles
from application.syncing.plan_sync import PlanSync, SyncRequest
from application.syncing.sync_collection import SyncCollection
from domain.errors import DatabaseUnavailable, SourceUnavailable, SyncRefused
from domain.syncing.items import PassedOver
from domain.syncing.report import SyncChange, SyncReport
from tests.fakes.syncing import (
    FakePut,
    FakeRemove,
    FakeRename,
    InMemorySource,
    InMemorySyncItems,
    StableDocuments,
)
from tests.fakes.text_extractor import DirectTextExtractor
from tests.support.uploads import folder


@dataclass
class Syncing:
    """The use cases on fakes, for one collection and one source."""

    source: InMemorySource
    documents: StableDocuments = field(default_factory=StableDocuments)
    observed: list[SyncChange] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.items = InMemorySyncItems(self.documents)
        self.plan = PlanSync(self.items, DirectTextExtractor())
        self.sync = SyncCollection(
            self.items,
            FakePut(self.documents),
            FakeRename(self.documents),
            FakeRemove(self.documents),
            DiskUploadFiles(folder()),
            max_upload_bytes=1000,
        )

    async def run(self, **options: bool) -> SyncReport:
        """Sync once."""
        self.observed.clear()
        self.documents.log.clear()
        self.source.fetched.clear()
        request = SyncRequest("birds", self.source, **options)
        plan = await self.plan.execute(request)
        return await self.sync.execute(request, plan, self.observed.append)

    @property
    def contents(self) -> dict[str, bytes]:
        """The content of each document by its external id."""
        return {name: content for name, (_, content) in self.documents.contents.items()}


def said(changes: Iterable[SyncChange]) -> list[tuple[str, ...]]:
    """Return outcome and path of each change, and the path before a renaming."""
    return [
        (each.outcome.value, each.path, *((each.before,) if each.before else ()))
        for each in changes
    ]


@pytest.fixture(params=["tokens when listed", "tokens when fetched"])
def syncing(request: pytest.FixtureRequest) -> Syncing:
    """A source of three files."""
    files = {"heron.md": b"Heron", "deep/egret.txt": b"Egret", "photo.png": b"Photo"}
    return Syncing(InMemorySource(files, tokens=request.param == "tokens when listed"))


async def test_a_source_is_added_and_is_unchanged_afterwards(syncing: Syncing) -> None:
    """Files become documents named after collection and path; the next sync changes nothing."""
    report = await syncing.run()
    assert said(report.changes) == [("added", "deep/egret.txt"), ("added", "heron.md")]
    assert syncing.contents == {"birds/heron.md": b"Heron", "birds/deep/egret.txt": b"Egret"}
    assert report.other_types == ((".png", 1),)
    assert report.complete
    again = await syncing.run()
    assert (again.changes, again.unchanged) == ((), 2)
    assert (syncing.documents.log, syncing.source.fetched) == ([], [])


async def test_what_is_unchanged_takes_one_read_however_much_it_is() -> None:
    """A thousand unchanged files are compared with one call to the database, none is fetched."""
    syncing = Syncing(InMemorySource({f"{number}.md": b"%d" % number for number in range(1_000)}))
    await syncing.run()
    syncing.documents.calls_left = 1
    assert (await syncing.run()).unchanged == 1_000
    assert syncing.source.fetched == []


async def test_a_changed_file_replaces_its_document(syncing: Syncing) -> None:
    """Only what changed is put again, and a file that was only touched is not."""
    await syncing.run()
    syncing.source.write("heron.md", b"Grey heron")
    syncing.source.write("deep/egret.txt", b"Egret")
    report = await syncing.run()
    assert said(report.changes) == [("changed", "heron.md")]
    assert report.unchanged == 1
    assert syncing.documents.log == [("put", "birds/heron.md")]
    await syncing.run()
    assert syncing.source.fetched == []


async def test_a_renamed_file_is_not_put_again(syncing: Syncing) -> None:
    """A new file with the content of a missing one is its document under a new name."""
    await syncing.run()
    syncing.source.move("heron.md", "grey/heron.md")
    report = await syncing.run()
    assert said(report.changes) == [("renamed", "grey/heron.md", "heron.md")]
    assert syncing.documents.log == [("rename", "birds/heron.md", "birds/grey/heron.md")]
    assert (await syncing.run(prune=True)).changes == ()


async def test_a_copy_is_no_renaming(syncing: Syncing) -> None:
    """As long as a file is there, its document keeps its name."""
    await syncing.run()
    syncing.source.write("copy.md", b"Heron")
    assert said((await syncing.run()).changes) == [("added", "copy.md")]
    assert sorted(syncing.contents) == ["birds/copy.md", "birds/deep/egret.txt", "birds/heron.md"]


async def test_what_is_gone_is_removed_only_if_that_is_asked_for(syncing: Syncing) -> None:
    """Without pruning, each sync says what is no longer in the source."""
    await syncing.run()
    syncing.source.delete("heron.md")
    for _ in range(2):
        assert said((await syncing.run()).changes) == [("gone", "heron.md")]
        assert "birds/heron.md" in syncing.contents
    assert said((await syncing.run(prune=True)).changes) == [("removed", "heron.md")]
    assert sorted(syncing.contents) == ["birds/deep/egret.txt"]
    assert (await syncing.run(prune=True)).changes == ()


async def test_a_failure_is_remembered_until_the_file_changes(syncing: Syncing) -> None:
    """A file that cannot be a document is named at each sync, and tried again when it changes."""
    await syncing.run()
    syncing.source.write("heron.md", b"damaged heron")
    report = await syncing.run()
    assert said(report.changes) == [("failed", "heron.md")]
    assert "is damaged" in report.changes[0].reason
    assert syncing.contents["birds/heron.md"] == b"Heron"
    again = await syncing.run()
    assert said(again.changes) == [("failed_before", "heron.md")]
    assert again.changes[0].reason == report.changes[0].reason
    assert not again.complete
    assert (syncing.documents.log, syncing.source.fetched) == ([], [])
    assert said((await syncing.run(retry=True)).changes) == [("failed", "heron.md")]
    syncing.source.write("heron.md", b"Heron again")
    assert said((await syncing.run()).changes) == [("changed", "heron.md")]


async def test_a_file_that_cannot_be_fetched_stops_no_other(syncing: Syncing) -> None:
    """What the source does not give is named, its document stays, and the rest is synced."""
    syncing.source.write("big.md", b"x" * 1001)
    syncing.source.unreadable.add("heron.md")
    report = await syncing.run()
    outcomes = [("failed", "big.md"), ("added", "deep/egret.txt"), ("failed", "heron.md")]
    assert said(report.changes) == outcomes
    assert "1,001 bytes" in report.changes[0].reason
    syncing.source.unreadable.clear()
    assert ("added", "heron.md") in said((await syncing.run()).changes)


async def test_a_dry_run_says_what_would_be_done_and_does_nothing(syncing: Syncing) -> None:
    """The outcomes of a dry run are those of the run after it."""
    source = syncing.source
    first = await syncing.run(dry_run=True)
    assert (syncing.documents.contents, syncing.items.rows) == ({}, {})
    assert first.changes == (await syncing.run()).changes
    source.move("heron.md", "grey.md")
    source.write("deep/egret.txt", b"Little egret")
    source.write("new.md", b"New")
    before = (dict(syncing.contents), dict(syncing.items.rows))
    foretold = await syncing.run(prune=True, dry_run=True)
    assert (syncing.contents, syncing.items.rows) == before
    assert len(foretold.changes) == 3
    assert foretold.changes == (await syncing.run(prune=True)).changes


async def test_a_document_that_was_deleted_comes_back(syncing: Syncing) -> None:
    """A collection has what its source has, even if somebody deleted or replaced a document."""
    await syncing.run()
    del syncing.documents.contents["birds/heron.md"]
    other = syncing.documents.contents["birds/deep/egret.txt"]
    await syncing.run()
    assert syncing.contents["birds/heron.md"] == b"Heron"
    syncing.documents.contents["birds/heron.md"] = other
    assert said((await syncing.run()).changes) == [("changed", "heron.md")]
    assert syncing.contents["birds/heron.md"] == b"Heron"


async def test_nothing_is_removed_when_not_everything_could_be_listed(syncing: Syncing) -> None:
    """What lies where nothing can be listed is not missing, and not renamed."""
    await syncing.run()
    syncing.source.delete("heron.md")
    syncing.source.write("copy.md", b"Heron")
    syncing.source.unlisted = (PassedOver("locked", "It cannot be read."),)
    report = await syncing.run(prune=True)
    assert said(report.changes) == [("added", "copy.md")]
    assert report.unlisted == syncing.source.unlisted
    assert not report.complete
    assert "birds/heron.md" in syncing.contents


async def test_an_empty_source_removes_nothing(syncing: Syncing) -> None:
    """A source that lost everything may be a disk that is not there: pruning is refused."""
    await syncing.run()
    syncing.source.files.clear()
    with pytest.raises(SyncRefused, match="nothing was deleted"):
        await syncing.run(prune=True)
    assert len(syncing.contents) == 2
    syncing.source.available = False
    with pytest.raises(SourceUnavailable):
        await syncing.run(prune=True)


@pytest.mark.parametrize("name", ["", " ", "a/b"])
async def test_a_collection_needs_a_name_without_slashes(syncing: Syncing, name: str) -> None:
    """A name with a slash could be that of a folder in another collection."""
    with pytest.raises(SyncRefused, match="--collection"):
        await syncing.plan.execute(SyncRequest(name, syncing.source))


async def test_wherever_it_is_interrupted_the_next_run_ends_the_same() -> None:
    """After a failure of any call to the database, a second run leaves what one would have left."""
    for calls in range(60):
        files = {f"{name}.md": name.encode() for name in ("a", "b", "c")}
        run = Syncing(InMemorySource(files))
        await run.run()
        run.source.move("a.md", "moved.md")
        run.source.write("b.md", b"changed")
        run.source.write("d.md", b"damaged")
        run.source.delete("c.md")
        run.documents.calls_left = calls
        try:
            await run.run(prune=True)
            finished = True
        except DatabaseUnavailable:
            finished = False
        run.documents.calls_left = None
        await run.run(prune=True)
        assert run.contents == {"birds/moved.md": b"a", "birds/b.md": b"changed"}
        assert (await run.run(prune=True)).unchanged == 2
        if finished:
            return
    raise AssertionError("more calls than expected")
