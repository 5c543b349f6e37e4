"""PostgreSQL for tests: one server for each run, and a new database for each test."""

import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from adapters.embedded_postgres import EmbeddedPostgres
from adapters.postgres.database import Database
from adapters.postgres.migrator import migrate
from adapters.postgres.server_check import check_server
from domain.access.workspace import DEFAULT_WORKSPACE

MODEL = "test-model"
DIMENSION = 8

# a folder in memory must have so much room to be used: a server takes 100 MiB
MEMORY_BYTES = 4 * 1024**3
# a crash may lose test data, so nothing waits for the disk
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "64MB",
    "max_connections": "100",
}


class DatabaseServer:
    """A PostgreSQL server that creates databases."""

    def __init__(self, dsn: str) -> None:
        """Use the server at this DSN, whose user must be a superuser."""
        self.dsn = dsn
        self._templates: set[str] = set()

    @asynccontextmanager
    async def empty_database(self, template: str = "template1") -> AsyncIterator[str]:
        """Create a database from a template and yield its DSN."""
        name = f"test_{uuid4().hex}"
        await self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self._dsn_of(name)
        finally:
            await self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    @asynccontextmanager
    async def migrated_database(self, dimension: int = DIMENSION) -> AsyncIterator[str]:
        """Create a migrated database and yield its DSN."""
        template = f"migrated_{dimension}"
        if template not in self._templates:
            await self._execute(f"CREATE DATABASE {template}")
            connection = await asyncpg.connect(self._dsn_of(template))
            await check_server(connection)
            await migrate(connection, MODEL, dimension)
            await connection.close()
            self._templates.add(template)
        async with self.empty_database(template) as dsn:
            yield dsn

    @asynccontextmanager
    async def database(
        self, dimension: int = DIMENSION, model: str = MODEL
    ) -> AsyncIterator[Database]:
        """Create a migrated database and open it for a model."""
        async with self.migrated_database(dimension) as dsn:
            database = Database(pool_size=8)
            await database.open(dsn, model, dimension)
            try:
                yield database
            finally:
                await database.close()

    def _dsn_of(self, name: str) -> str:
        return urlsplit(self.dsn)._replace(path=f"/{name}").geturl()

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.dsn)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@asynccontextmanager
async def owner_of(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Connect as the owner of a database, above row-level security, in the default workspace."""
    async with database.owner() as connection:
        await enter_default_workspace(connection)
        yield connection


async def enter_default_workspace(connection: asyncpg.Connection) -> None:
    """Let a connection act in the default workspace from now on."""
    await connection.execute(f"SET quoth.workspace = '{DEFAULT_WORKSPACE.workspace_id}'")


def _in_memory() -> str | None:
    """Return a folder in memory with room for some servers, if the machine has one.

    A database is 300 files. Where they come and go for each test, ext4 spends most of the tests'
    time on finding numbers for new files that no recently deleted one had.
    """
    with suppress(OSError):
        if shutil.disk_usage("/dev/shm").free >= MEMORY_BYTES:  # noqa: S108 - mkdtemp makes it safe
            return "/dev/shm"  # noqa: S108 - as above
    return None


@contextmanager
def temporary_directory() -> Iterator[Path]:
    """Yield a temporary directory that a server can use.

    pytest makes its own temporary directories private whenever another run starts, but a server
    started by root runs as another user.
    """
    directory = Path(tempfile.mkdtemp(prefix="quoth-test-", dir=_in_memory()))
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """An empty directory for one server."""
    with temporary_directory() as directory:
        yield directory


@pytest.fixture(scope="session")
def embedded_server() -> Iterator[DatabaseServer]:
    """The bundled PostgreSQL, started once for the run."""
    with temporary_directory() as directory:
        embedded = EmbeddedPostgres(directory, options=FAST)
        try:
            yield DatabaseServer(embedded.start())
        finally:
            embedded.stop()


@pytest.fixture(scope="session")
def container_server() -> Iterator[DatabaseServer]:
    """A PostgreSQL in a container, for runs with a Docker engine."""
    image = os.environ.get("TEST_POSTGRES_IMAGE", "pgvector/pgvector:pg18")
    if problem := _docker_problem() or _image_problem(image):
        if os.environ.get("TEST_REQUIRE_DOCKER"):
            pytest.fail(problem)
        pytest.skip(problem)
    from testcontainers.community.postgres import PostgresContainer
    from testcontainers.core.config import testcontainers_config

    # the container ends with this block, and the reaper would be another image to pull
    testcontainers_config.ryuk_disabled = True
    with PostgresContainer(image, driver=None) as container:
        yield DatabaseServer(container.get_connection_url())


def _docker_problem() -> str | None:
    """Return why no Docker engine can be used, or None if one responds."""
    host = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
    address = urlsplit(host)
    try:
        if address.scheme == "unix":
            with socket.socket(socket.AF_UNIX) as engine:
                engine.connect(address.path)
        elif address.hostname and address.port:
            socket.create_connection((address.hostname, address.port), timeout=5).close()
    except OSError as exc:
        return f"no Docker engine answers at {host}: {exc.strerror}"
    return None


def _image_problem(image: str) -> str | None:
    """Return why the image cannot be used, or None if it exists or was pulled."""
    import docker
    from docker.errors import DockerException, ImageNotFound

    client = docker.from_env()
    try:
        try:
            client.images.get(image)
        except ImageNotFound:
            client.images.pull(image)
    except DockerException as exc:
        return f"the image {image} can be neither found nor pulled: {type(exc).__name__}"
    finally:
        client.close()
    return None


@pytest.fixture
async def empty_dsn(embedded_server: DatabaseServer) -> AsyncIterator[str]:
    """The DSN of a new database without tables."""
    async with embedded_server.empty_database() as dsn:
        yield dsn


@pytest.fixture
async def postgres_dsn(embedded_server: DatabaseServer) -> AsyncIterator[str]:
    """The DSN of a new migrated database, for vectors of 8 dimensions."""
    async with embedded_server.migrated_database() as dsn:
        yield dsn


@pytest.fixture
async def database(embedded_server: DatabaseServer) -> AsyncIterator[Database]:
    """A new open Database, for vectors of 8 dimensions."""
    async with embedded_server.database() as database:
        yield database


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """Open a plain connection."""
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        with suppress(OSError, asyncpg.InterfaceError):
            await connection.close()
