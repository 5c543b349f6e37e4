"""The browsers that are signed in, in PostgreSQL."""

from datetime import datetime
from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from application.ports.sign_ins import SignIns
from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.sign_in import SignIn
from domain.access.workspace import Workspace


class PostgresSignIns(SignIns):
    """Stores sign-ins in a table that no backup holds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, sha256: bytes, expires_at: datetime, *, key_id: UUID | None, member_id: UUID | None
    ) -> None:
        """Store that a browser is signed in, and forget those who no longer are."""
        async with self._database.outside(writes=True) as connection:
            await connection.execute(QUERIES["forget_ended_sign_ins"])
            await connection.execute(QUERIES["add_sign_in"], sha256, expires_at, key_id, member_id)

    async def find(self, sha256: bytes) -> SignIn | None:
        """Return a sign-in; None if it has ended."""
        async with self._database.statements() as connection:
            row = await connection.fetchrow(QUERIES["find_sign_in"], sha256)
        if row is None:
            return None
        principal = Principal(
            Workspace(row["workspace_id"], row["workspace"]),
            Role(row["role"]),
            row["name"],
            row["key_id"],
            frozenset(row["groups"]),
            member_id=row["member_id"],
        )
        return SignIn(principal, row["expires_at"])

    async def switch(self, sha256: bytes, member_id: UUID) -> None:
        """Let a sign-in go on as another membership of the same person."""
        async with self._database.outside(writes=True) as connection:
            await connection.execute(QUERIES["switch_sign_in"], sha256, member_id)

    async def remove(self, sha256: bytes) -> None:
        """End a sign-in, if it is one."""
        async with self._database.outside(writes=True) as connection:
            await connection.execute(QUERIES["remove_sign_in"], sha256)
