"""`quoth audit export`."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from application.access.acting import acting_as
from application.access.record_action import Action, RecordAction
from application.identifiers import new_id
from domain.access.audit import EVERYTHING, AuditFilter
from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.errors import Misconfigured
from entrypoints.commands import audit
from entrypoints.commands.audit import ExportAudit, export_audit
from tests.fakes.audit_log import InMemoryAuditLog

KEY = Principal(DEFAULT_WORKSPACE, Role.EDITOR, "=HYPERLINK(1)", new_id())


@pytest.fixture
async def needed() -> ExportAudit:
    """A log with five entries of a key whose name is a formula."""
    log = InMemoryAuditLog()
    record = RecordAction(log)
    with acting_as(KEY):
        await record.execute(Action("document.upload", [new_id(), new_id()], request_id="r-1"))
        for _ in range(3):
            await record.execute(Action("session.create", [new_id()]))
    return ExportAudit(log, record)


async def run(
    needed: ExportAudit,
    target: Path,
    wanted: AuditFilter = EVERYTHING,
    *,
    force: bool = False,
    as_json: bool = False,
) -> str:
    said = io.StringIO()
    with acting_as(KEY):
        console = Console(file=said, width=200)
        await export_audit(needed, target, console, wanted, replace=force, as_json=as_json)
    return said.getvalue()


def names_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


async def test_all_entries_are_written_oldest_first_over_pages(
    needed: ExportAudit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JSON Lines have the names of the API, and the export is an entry itself."""
    monkeypatch.setattr(audit, "PAGE", 2)
    target = tmp_path / "audit.jsonl"
    assert "6 entries" in await run(needed, target)
    lines = [json.loads(line) for line in target.read_text().splitlines()]
    assert [line["action"] for line in lines] == [
        *["document.upload"] * 2,
        *["session.create"] * 3,
        "audit.export",
    ]
    assert [line["entry_id"] for line in lines] == sorted(line["entry_id"] for line in lines)
    assert lines[0]["key_id"] == str(KEY.key_id)
    assert (lines[0]["actor"], lines[0]["role"]) == (KEY.name, "editor")


async def test_a_spreadsheet_runs_no_name_as_a_formula(needed: ExportAudit, tmp_path: Path) -> None:
    """In CSV a cell that would be one begins with an apostrophe, and a filter is obeyed."""
    target = tmp_path / "audit.csv"
    wanted = AuditFilter("document", since=datetime(2001, 1, 1, tzinfo=UTC))
    told = json.loads(await run(needed, target, wanted, as_json=True))
    assert told == {"target": str(target), "entries": 2}
    rows = list(csv.DictReader(target.read_text().splitlines()))
    assert [row["actor"] for row in rows] == ["'=HYPERLINK(1)"] * 2
    assert rows[0]["request_id"] == "r-1"


async def test_a_file_that_exists_is_replaced_only_by_force(
    needed: ExportAudit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is left of a file that was begun; `-` is standard output and prints no other line."""
    target = tmp_path / "audit.jsonl"
    target.write_text("mine")
    with pytest.raises(Misconfigured):
        await run(needed, target)
    assert target.read_text() == "mine"
    await run(needed, target, force=True)
    with pytest.raises(Misconfigured):
        await run(needed, tmp_path / "no" / "audit.csv")
    assert names_in(tmp_path) == ["audit.jsonl"]
    assert await run(needed, Path("-")) == ""
    assert len(capsys.readouterr().out.splitlines()) == 7
