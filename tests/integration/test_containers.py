"""PostgreSQL in a container, as an external server over TCP with a password.

The store contracts run there too: `pytest -m docker`.
"""

import pytest

from adapters.postgres.database import Database
from domain.errors import Misconfigured
from tests.support.databases import DIMENSION, MODEL, DatabaseServer

pytestmark = pytest.mark.docker


async def test_a_database_in_a_container_serves(container_server: DatabaseServer) -> None:
    """A new database on an external server is migrated and can be used."""
    async with container_server.empty_database() as dsn:
        database = Database()
        await database.open(dsn, MODEL, DIMENSION)
        await database.check()
        assert "pgvector" in await database.describe()
        await database.close()


async def test_a_wrong_password_is_named(container_server: DatabaseServer) -> None:
    """A refused password raises Misconfigured."""
    async with container_server.empty_database() as dsn:
        with pytest.raises(Misconfigured, match="password"):
            await Database().open(dsn.replace(":test@", ":wrong@"), MODEL, DIMENSION)
