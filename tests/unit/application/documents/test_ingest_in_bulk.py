"""Ingesting in bulk: what is prepared elsewhere is stored like any upload."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.disk_upload_files import DiskUploadFile, DiskUploadFiles
from application.documents.ingest_in_bulk import (
    BulkFile,
    BulkRequest,
    BulkResult,
    IngestInBulk,
)
from application.documents.queue_upload import QueueUpload
from domain.documents.chunking import ChunkingPolicy
from domain.documents.document import DocumentStatus, Upload
from domain.documents.metadata import Labels
from domain.errors import DatabaseUnavailable, Unavailable
from tests.fakes.chats import InMemoryIdempotencyKeys
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.ingest import ingest_into
from tests.fakes.jobs import InMemoryDocumentJobs
from tests.fakes.library import InMemoryLibrary
from tests.fakes.stored_contents import InMemoryStoredContents
from tests.fakes.text_extractor import DirectTextExtractor
from tests.fakes.upload_preparer import PreparerHere
from tests.support.uploads import folder

POLICY = ChunkingPolicy(64, 0)


class CountedFiles(DiskUploadFiles):
    """Files on disk that record how many there were in `made`."""

    made = 0

    @asynccontextmanager
    async def new(self) -> AsyncIterator[DiskUploadFile]:
        self.made += 1
        async with super().new() as file:
            yield file


@dataclass
class World:
    """A library in memory, and files to ingest."""

    path: Path
    preparer: PreparerHere = field(default_factory=PreparerHere)
    library: InMemoryLibrary = field(default_factory=InMemoryLibrary)
    embedder: FakeEmbedder = field(default_factory=FakeEmbedder)
    files: CountedFiles = field(default_factory=lambda: CountedFiles(folder() / "driver"))

    def write(self, name: str, content: bytes) -> BulkFile:
        (self.path / name).write_bytes(content)
        return BulkFile(self.path / name, name)

    async def ingest(self, *files: BulkFile, **labels: object) -> dict[str, BulkResult]:
        """Ingest files, and return what became of each by its name."""
        results: list[BulkResult] = []
        ingest = IngestInBulk(
            self.preparer,
            InMemoryStoredContents(self.library),
            ingest_into(self.library, self.embedder, POLICY, 1_000_000),
            QueueUpload(
                DirectTextExtractor(),
                InMemoryIdempotencyKeys(),
                InMemoryDocumentJobs(self.library),
                1_000_000,
            ),
            self.files,
        )
        given = Labels(**labels)  # type: ignore[arg-type] # the test names real fields
        await ingest.execute(BulkRequest(files, results.append, given))
        assert len(results) == len(files)
        return {each.file.name: each for each in results}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


async def test_what_is_prepared_is_neither_read_nor_embedded_again(world: World) -> None:
    """The document is as an upload makes it, with the vectors of the preparer."""
    other = World(world.path)
    file = world.write("heron.md", b"# Herons\n\nThe heron nests in the old mill.")
    [result] = (await world.ingest(file)).values()
    assert result.created
    assert result.document is not None
    assert result.document.status is DocumentStatus.PROCESSED
    assert world.embedder.passages == []
    assert len(world.preparer.embedder.passages) == 1
    uploaded = await ingest_into(other.library, other.embedder, POLICY).execute(
        Upload(file.name, file.path, result.document.file_size, result.document.content_sha256)
    )
    [bulk], [single] = world.library.entries.values(), other.library.entries.values()
    assert (bulk.text, bulk.chunks, bulk.parts) == (single.text, single.chunks, single.parts)
    assert bulk.document.title == uploaded.document.title == "Herons"


async def test_a_second_run_prepares_only_what_is_not_stored(world: World) -> None:
    """After a run that was cut off, the next one prepares the rest, and a third one nothing."""
    files = [world.write(f"{number}.txt", b"Heron %d" % number) for number in range(5)]
    world.preparer.ends_after = 2
    with pytest.raises(Unavailable, match="cluster is gone"):
        await world.ingest(*files)
    stored = len(world.library.entries)
    assert stored <= 2
    world.preparer.ends_after = None
    world.preparer.asked.clear()
    results = await world.ingest(*files)
    assert len(world.preparer.asked) == 5 - stored == sum(e.created for e in results.values())
    world.preparer.asked.clear()
    assert not any(each.created for each in (await world.ingest(*files)).values())
    assert world.preparer.asked == []
    assert len(world.library.entries) == 5


async def test_equal_files_are_prepared_once_and_all_names_are_stored(world: World) -> None:
    """Of files with the same bytes one is prepared; a later run adds names and labels."""
    first, second = world.write("a.txt", b"Heron"), world.write("b.txt", b"Heron")
    results = await world.ingest(first, second)
    assert [each.created for each in results.values()] == [True, False]
    results = await world.ingest(world.write("c.txt", b"Heron"), collections=("Birds",))
    [entry] = world.library.entries.values()
    assert sorted(entry.document.names) == ["a.txt", "b.txt", "c.txt"]
    assert entry.document.labels.collections == ("Birds",)
    assert len(world.preparer.embedder.passages) == 1


async def test_a_second_run_copies_no_file_whose_document_lacks_nothing(world: World) -> None:
    """With the same labels nothing is copied; a name or a label that is new costs one copy."""
    file = world.write("a.txt", b"Heron")
    given: dict[str, object] = {"collections": ("Birds",), "metadata": {"by": ("Ada", "Bo")}}
    for labels, copies in ((given, 1), (given, 0), ({}, 0), ({"title": "Herons"}, 1)):
        world.files.made = 0
        [result] = (await world.ingest(file, **labels)).values()
        assert (result.failure, world.files.made) == ("", copies)
    world.files.made = 0
    await world.ingest(world.write("b.txt", b"Heron"), **given)
    assert world.files.made == 1


async def test_a_file_that_fails_is_reported_and_the_rest_goes_on(world: World) -> None:
    """Unreadable, missing, changed and unprepared files fail with their reasons."""
    binary = world.write("binary.txt", b"\x89PNG\r\n\x1a\n")
    gone = BulkFile(world.path / "gone.txt", "gone.txt")
    unprepared = world.write("unprepared.txt", b"Egret")
    world.preparer.failures["unprepared.txt"] = "The node does not see it."
    results = await world.ingest(binary, gone, unprepared, world.write("heron.txt", b"Heron"))
    assert results["heron.txt"].created
    assert "PNG" in results["binary.txt"].failure
    assert results["gone.txt"].code == "file_unreadable"
    assert results["unprepared.txt"].failure == "The node does not see it."
    [entry] = world.library.entries.values()
    assert entry.document.filename == "heron.txt"


async def test_a_file_that_changes_during_the_run_is_not_stored(world: World) -> None:
    """What is stored is what was prepared, or nothing."""
    file = world.write("heron.txt", b"Heron")

    def change(upload: Upload) -> None:
        upload.path.write_bytes(b"Egret")

    world.preparer.on_prepared = change
    [result] = (await world.ingest(file)).values()
    assert result.code == "file_changed"
    assert world.library.entries == {}


async def test_a_text_that_is_too_costly_is_refused_as_an_upload_is(tmp_path: Path) -> None:
    """The preparer leaves it out without embedding it, and it is stored as failed."""
    preparer = PreparerHere(FakeEmbedder(window_words=1))
    world = World(tmp_path, preparer, embedder=FakeEmbedder(window_words=1))
    data = " ".join(f"heron{n:045}" for n in range(14_000))
    [result] = (await world.ingest(world.write("data.txt", data.encode()))).values()
    assert result.code == "text_too_costly"
    assert world.preparer.embedder.passages == world.embedder.passages == []


async def test_a_database_that_is_away_ends_the_run(world: World) -> None:
    """The error says so; nothing is reported as stored."""
    file = world.write("heron.txt", b"Heron")
    world.library.available = False
    with pytest.raises(DatabaseUnavailable):
        await world.ingest(file)
