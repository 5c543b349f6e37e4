"""Checks that a PostgreSQL server meets the requirements, and says what to change if not."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from domain.errors import DatabaseUnavailable, Misconfigured

OLDEST_POSTGRES = 15  # the first version whose views can check the rights of who reads them
OLDEST_PGVECTOR = (0, 8)  # the first version with iterative index scans


@contextmanager
def misconfigured_when_refused(variable: str = "QUOTH_DATABASE_URL") -> Iterator[None]:
    """Convert errors that need a change of configuration to Misconfigured.

    Args:
        variable: The setting that the connection string comes from.

    Raises:
        Misconfigured: If the server rejects the connection string, the credentials, the database
            or the user's privileges; the message says what to change.
    """
    try:
        yield
    except (asyncpg.ClientConfigurationError, asyncpg.ProtocolViolationError) as exc:
        raise Misconfigured(
            f"{variable} cannot be used. It has to look like"
            " postgresql://user:password@host:5432/database and lead to PostgreSQL, or to a pooler"
            " in session or transaction mode."
        ) from exc
    except asyncpg.InvalidAuthorizationSpecificationError as exc:
        raise Misconfigured(
            f"The database refuses the user or the password: check {variable}."
        ) from exc
    except asyncpg.InvalidCatalogNameError as exc:
        raise Misconfigured(
            f"The database that {variable} names does not exist: create it (createdb)."
        ) from exc
    except asyncpg.InsufficientPrivilegeError as exc:
        raise Misconfigured(
            "The database user may not create tables: let it own the database"
            " (ALTER DATABASE … OWNER TO …)."
        ) from exc


async def check_server(connection: asyncpg.Connection) -> None:
    """Check the versions of PostgreSQL and pgvector and the encoding; create the extension.

    Raises:
        DatabaseUnavailable: If the server is a standby.
        Misconfigured: If PostgreSQL or pgvector is too old, the encoding is not UTF-8, or pgvector
            is missing and cannot be installed.
    """
    if await connection.fetchval("SELECT pg_is_in_recovery()"):
        raise DatabaseUnavailable(
            "QUOTH_DATABASE_URL leads to a standby, which only reads: let it lead to the primary,"
            " or promote the standby."
        )
    version = connection.get_server_version()
    if version.major < OLDEST_POSTGRES:
        raise Misconfigured(
            f"The database is PostgreSQL {version.major}; Quoth needs {OLDEST_POSTGRES} or newer."
        )
    encoding = await connection.fetchval("SHOW server_encoding")
    if encoding != "UTF8":
        raise Misconfigured(
            f"The database is encoded in {encoding}: create one with ENCODING 'UTF8'."
        )
    await _install_pgvector(connection)
    installed = await vector_version(connection)
    if tuple(int(part) for part in installed.split(".")[:2]) < OLDEST_PGVECTOR:
        raise Misconfigured(
            f"The database has pgvector {installed}; Quoth needs 0.8 or newer. Install it on the"
            " server, then run ALTER EXTENSION vector UPDATE in the database."
        )


async def vector_version(connection: asyncpg.Connection) -> str:
    """Return the version of pgvector in this database."""
    version: str = await connection.fetchval(
        "SELECT extversion FROM pg_extension WHERE extname = 'vector'"
    )
    return version


async def vector_schema(connection: asyncpg.Connection) -> str:
    """Return the schema that pgvector is installed in."""
    name: str = await connection.fetchval(
        "SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'vector'"
    )
    return name


async def _install_pgvector(connection: asyncpg.Connection) -> None:
    try:
        await connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    except (asyncpg.UniqueViolationError, asyncpg.DuplicateObjectError):
        pass  # another process has created it concurrently
    except (asyncpg.FeatureNotSupportedError, asyncpg.UndefinedFileError) as exc:
        raise Misconfigured(
            "The database server has no pgvector. Install it there (on Debian the package"
            " postgresql-…-pgvector), or leave QUOTH_DATABASE_URL empty to use the bundled"
            " PostgreSQL."
        ) from exc
    except asyncpg.InsufficientPrivilegeError as exc:
        raise Misconfigured(
            "The database user may not install pgvector. Have a superuser run CREATE EXTENSION"
            " vector in this database."
        ) from exc
