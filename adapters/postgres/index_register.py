"""Stores in PostgreSQL which distributed index a library has."""

from adapters.postgres.database import Database
from adapters.postgres.errors import unknown_when_lost
from adapters.postgres.queries import QUERIES
from adapters.postgres.word_fold import LONG_TIMEOUT
from application.ports.index_register import IndexRegister, RegisteredIndex

NOTHING, EVERYTHING = 0, 2
"""What an index has of a document whose passages are to be written, as in `index_changes`."""


class PostgresIndexRegister(IndexRegister):
    """Stores the name of the index. As the owner, for all workspaces."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def current(self) -> RegisteredIndex:
        """Return the index of the library."""
        async with self._database.outside() as connection:
            row = await connection.fetchrow(QUERIES["registered_index"])
        return RegisteredIndex(row["name"], row["model"], row["live_model"], row["dimension"])

    async def replace(self, former: str | None, name: str, model: str) -> bool:
        """Let a new, empty index take the place of the former one."""
        async with self._database.owner() as connection:
            with unknown_when_lost():
                async with connection.transaction():
                    await connection.execute(QUERIES["allow_long_statements"])
                    if not await connection.fetchval(QUERIES["replace_index"], former, name, model):
                        return False
                    await connection.execute(QUERIES["drop_index_changes"], timeout=LONG_TIMEOUT)
                    await connection.execute(
                        QUERIES["request_everything"], NOTHING, timeout=LONG_TIMEOUT
                    )
        return True

    async def request_everything(self) -> None:
        """Let everything be written again into the index."""
        async with self._database.owner() as connection:
            with unknown_when_lost():
                async with connection.transaction():
                    await connection.execute(QUERIES["allow_long_statements"])
                    await connection.execute(
                        QUERIES["request_everything"], EVERYTHING, timeout=LONG_TIMEOUT
                    )
