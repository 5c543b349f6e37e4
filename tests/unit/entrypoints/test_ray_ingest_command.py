"""`quoth ray-ingest` without a cluster: what it prints, and its exit status."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from application.access.record_action import RecordAction
from application.documents.ingest_document import IngestDocument
from application.documents.ingest_in_bulk import IngestInBulk
from application.documents.queue_upload import QueueUpload
from application.ports.text_extractor import TextExtractor
from application.ports.upload_files import UploadFiles
from domain.documents.metadata import NO_LABELS
from domain.errors import Misconfigured
from entrypoints.cli.app import app
from entrypoints.commands.ray_ingest import BulkUseCases, bulk_ingest
from tests.fakes.stored_contents import InMemoryStoredContents
from tests.fakes.upload_preparer import PreparerHere
from tests.fakes.wiring import Fakes, fake_container


async def ingested(fakes: Fakes, *paths: Path, as_json: bool = False) -> tuple[int, str]:
    """Ingest paths; return the exit status and the output."""
    container, said = fake_container(fakes), io.StringIO()
    ingest = IngestInBulk(
        PreparerHere(),
        InMemoryStoredContents(fakes.library),
        await container.get(IngestDocument),
        await container.get(QueueUpload),
        await container.get(UploadFiles),
    )
    use_cases = BulkUseCases(
        ingest, await container.get(TextExtractor), await container.get(RecordAction)
    )
    console = Console(file=said, width=200)
    return await bulk_ingest(use_cases, paths, console, NO_LABELS, as_json=as_json), said.getvalue()


async def test_the_report_is_that_of_ingest(tmp_path: Path) -> None:
    """Failed files are named and make the status 1; the next run finds the others unchanged."""
    fakes = Fakes()
    (tmp_path / "heron.txt").write_text("Heron")
    (tmp_path / "again.txt").write_text("Heron")
    (tmp_path / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "empty.txt").write_bytes(b"")
    status, said = await ingested(fakes, tmp_path)
    assert status == 1
    assert "1 added, 1 unchanged, 1 failed, 1 skipped" in said
    assert "binary.txt: The file is a PNG image" in said
    assert "same content as another file: 1" in said
    (tmp_path / "binary.txt").unlink()
    status, said = await ingested(fakes, tmp_path)
    assert (status, "0 added, 2 unchanged, 0 failed, 1 skipped" in said) == (0, True)
    assert [each.action for each in fakes.audit.entries] == ["library.ingest"] * 2


async def test_json_has_a_line_with_the_document_of_each_file(tmp_path: Path) -> None:
    """The lines are those of `quoth ingest --json`."""
    (tmp_path / "heron.txt").write_text("Heron")
    status, said = await ingested(Fakes(), tmp_path / "heron.txt", as_json=True)
    [line] = map(json.loads, said.splitlines())
    assert (status, line["outcome"], line["name"]) == (0, "added", "heron.txt")
    assert line["document"]["status"] == "processed"


async def test_json_has_a_line_for_what_is_passed_over(tmp_path: Path) -> None:
    """A link that leads nowhere is skipped, as in the report for people."""
    (tmp_path / "broken.md").symlink_to(tmp_path / "nothing.md")
    status, said = await ingested(Fakes(), tmp_path, as_json=True)
    [line] = map(json.loads, said.splitlines())
    assert (status, line["outcome"], line["name"]) == (0, "skipped", "broken.md")


async def test_a_path_that_is_not_there_ends_it_before_anything_is_done(tmp_path: Path) -> None:
    """The message names the path, and nothing is entered into the audit log."""
    fakes = Fakes()
    with pytest.raises(Misconfigured, match="does not exist"):
        await ingested(fakes, tmp_path / "nothing")
    assert fakes.audit.entries == []


def test_without_ray_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the extra, before anything is opened."""
    monkeypatch.setattr("adapters.ray_data.cluster.find_spec", lambda _: None)
    result = CliRunner().invoke(app, ["ray-ingest", str(tmp_path)])
    assert isinstance(result.exception, Misconfigured)
    assert "quoth[ray]" in result.exception.message
