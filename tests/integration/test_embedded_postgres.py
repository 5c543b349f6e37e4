"""The life cycle of the bundled server, including killed processes."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import psutil
import pytest

from adapters.embedded_postgres import EmbeddedPostgres
from adapters.embedded_postgres.system_user import open_parents, open_tree
from domain.errors import Misconfigured
from tests.support.databases import FAST, connected

ROOT = Path(__file__).parents[2]
USER_PROCESS = """
import sys
from pathlib import Path
from adapters.embedded_postgres import EmbeddedPostgres
from tests.support.databases import FAST
server = EmbeddedPostgres(Path(sys.argv[1]), options=FAST)
print(server.start(), flush=True)
sys.stdin.readline()
server.stop()
"""


def answers(dsn: str) -> bool:
    """Whether a server listens."""
    [directory] = parse_qs(urlsplit(dsn).query)["host"]
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(f"{directory}/.s.PGSQL.5432") == 0


def end_server(directory: Path, number: int) -> None:
    """Send a signal to the server of a data directory, if it runs."""
    for pid_file in directory.rglob("postgres/postmaster.pid"):
        with suppress(psutil.NoSuchProcess):
            server = psutil.Process(int(pid_file.read_text().split("\n")[0]))
            if server.name() == "postgres":
                server.send_signal(number)


@pytest.fixture(autouse=True)
def leave_no_server(data_dir: Path) -> Iterator[None]:
    """Stop the server that a failing test left running."""
    yield
    end_server(data_dir, signal.SIGQUIT)


@pytest.fixture
def start_process(data_dir: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """A function that starts processes with the server under data_dir and kills them at the end."""
    processes: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(  # noqa: S603 - this interpreter with the text above
            [sys.executable, "-c", USER_PROCESS, str(data_dir)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def dsn_of(process: subprocess.Popen[str]) -> str:
    """Wait until a process has started the server, and return the DSN."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


async def test_what_was_written_is_there_after_a_restart(data_dir: Path) -> None:
    """The server starts in an empty directory, stops when asked, and keeps its data."""
    server = EmbeddedPostgres(data_dir, options=FAST)
    dsn = server.start()
    assert server.start() == dsn
    async with connected(dsn) as connection:
        await connection.execute("CREATE TABLE kept AS SELECT 'Grüße 🦜' AS text")
        assert await connection.fetchval("SHOW listen_addresses") == ""
        assert await connection.fetchval("SHOW server_encoding") == "UTF8"
    server.stop()
    assert not answers(dsn)
    server.stop()
    dsn = EmbeddedPostgres(data_dir, options=FAST).start()
    async with connected(dsn) as connection:
        assert await connection.fetchval("SELECT text FROM kept") == "Grüße 🦜"
    last = EmbeddedPostgres(data_dir, options=FAST)
    last.start()
    last.stop()


def test_nobody_else_can_read_the_data(data_dir: Path) -> None:
    """The data directory is closed to other users, and the server never runs as root."""
    server = EmbeddedPostgres(data_dir / "data", options=FAST)
    server.start()
    found = (data_dir / "data" / "postgres").stat()
    server.stop()
    assert found.st_mode & 0o077 == 0
    assert found.st_uid != 0


def test_a_path_too_long_for_a_socket_works(data_dir: Path) -> None:
    """A long data directory with spaces and special characters works."""
    server = EmbeddedPostgres(data_dir / "with 'signs' $HOME" / ("long" * 30), options=FAST)
    dsn = server.start()
    try:
        assert answers(dsn)
    finally:
        server.stop()
    assert not answers(dsn)


def test_the_last_user_stops_the_server(
    data_dir: Path, start_process: Callable[[], subprocess.Popen[str]]
) -> None:
    """A process that stops leaves the server running for the others."""
    other = start_process()
    dsn = dsn_of(other)
    server = EmbeddedPostgres(data_dir, options=FAST)
    assert server.start() == dsn
    server.stop()
    assert answers(dsn)
    other.communicate("\n")
    assert not answers(dsn)


def test_processes_that_start_at_once_share_one_server(
    start_process: Callable[[], subprocess.Popen[str]],
) -> None:
    """Processes that start concurrently in an empty directory share one server."""
    processes = [start_process() for _ in range(3)]
    dsns = {dsn_of(process) for process in processes}
    [dsn] = dsns
    assert answers(dsn)
    for process in processes:
        process.communicate("\n")
        assert process.returncode == 0
    assert not answers(dsn)


def test_a_killed_process_leaves_nothing_stale(
    data_dir: Path, start_process: Callable[[], subprocess.Popen[str]]
) -> None:
    """A killed process leaves the server running, and the next process to stop it succeeds."""
    process = start_process()
    dsn = dsn_of(process)
    process.kill()
    process.wait()
    assert answers(dsn)
    server = EmbeddedPostgres(data_dir, options=FAST)
    assert server.start() == dsn
    server.stop()
    assert not answers(dsn)


def test_ctrl_c_reaches_the_process_and_not_the_server(
    start_process: Callable[[], subprocess.Popen[str]],
) -> None:
    """An interrupt of the terminal's process group leaves the server running."""
    process = start_process()
    dsn = dsn_of(process)
    os.killpg(process.pid, signal.SIGINT)
    process.wait()
    assert answers(dsn)


async def test_a_killed_server_recovers_what_was_committed(data_dir: Path) -> None:
    """After a kill during a transaction, exactly the committed rows are there."""
    server = EmbeddedPostgres(data_dir, options={"fsync": "off"})
    async with connected(server.start()) as connection:
        await connection.execute("CREATE TABLE kept (number int)")
        await connection.execute("INSERT INTO kept VALUES (1)")
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute("INSERT INTO kept VALUES (2)")
        end_server(data_dir, signal.SIGKILL)
        with pytest.raises((OSError, asyncpg.PostgresError, asyncpg.InterfaceError)):
            await connection.execute("SELECT pg_sleep(60)")
    again = EmbeddedPostgres(data_dir, options=FAST)
    dsn = await asyncio.to_thread(again.start)
    async with connected(dsn) as connection:
        assert await connection.fetch("SELECT number FROM kept") == [(1,)]
    server.stop()
    again.stop()
    assert not answers(dsn)


async def test_a_killed_server_is_started_again_by_whoever_uses_it(data_dir: Path) -> None:
    """Reviving starts a server that has ended, with what was committed, and no other."""
    server = EmbeddedPostgres(data_dir, options={"fsync": "off"})
    dsn = server.start()
    async with connected(dsn) as connection:
        await connection.execute("CREATE TABLE kept (number int)")
    assert server.revive() is False
    end_server(data_dir, signal.SIGKILL)
    while answers(dsn):
        pass
    assert await asyncio.to_thread(server.revive) is True
    async with connected(dsn) as connection:
        assert await connection.fetch("SELECT number FROM kept") == []
    server.stop()
    assert not answers(dsn)
    assert server.revive() is False
    assert not answers(dsn)


def test_a_stale_pid_that_now_names_another_process_does_no_harm(data_dir: Path) -> None:
    """If a dead server's pid belongs to another process, that process survives a new start."""
    server = EmbeddedPostgres(data_dir, options=FAST)
    server.start()
    server.stop()
    bystander = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, text=True
    )
    pid_file = data_dir / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{bystander.pid}\n{data_dir}/postgres\n")
    dsn = server.start()
    assert answers(dsn)
    server.stop()
    assert not answers(dsn)
    assert bystander.poll() is None
    bystander.communicate("\n")


def test_a_database_that_was_half_made_is_made_anew(
    data_dir: Path, start_process: Callable[[], subprocess.Popen[str]]
) -> None:
    """A process killed while it creates the database does not prevent the next start."""
    process = start_process()
    while not list(data_dir.glob("postgres.incomplete-*")):
        assert process.poll() is None
        time.sleep(0.001)
    process.kill()
    process.wait()
    server = EmbeddedPostgres(data_dir, options=FAST)
    assert answers(server.start())
    server.stop()
    assert not list(data_dir.glob("postgres.incomplete-*"))


def test_a_database_of_another_postgres_is_left_alone(data_dir: Path) -> None:
    """Data of another major version is refused, and the error names both versions."""
    server = EmbeddedPostgres(data_dir, options=FAST)
    server.start()
    server.stop()
    version = data_dir / "postgres" / "PG_VERSION"
    version.write_text("17\n")
    with pytest.raises(Misconfigured, match=r"PostgreSQL 17.*brings 18"):
        server.start()
    assert version.read_text() == "17\n"


def test_a_server_that_does_not_start_says_why(data_dir: Path) -> None:
    """The error names the server's own reason and its log."""
    server = EmbeddedPostgres(data_dir, options={**FAST, "shared_buffers": "plenty"})
    with pytest.raises(Misconfigured, match=r"plenty.*postgres\.log"):
        server.start()


def test_an_account_gets_no_more_than_it_needs(data_dir: Path) -> None:
    """Others may pass the parent folders without listing them, and read and run the programs."""
    installed = data_dir / "closed" / "installed"
    installed.mkdir(parents=True)
    (installed / "program").write_text("")
    (installed / "library").write_text("")
    for path, mode in ((installed.parent, 0o700), (installed, 0o700)):
        path.chmod(mode)
    (installed / "program").chmod(0o700)
    (installed / "library").chmod(0o600)
    account = (os.geteuid() + 1, os.getegid() + 1)
    open_parents(installed, account)
    open_tree(installed, account)
    modes = {path.name: path.stat().st_mode & 0o777 for path in data_dir.rglob("*")}
    assert modes == {"closed": 0o701, "installed": 0o705, "program": 0o705, "library": 0o604}
