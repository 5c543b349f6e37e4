"""`quoth backup` and `quoth restore`: what they print."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from application.ports.backups import Backup, Backups
from entrypoints.commands.backup import restore_backup, save_backup

HELD = Backup("1.2.3", datetime(2026, 1, 2, tzinfo=UTC), "a-model", 1, 2_000, 1_234_567)


class OneBackup(Backups):
    """Holds one backup. Record: `asked`, the arguments of each call."""

    def __init__(self, held: Backup = HELD) -> None:
        self.held = held
        self.asked: list[tuple[str, Path, bool]] = []

    async def save(
        self, path: Path, *, replace: bool = False, on_table: Callable[[str], None] = lambda _: None
    ) -> Backup:
        self.asked.append(("save", path, replace))
        on_table("documents")
        return self.held

    async def restore(
        self, path: Path, *, replace: bool = False, on_table: Callable[[str], None] = lambda _: None
    ) -> Backup:
        self.asked.append(("restore", path, replace))
        on_table("documents")
        return self.held


async def test_a_backup_says_what_it_holds() -> None:
    """The file, the documents, the sessions and the size are one line."""
    backups, said = OneBackup(), io.StringIO()
    await save_backup(backups, Path("a.quoth"), Console(file=said, width=200), replace=True)
    assert said.getvalue() == "Wrote a.quoth: 1 document and 2,000 sessions, 1,235 kB.\n"
    assert backups.asked == [("save", Path("a.quoth"), True)]
    said.seek(0)
    console = Console(file=said, width=200)
    await save_backup(backups, Path("a.quoth"), console, replace=True, as_json=True)
    printed = json.loads(said.getvalue())
    assert (printed["file"], printed["sessions"], printed["left_out"]) == ("a.quoth", 2000, [])


async def test_a_restoration_says_what_came_back_and_what_did_not() -> None:
    """The version, the time and the model are named, and tables that were left out before them."""
    backups, said = OneBackup(replace(HELD, left_out=("beside", "other"))), io.StringIO()
    await restore_backup(backups, Path("a.quoth"), Console(file=said, width=200), replace=False)
    left_out, restored = said.getvalue().splitlines()
    assert left_out == "left out, because it is made again when it is needed: beside, other"
    assert "made by Quoth 1.2.3: 1 document and 2,000 sessions" in restored
    assert restored.endswith("Its vectors are those of a-model.")
    assert backups.asked == [("restore", Path("a.quoth"), False)]
    said.seek(0)
    said.truncate()
    console = Console(file=said, width=200)
    await restore_backup(backups, Path("a.quoth"), console, replace=False, as_json=True)
    assert json.loads(said.getvalue())["left_out"] == ["beside", "other"]
