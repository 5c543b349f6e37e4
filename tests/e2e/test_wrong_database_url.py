"""The commands with a QUOTH_DATABASE_URL that leads nowhere, or to something else."""

import os
import signal
import socketserver
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from adapters.postgres.first_contact import SSL_REQUEST
from tests.e2e.command import environment, quoth
from tests.e2e.process import free_port
from tests.support.databases import DatabaseServer

COMMANDS = [
    ("serve", "--port", "0"),
    ("ask", "What is it?"),
    ("search", "what"),
    ("ingest", "."),
    ("migrate",),
    ("list",),
    ("delete", "a.md"),
]


URLS = {
    "a bad port": ("postgresql://u:secret@h:port/d", "its port is not a number"),
    "an unescaped @": ("postgresql://u:se@cret@h/d", "%40 for @"),
    "a broken IPv6 address": ("postgresql://u:secret@[::1/d", "brackets"),
    "an unknown parameter": ("postgresql://u:secret@{postgresql}/d?x=1", "rejects QUOTH_DATABASE"),
    "no TLS": ("postgresql://u:secret@{postgresql}/d?sslmode=require", "does not offer TLS"),
    "a web server": (
        "postgresql://u:secret@{web}/d",
        "At {web} something answers that is not PostgreSQL",
    ),
}
MOST_CONNECTIONS = 3  # what is wrong is found by looking once, not by waiting


class Listening(socketserver.ThreadingTCPServer):
    """A server that is not the one that is wanted, and how often it was connected to."""

    daemon_threads = True
    connections = 0

    @property
    def address(self) -> str:
        """Its host and port, as in a URL."""
        return f"127.0.0.1:{self.server_address[1]}"

    def verify_request(self, request: object, client_address: object) -> bool:  # noqa: ARG002 - the base's
        """Count a connection."""
        self.connections += 1
        return True


@contextmanager
def listening(handler: type[socketserver.StreamRequestHandler]) -> Iterator[Listening]:
    """Handle connections in threads while the block runs."""
    with Listening(("127.0.0.1", 0), handler) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        yield server
        server.shutdown()
        serving.join()


class Refusing(socketserver.StreamRequestHandler):
    """A PostgreSQL without TLS that does not know a parameter."""

    def handle(self) -> None:
        """Refuse what comes after the request for TLS."""
        with suppress(OSError):  # of a client that does without us
            while self.connection.recv(1024) == SSL_REQUEST:
                self.connection.sendall(b"N")
            fields = b'SFATAL\0VFATAL\0C42704\0Munrecognized configuration parameter "x"\0\0'
            self.connection.sendall(b"E" + struct.pack("!i", len(fields) + 4) + fields)


@pytest.fixture
def web() -> Iterator[Listening]:
    """A web server."""
    with listening(BaseHTTPRequestHandler) as server:
        yield server


@pytest.fixture
def postgresql() -> Iterator[Listening]:
    """A PostgreSQL that refuses."""
    with listening(Refusing) as server:
        yield server


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        *[(command, "a web server") for command in COMMANDS],
        *[
            (command, wrong)
            for command in (("serve", "--port", "0"), ("list",))
            for wrong in URLS
            if wrong != "a web server"
        ],
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_a_wrong_url_ends_a_command_with_one_line(
    command: tuple[str, ...],
    wrong: str,
    web: Listening,
    postgresql: Listening,
    data_dir: Path,
) -> None:
    """A command says what is wrong, without a traceback and without the password, and fails."""
    url, problem = (
        text.format(web=web.address, postgresql=postgresql.address) for text in URLS[wrong]
    )
    result = quoth(*command, env=environment(data_dir / "data", database_url=url), cwd=data_dir)
    said = result.stdout + result.stderr
    assert result.returncode == 1
    assert problem in " ".join(said.split())
    assert "Traceback" not in said
    assert "cret" not in said
    assert "cret" not in (data_dir / "data" / "logs" / "quoth.log").read_text()
    assert max(web.connections, postgresql.connections) <= MOST_CONNECTIONS


@pytest.mark.parametrize("name", ["POOLER", "REPLICA"])
@pytest.mark.parametrize("wrong", ["a bad port", "an unescaped @", "a web server"])
def test_the_other_urls_are_looked_at_as_well(
    wrong: str,
    name: str,
    web: Listening,
    embedded_server: DatabaseServer,
    data_dir: Path,
) -> None:
    """A server says which of its database addresses is wrong, before it loads a model."""
    url, problem = (text.format(web=web.address, postgresql="") for text in URLS[wrong])
    env = environment(data_dir / "data", database_url=embedded_server.dsn)
    env[f"QUOTH_DATABASE_{name}_URL"] = url
    result = quoth("serve", "--port", "0", env=env, cwd=data_dir)
    said = result.stdout + result.stderr
    assert result.returncode == 1
    assert problem in " ".join(said.split())
    assert f"QUOTH_DATABASE_{name}_URL" in said
    assert "Traceback" not in said
    assert "cret" not in said


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
