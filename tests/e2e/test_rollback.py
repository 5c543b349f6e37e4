"""An older Quoth, taken from the history, on the way to this one and back."""

import asyncio
import io
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from tests.e2e.command import ROOT, environment, quoth
from tests.e2e.replicas import database_in
from tests.support.databases import temporary_directory

OLDER = "04ecf143d9fe"  # its schema is 0035
SAID = "The heron nests in the old mill."
QUESTION = "Where does the heron nest?"

pytestmark = [pytest.mark.at_length, pytest.mark.timeout(900)]


@pytest.fixture
def folder() -> Iterator[Path]:
    with temporary_directory() as folder:
        yield folder


@pytest.fixture
def older(folder: Path) -> Path:
    """The sources of the older program."""
    archive = ["git", "-C", str(ROOT), "archive", OLDER]
    try:
        done = subprocess.run(archive, capture_output=True, check=True)  # noqa: S603 - our own command
    except (OSError, subprocess.CalledProcessError):
        pytest.skip(f"the history has no {OLDER}: clone all of it")
    sources = folder / "older"
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as files:
        files.extractall(sources, filter="data")
    return sources


async def empty_database(url: str) -> str:
    """Make another database beside that of a URL, and return its URL."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("CREATE DATABASE restored")
    finally:
        await connection.close()
    return url.replace("/quoth?", "/restored?")


def test_an_older_program_refuses_the_newer_database_and_restores_its_backup(
    folder: Path, older: Path
) -> None:
    """As docs/deployment/upgrade.md says: back up, migrate, and the way back is the backup."""
    clients = older / "entrypoints" / "clients" / "python"

    def run_older(*arguments: str, url: str) -> subprocess.CompletedProcess[str]:
        env = environment(folder / "older-data", database_url=url)
        env["PYTHONPATH"] = f"{older}:{clients}"
        command = [sys.executable, "-m", "entrypoints", *arguments]
        return subprocess.run(  # noqa: S603 - our own command
            command, env=env, cwd=older, capture_output=True, text=True, check=False
        )

    def done(*arguments: str, url: str) -> str:
        ended = run_older(*arguments, url=url)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    note, backup = folder / "heron.txt", folder / "before.quoth"
    note.write_text(SAID)
    with database_in(folder) as url:
        done("ingest", str(note), url=url)
        assert SAID in done("ask", QUESTION, url=url)
        done("backup", str(backup), url=url)

        newer = environment(folder / "data", database_url=url)
        migrated = quoth("migrate", env=newer, cwd=folder)
        assert migrated.returncode == 0, migrated.stdout + migrated.stderr
        assert SAID in quoth("ask", QUESTION, env=newer, cwd=folder).stdout

        refused = run_older("ask", QUESTION, url=url)
        assert refused.returncode != 0
        assert "newer Quoth" in refused.stderr
        assert "Nothing was changed" in refused.stderr
        assert SAID in quoth("ask", QUESTION, env=newer, cwd=folder).stdout

        restored = asyncio.run(empty_database(url))
        done("restore", str(backup), url=restored)
        assert SAID in done("ask", QUESTION, url=restored)
