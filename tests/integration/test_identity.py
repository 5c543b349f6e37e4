"""What tells one database from another."""

from adapters.postgres.database import Database
from adapters.postgres.identity import identity_of
from tests.support.databases import DatabaseServer


async def test_each_database_has_a_name_of_its_own(
    embedded_server: DatabaseServer, database: Database
) -> None:
    """A database keeps its name, and a copy of it on the same server has another."""
    async with embedded_server.database() as other:
        names = [await identity_of(each) for each in (database, other, database)]
    assert names[0] == names[2] != names[1]
    assert all(part.isdigit() for name in names for part in name.split("-"))
