"""PgBouncer in front of a PostgreSQL of the tests, in any of its modes."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.postgres.database import Database
from tests.support.databases import DIMENSION, MODEL, DatabaseServer, temporary_directory
from tests.support.valkey_server import free_port

Mode = Literal["session", "transaction", "statement"]

SECONDS = 30.0
PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
MISSING = "needs PgBouncer: `apt-get install pgbouncer`"

needs_pgbouncer = pytest.mark.skipif(PGBOUNCER is None, reason=MISSING)

CONFIGURATION = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen_port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users.txt
pool_mode = {mode}
default_pool_size = {connections}
max_client_conn = 200
"""


class PgBouncer:
    """A pooler that may be killed and started again."""

    def __init__(
        self, dsn: str, mode: Mode, connections: int, folder: Path, options: str = ""
    ) -> None:
        """Write the configuration; the arguments are those of `pgbouncer`."""
        address, self._user = parse_qs(urlsplit(dsn).query), urlsplit(dsn).username
        host, port = address["host"][0], int(address.get("port", ["5432"])[0])
        self._port, self._folder = free_port(), folder
        (folder / "users.txt").write_text(f'"{self._user}" ""\n')
        (folder / "pgbouncer.ini").write_text(
            CONFIGURATION.format(
                host=host,
                port=port,
                listen_port=self._port,
                folder=folder,
                mode=mode,
                connections=connections,
            )
            + options
        )
        self._command = [str(PGBOUNCER), "-q", str(folder / "pgbouncer.ini")]
        if os.geteuid() == 0:  # it refuses to run as root; the socket belongs to another user
            owner = Path(host, f".s.PGSQL.{port}").stat().st_uid
            self._command += ["-u", pwd.getpwuid(owner).pw_name]

    def url(self, dsn: str) -> str:
        """Return the DSN by which clients reach the database of a DSN through the pooler."""
        return f"postgresql://{self._user}@127.0.0.1:{self._port}{urlsplit(dsn).path}"

    def start(self) -> None:
        """Start it, and wait until it listens."""
        with (self._folder / "log").open("a") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)  # noqa: S603 - our own command
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port)).close()
            except OSError:
                assert time.monotonic() < deadline, (self._folder / "log").read_text()
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.wait(SECONDS)


@contextmanager
def pgbouncer(
    dsn: str, mode: Mode, connections: int = 20, options: str = ""
) -> Iterator[PgBouncer]:
    """Run PgBouncer before the server of a DSN, with so many connections for each database.

    `options` are further lines of its configuration.
    """
    with temporary_directory() as folder:
        folder.chmod(0o755)
        pooler = PgBouncer(dsn, mode, connections, folder, options)
        pooler.start()
        try:
            yield pooler
        finally:
            pooler.kill()


class PooledServer(DatabaseServer):
    """A server whose databases are opened through a pooler in transaction mode."""

    def __init__(self, dsn: str, pooler: PgBouncer) -> None:
        """Use the server at this DSN, which the pooler is in front of."""
        super().__init__(dsn)
        self._pooler = pooler

    @asynccontextmanager
    async def database(
        self, dimension: int = DIMENSION, model: str = MODEL
    ) -> AsyncIterator[Database]:
        """Create a migrated database, and open it for a model through the pooler."""
        async with self.migrated_database(dimension) as dsn:
            database = Database(pool_size=8, pooler=self._pooler.url(dsn))
            await database.open(dsn, model, dimension)
            try:
                yield database
            finally:
                await database.close()


@pytest.fixture(scope="session")
def pooled_server(embedded_server: DatabaseServer) -> Iterator[DatabaseServer]:
    """The bundled PostgreSQL behind a pooler that lends connections for transactions."""
    if PGBOUNCER is None:
        pytest.skip(MISSING)
    with pgbouncer(embedded_server.dsn, "transaction") as pooler:
        yield PooledServer(embedded_server.dsn, pooler)
