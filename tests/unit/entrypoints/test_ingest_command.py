"""`quoth ingest`: concurrency, and the report on failed files."""

import asyncio
import io
from pathlib import Path

import pytest
from rich.console import Console

from application.documents.ingest_document import IngestDocument
from domain.documents.document import DocumentStatus
from domain.errors import DatabaseUnavailable
from entrypoints.commands.ingest import FILES_AT_ONCE, ingest_paths
from tests.fakes.wiring import Fakes, fake_container


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of eight files, two of which cannot be ingested."""
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"Heron {number}")
    (tmp_path / "binary.txt").write_bytes(b"%PDF-")
    (tmp_path / "empty.txt").write_bytes(b"")
    return tmp_path


async def ingested(fakes: Fakes, path: Path) -> tuple[int, str]:
    """Ingest a path; return the exit status and the output."""
    said = io.StringIO()
    ingest = await fake_container(fakes).get(IngestDocument)
    status = await ingest_paths(ingest, [path], Console(file=said, width=200))
    return status, said.getvalue()


async def test_files_that_fail_are_named_in_their_order(folder: Path) -> None:
    """Failed files are listed in order. The others are added, and unchanged the next time."""
    fakes = Fakes()
    status, said = await ingested(fakes, folder)
    assert status == 1
    assert "6 added, 0 unchanged, 2 failed" in said
    assert 0 < said.index("binary.txt: The content is a PDF") < said.index("empty.txt: ")
    status, said = await ingested(fakes, folder)
    assert "0 added, 6 unchanged, 2 failed" in said


async def test_what_was_assumed_is_printed(tmp_path: Path) -> None:
    """The notes of a document are printed with the name of its file; the status stays 0."""
    (tmp_path / "coffee.txt").write_bytes(b"caf\xe9 au lait")
    (tmp_path / "tea.txt").write_text("Tea")
    status, said = await ingested(Fakes(), tmp_path)
    assert status == 0
    assert "coffee.txt: The file is not in UTF-8 and was read as Windows-1252." in said
    assert said.count("note: ") == 1


async def test_a_few_files_are_under_way_at_once(folder: Path) -> None:
    """A fixed number of files is ingested concurrently, whatever the size of the folder."""
    fakes = Fakes()
    fakes.embedder.hold()
    running = asyncio.create_task(ingested(fakes, folder))
    entries = fakes.library.entries
    while len(entries) < FILES_AT_ONCE:  # noqa: ASYNC110 - the fake records, it does not signal
        await asyncio.sleep(0)
    assert not running.done()
    fakes.embedder.release()
    await running
    statuses = [entry.document.status for entry in entries.values()]
    assert statuses == [DocumentStatus.PROCESSED] * 6


async def test_a_database_that_is_lost_ends_the_run(folder: Path) -> None:
    """An unavailable database ends the run with its error, not with an exception group."""
    fakes = Fakes()
    fakes.library.available = False
    with pytest.raises(DatabaseUnavailable):
        await ingested(fakes, folder)
