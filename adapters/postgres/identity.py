"""What tells the database of a library from all others."""

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES


async def identity_of(database: Database) -> str:
    """Return a name that no other database has, and that this one loses when it is set back.

    Raises:
        DatabaseUnavailable: If the database is not reachable.
    """
    async with database.outside() as connection:
        identity: str = await connection.fetchval(QUERIES["database_identity"])
    return identity
