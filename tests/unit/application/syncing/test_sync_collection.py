"""Making a collection equal to a source."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from application.syncing.plan_sync import PlanSync, SyncRequest
from application.syncing.sync_collection import SyncCollection
from domain.errors import DatabaseUnavailable, SourceUnavailable, SyncRefused
from domain.syncing.items import PassedOver, external_id
from domain.syncing.report import SyncChange, SyncReport
from tests.fakes.library import InMemoryLibrary
from tests.fakes.syncing import InMemorySource
from tests.fakes.wiring import Fakes, fake_container, test_settings

DAMAGED = b"\x89PNG\r\n\x1a\n"  # no document, whatever its name says


class LimitedLibrary(InMemoryLibrary):
    """A library of which every call fails once no more are left."""

    calls_left: int | None = None

    def check(self) -> None:
        if self.calls_left == 0:
            raise DatabaseUnavailable
        if self.calls_left is not None:
            self.calls_left -= 1
        super().check()


@dataclass
class Syncing:
    """The use cases on fakes, for one collection and one source."""

    source: InMemorySource
    observed: list[SyncChange] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fakes = Fakes()
        self.library = self.fakes.library = LimitedLibrary()
        self.container = fake_container(self.fakes, test_settings(max_upload_bytes=1000))

    async def use_cases(self) -> tuple[PlanSync, SyncCollection]:
        """Return both use cases."""
        return await self.container.get(PlanSync), await self.container.get(SyncCollection)

    async def run(self, **options: bool) -> SyncReport:
        """Sync once."""
        self.observed.clear()
        self.fakes.embedder.passages.clear()
        self.source.fetched.clear()
        plan_sync, sync = await self.use_cases()
        request = SyncRequest("birds", self.source, **options)
        plan = await plan_sync.execute(request)
        return await sync.execute(request, plan, self.observed.append)

    @property
    def embedded(self) -> list[str]:
        """The passages that the last run embedded."""
        return [passage for batch in self.fakes.embedder.passages for passage in batch]

    @property
    def contents(self) -> dict[str, bytes]:
        """The content of each processed document by its external id."""
        return {
            entry.document.external_id or "": entry.text.encode()
            for entry in self.library.entries.values()
            if entry.text
        }

    def delete(self, name: str) -> None:
        """Delete a document, as somebody may."""
        del self.library.entries[self._id_of(name)]

    def replace(self, name: str, other: str) -> None:
        """Put the content of another document under a name, as somebody may."""
        entry, given = (self.library.entries[self._id_of(each)] for each in (name, other))
        entry.text, entry.document = (
            given.text,
            replace(entry.document, content_sha256=given.document.content_sha256),
        )

    def _id_of(self, name: str) -> UUID:
        return next(
            each
            for each, entry in self.library.entries.items()
            if entry.document.external_id == name
        )


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
    assert (syncing.embedded, syncing.source.fetched) == ([], [])


async def test_what_is_unchanged_takes_one_read_however_much_it_is() -> None:
    """Unchanged files are compared with one call to the database, and none is fetched."""
    syncing = Syncing(InMemorySource({f"{number}.md": b"%d" % number for number in range(50)}))
    await syncing.run()
    syncing.library.calls_left = 1
    assert (await syncing.run()).unchanged == 50
    assert syncing.source.fetched == []


async def test_a_changed_file_replaces_its_document(syncing: Syncing) -> None:
    """Only what changed is put again, and a file that was only touched is not."""
    await syncing.run()
    syncing.source.write("heron.md", b"Grey heron")
    syncing.source.write("deep/egret.txt", b"Egret")
    report = await syncing.run()
    assert said(report.changes) == [("changed", "heron.md")]
    assert report.unchanged == 1
    assert syncing.embedded == ["Grey heron"]
    await syncing.run()
    assert syncing.source.fetched == []


async def test_a_renamed_file_is_not_put_again(syncing: Syncing) -> None:
    """A new file with the content of a missing one is its document under a new name."""
    await syncing.run()
    syncing.source.move("heron.md", "grey/heron.md")
    report = await syncing.run()
    assert said(report.changes) == [("renamed", "grey/heron.md", "heron.md")]
    assert syncing.embedded == []
    assert syncing.contents["birds/grey/heron.md"] == b"Heron"
    filenames = [entry.document.filename for entry in syncing.library.entries.values()]
    assert sorted(filenames) == ["deep/egret.txt", "grey/heron.md"]
    assert (await syncing.run(prune=True)).changes == ()


async def test_each_change_is_entered_into_the_audit_log(syncing: Syncing) -> None:
    """Whoever syncs beside the API leaves the entries that its requests would leave."""
    await syncing.run()
    syncing.source.write("deep/egret.txt", b"Little egret")
    syncing.source.move("heron.md", "grey/heron.md")
    await syncing.run()
    ids = {entry.document.filename: each for each, entry in syncing.library.entries.items()}
    syncing.source.delete("grey/heron.md")
    await syncing.run(prune=True)
    entered = [(each.action, each.target) for each in syncing.fakes.audit.entries]
    egret, heron = ids["deep/egret.txt"], ids["grey/heron.md"]
    assert sorted(entered[:2]) == sorted([("document.put", egret), ("document.put", heron)])
    assert sorted(entered[2:4]) == [("document.put", egret), ("document.rename", heron)]
    assert entered[4:] == [("document.delete", heron)]


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
    syncing.source.write("heron.md", DAMAGED)
    report = await syncing.run()
    assert said(report.changes) == [("failed", "heron.md")]
    assert "PNG image" in report.changes[0].reason
    assert syncing.contents["birds/heron.md"] == b"Heron"
    again = await syncing.run()
    assert said(again.changes) == [("failed_before", "heron.md")]
    assert again.changes[0].reason == report.changes[0].reason
    assert not again.complete
    assert (syncing.embedded, syncing.source.fetched) == ([], [])
    assert said((await syncing.run(retry=True)).changes) == [("failed", "heron.md")]
    syncing.source.write("heron.md", b"Heron again")
    assert said((await syncing.run()).changes) == [("changed", "heron.md")]


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
async def test_a_file_without_text_is_passed_over(syncing: Syncing, content: bytes) -> None:
    """It is named at each sync, read again only when it changes, and the sync is complete."""
    syncing.source.write("empty.md", content)
    passed_over = (PassedOver("empty.md", "contains no text"),)
    for options in ({}, {}, {"retry": True}):
        report = await syncing.run(**options)
        assert "empty.md" not in [each.path for each in report.changes]
        assert report.passed_over == passed_over
        assert report.complete
    await syncing.run()
    assert (syncing.embedded, syncing.source.fetched) == ([], [])
    syncing.source.write("empty.md", b"Tern")
    assert said((await syncing.run()).changes) == [("added", "empty.md")]


async def test_a_file_that_lost_its_text_fails_as_long_as_its_document_has_it(
    syncing: Syncing,
) -> None:
    """The collection has what the source no longer has, until the document is deleted."""
    await syncing.run()
    syncing.source.write("heron.md", b"")
    assert said((await syncing.run()).changes) == [("failed", "heron.md")]
    assert said((await syncing.run()).changes) == [("failed_before", "heron.md")]
    assert syncing.contents["birds/heron.md"] == b"Heron"
    syncing.delete("birds/heron.md")
    report = await syncing.run()
    assert report.passed_over == (PassedOver("heron.md", "contains no text"),)
    assert report.complete


async def test_a_file_that_cannot_be_fetched_stops_no_other(syncing: Syncing) -> None:
    """What the source does not give is named, its document stays, and the rest is synced."""
    syncing.source.write("big.md", b"x" * 1001)
    syncing.source.unreadable.add("heron.md")
    report = await syncing.run()
    outcomes = [("failed", "big.md"), ("added", "deep/egret.txt"), ("failed", "heron.md")]
    assert said(report.changes) == outcomes
    assert "1,001 bytes" in report.changes[0].reason


async def test_a_file_that_cannot_be_fetched_is_remembered_until_it_changes(
    syncing: Syncing,
) -> None:
    """It is named at each sync with its reason, and fetched again when it changes or is retried."""
    await syncing.run()
    syncing.source.write("heron.md", b"Grey heron")
    syncing.source.unreadable.add("heron.md")
    assert said((await syncing.run(dry_run=True)).changes) == [("failed", "heron.md")]
    assert said((await syncing.run()).changes) == [("failed", "heron.md")]
    asked = syncing.source.asked
    again = await syncing.run()
    assert said(again.changes) == [("failed_before", "heron.md")]
    assert "does not give this file" in again.changes[0].reason
    assert not again.complete
    if (await syncing.source.list()).items[0].token:
        assert syncing.source.asked == asked
    assert said((await syncing.run(retry=True)).changes) == [("failed", "heron.md")]
    assert syncing.contents["birds/heron.md"] == b"Heron"
    syncing.source.unreadable.clear()
    syncing.source.write("heron.md", b"Night heron")
    assert said((await syncing.run()).changes) == [("changed", "heron.md")]
    assert (await syncing.run()).unchanged == 2


async def test_a_dry_run_says_what_would_be_done_and_does_nothing(syncing: Syncing) -> None:
    """The outcomes of a dry run are those of the run after it."""
    source = syncing.source
    first = await syncing.run(dry_run=True)
    assert syncing.contents == {}
    assert first.changes == (await syncing.run()).changes
    source.move("heron.md", "grey.md")
    source.write("deep/egret.txt", b"Little egret")
    source.write("new.md", b"New")
    before = syncing.contents
    foretold = await syncing.run(prune=True, dry_run=True)
    assert syncing.contents == before
    assert len(foretold.changes) == 3
    assert foretold.changes == (await syncing.run(prune=True)).changes


async def test_a_document_that_was_deleted_comes_back(syncing: Syncing) -> None:
    """A collection has what its source has, even if somebody deleted or replaced a document."""
    await syncing.run()
    syncing.delete("birds/heron.md")
    await syncing.run()
    assert syncing.contents["birds/heron.md"] == b"Heron"
    syncing.replace("birds/heron.md", "birds/deep/egret.txt")
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


async def test_documents_are_in_the_collection(syncing: Syncing) -> None:
    """A search within the collection finds what was synced, under whichever name it is now."""
    await syncing.run()
    syncing.source.move("heron.md", "egret.md")
    await syncing.run(prune=True)
    entries = syncing.library.entries.values()
    assert {each.document.labels.collections for each in entries} == {("birds",)}
    assert [each.name for each in syncing.library.collections.values()] == ["birds"]


@given(*[st.text("a/%25F", min_size=1)] * 4)
def test_no_two_files_have_one_name(one: str, path: str, other: str, other_path: str) -> None:
    """Whatever collections and paths are called, the names of their documents differ."""
    assume((one, path) != (other, other_path))
    assert external_id(one, path) != external_id(other, other_path)


async def test_wherever_it_is_interrupted_the_next_run_ends_the_same() -> None:
    """After a failure of any call to the database, a second run leaves what one would have left."""
    for calls in range(200):
        files = {f"{name}.md": name.encode() for name in ("a", "b", "c")}
        run = Syncing(InMemorySource(files))
        await run.run()
        run.source.move("a.md", "moved.md")
        run.source.write("b.md", b"changed")
        run.source.write("d.md", DAMAGED)
        run.source.delete("c.md")
        run.library.calls_left = calls
        try:
            await run.run(prune=True)
            finished = True
        except DatabaseUnavailable:
            finished = False
        run.library.calls_left = None
        run.library.clock = lambda: time.monotonic() + 3600  # leases have run out
        await run.run(prune=True)
        assert run.contents == {"birds/moved.md": b"a", "birds/b.md": b"changed"}
        assert (await run.run(prune=True)).unchanged == 2
        if finished:
            return
    raise AssertionError("more calls than expected")
