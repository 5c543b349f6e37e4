"""The commands with a QUOTH_DATABASE_URL that leads nowhere, or to something else."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.e2e.command import environment, quoth
from tests.e2e.process import free_port

COMMANDS = [
    ("serve", "--port", "0"),
    ("ask", "What is it?"),
    ("search", "what"),
    ("ingest", "."),
    ("migrate",),
    ("list",),
    ("delete", "a.md"),
]


@pytest.fixture
def web_server() -> Iterator[str]:
    """The address of a web server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.mark.parametrize("command", COMMANDS, ids=[command[0] for command in COMMANDS])
def test_a_wrong_url_ends_every_command_with_one_line(
    command: tuple[str, ...], web_server: str, data_dir: Path
) -> None:
    """A command says what is wrong, without a traceback and without the password, and fails."""
    url = f"postgresql://u:secret@{web_server}/d"
    result = quoth(*command, env=environment(data_dir / "data", database_url=url), cwd=data_dir)
    said = result.stdout + result.stderr
    assert result.returncode == 1
    assert f"At {web_server} something answers that is not PostgreSQL" in " ".join(said.split())
    assert "Traceback" not in said
    assert "secret" not in said
    assert "secret" not in (data_dir / "data" / "logs" / "quoth.log").read_text()


def test_doctor_names_a_wrong_url_before_it_looks_at_the_models(data_dir: Path) -> None:
    """The check of the database server is the second one, and takes no model."""
    env = environment(data_dir / "data", database_url="postgresql://u:se@cret@h/d")
    with subprocess.Popen(
        [sys.executable, "-m", "entrypoints", "doctor"],
        env=env | {"COLUMNS": "500"},
        cwd=data_dir,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        _disk, database = process.stdout.readline(), process.stdout.readline()
        process.kill()
    assert database.startswith("✗ database server: QUOTH_DATABASE_URL cannot be used")
    assert "cret" not in database


@pytest.mark.parametrize("command", COMMANDS[:2], ids=["serve", "ask"])
def test_a_command_says_what_it_waits_for(command: tuple[str, ...], data_dir: Path) -> None:
    """While no server listens, a command waits for one and says where; Ctrl-C ends it."""
    port = free_port()
    url = f"postgresql://u:secret@127.0.0.1:{port}/d"
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "entrypoints", *command],
        env=environment(data_dir / "data", database_url=url) | {"COLUMNS": "500"},
        cwd=data_dir,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stderr is not None
        line = next(line for line in process.stderr if "not reachable" in line)
        os.kill(process.pid, signal.SIGINT)
        process.stderr.read()
    assert f"PostgreSQL at 127.0.0.1:{port} is not reachable: connection refused." in line
    assert "secret" not in line
