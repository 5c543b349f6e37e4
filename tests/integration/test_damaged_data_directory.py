"""A data directory that is damaged: one clear line, and the data stays as it is."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from adapters.embedded_postgres import EmbeddedPostgres
from domain.errors import Misconfigured
from entrypoints.log_config import configure_logging
from tests.support.databases import FAST, temporary_directory
from tests.support.small_disks import read_only, small_disk

Damage = Callable[[Path], None]


@pytest.fixture(scope="module")
def sound() -> Iterator[Path]:
    """A data directory in order, whose server is stopped."""
    with temporary_directory() as directory:
        server = EmbeddedPostgres(directory, options=FAST)
        server.start()
        server.stop()
        yield directory


@pytest.fixture
def data(sound: Path, data_dir: Path) -> Path:
    """A copy of it to damage."""
    copy = data_dir / "data"
    # shutil would not copy the owner
    subprocess.run(["cp", "-a", str(sound), str(copy)], check=True)  # noqa: S603, S607 - our own directories
    return copy


def as_directory(path: Path) -> None:
    if path.exists():
        path.unlink()
    path.mkdir()


def as_file(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.write_text("mine")


def open_to_all(path: Path) -> None:
    path.chmod(0o777)


@pytest.mark.parametrize(
    ("name", "damage", "reason"),
    [
        ("postgres", as_file, "Not a directory"),
        ("postgres.lock", as_directory, "Is a directory"),
        ("postgres.users", as_directory, "Is a directory"),
        ("postgres.log", as_directory, "Is a directory"),
        ("postgres/PG_VERSION", as_directory, "Is a directory"),
        ("postgres/PG_VERSION", lambda path: path.write_bytes(b"\xff"), "was made by PostgreSQL"),
        ("postgres/postmaster.pid", as_directory, "Is a directory"),
        ("postgres/global/pg_control", Path.unlink, "pg_control"),
        ("postgres/pg_wal", shutil.rmtree, "pg_wal"),
        ("postgres", open_to_all, "invalid permissions"),
    ],
)
def test_damage_is_told_in_one_line(data: Path, name: str, damage: Damage, reason: str) -> None:
    """The error names the file and the reason, and no server is left running."""
    damage(data / name)
    with pytest.raises(Misconfigured, match=reason) as caught:
        EmbeddedPostgres(data, options=FAST).start()
    assert "\n" not in caught.value.message
    commands = (" ".join(each.info["cmdline"] or []) for each in psutil.process_iter(["cmdline"]))
    assert not any(f"{data}/postgres" in command for command in commands)


def test_a_pid_that_is_no_number_of_a_process_does_no_harm(data: Path) -> None:
    """Whatever a lock file of a dead server holds, the server starts."""
    for content in (b"", b"\xff\xfe\0", b"9" * 30, b"-1"):
        (data / "postgres" / "postmaster.pid").write_bytes(content)
        server = EmbeddedPostgres(data, options=FAST)
        server.start()
        assert server.revive() is False  # it listens
        server.stop()


def test_a_disk_that_is_read_only_is_told_in_one_line() -> None:
    """Neither the log nor the database can be written, and each says so."""
    with small_disk(50) as disk, read_only(disk):
        with pytest.raises(Misconfigured, match="Read-only"):
            configure_logging(disk / "data" / "logs" / "quoth.log", "info", None)
        with pytest.raises(Misconfigured, match="Read-only"):
            EmbeddedPostgres(disk / "data", options=FAST).start()


def test_files_that_are_no_database_are_left_alone(data_dir: Path) -> None:
    """A directory with other files is refused and left unchanged."""
    (data_dir / "postgres").mkdir()
    (data_dir / "postgres" / "thesis.txt").write_text("mine")
    with pytest.raises(Misconfigured, match="QUOTH_DATA_DIR"):
        EmbeddedPostgres(data_dir).start()
    assert (data_dir / "postgres" / "thesis.txt").read_text() == "mine"


def test_a_data_directory_that_cannot_be_made_says_so(data_dir: Path) -> None:
    """A data directory that cannot be created is refused, and the error names the setting."""
    (data_dir / "file").write_text("")
    with pytest.raises(Misconfigured, match="QUOTH_DATA_DIR"):
        EmbeddedPostgres(data_dir / "file" / "data").start()
