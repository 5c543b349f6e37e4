"""Stores keys in PostgreSQL."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.shared_transactions import SharedTransactions
from application.ports.api_keys import ApiKeys
from application.ports.key_lookup import KeyLookup
from domain.access.api_key import ApiKey
from domain.access.role import Role
from domain.access.workspace import Workspace
from domain.errors import KeyNotFound
from domain.paging import Page, PageRequest


class PostgresApiKeys(ApiKeys):
    """Stores the keys of the acting workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, key: ApiKey) -> None:
        """Store a new key."""
        async with self._database.transaction(grows=True) as connection:
            await connection.execute(
                QUERIES["add_key"],
                key.id,
                key.workspace.workspace_id,
                key.role,
                key.name,
                key.prefix,
                key.sha256,
                key.created_at,
                key.expires_at,
                list(key.origins),
                list(key.groups),
            )

    async def list(self, page: PageRequest[UUID]) -> Page[ApiKey, UUID]:
        """Return a page of the keys, the newest first."""
        async with self._database.connection() as connection:
            # one extra row shows whether another page follows
            rows = await connection.fetch(QUERIES["keys"], page.after, page.limit + 1)
        items = tuple(_key_from(row) for row in rows[: page.limit])
        return Page(items, items[-1].id if len(rows) > page.limit else None)

    async def revoke(self, key_id: UUID) -> ApiKey:
        """Revoke a key from now on."""
        async with self._database.transaction() as connection:
            row = await connection.fetchrow(QUERIES["revoke_key"], key_id)
        if row is None:
            raise KeyNotFound
        return _key_from(row)

    async def note_use(self, key_id: UUID, at: datetime) -> None:
        """Set when a key was last used."""
        async with self._database.transaction() as connection:
            await connection.execute(QUERIES["note_key_use"], key_id, at)


class PostgresKeyLookup(KeyLookup):
    """Finds keys of all workspaces."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._finding = SharedTransactions[str, ApiKey | None](self._find)
        self._looking = SharedTransactions[None, bool](self._look)

    async def find(self, prefix: str) -> ApiKey | None:
        """Return the key with a prefix; all that ask for it in a crowd share a look."""
        return await self._finding.run(prefix, [prefix])

    async def has_origin(self, origin: str) -> bool:
        """Return whether a valid key may be used from the pages of an origin."""
        async with self._database.statements() as connection:
            has: bool = await connection.fetchval(QUERIES["key_has_origin"], origin)
        return has

    async def any_made(self) -> bool:
        """Return whether a key was ever made."""
        return await self._looking.run("any key")

    async def _find(self, begun: Callable[[], list[str]]) -> ApiKey | None:
        async with self._database.statements() as connection:
            row = await connection.fetchrow(QUERIES["find_key"], begun()[0])
        return None if row is None else _key_from(row)

    async def _look(self, begun: Callable[[], object]) -> bool:
        async with self._database.statements() as connection:
            begun()
            made: bool = await connection.fetchval(QUERIES["any_key_made"])
        return made


def _key_from(row: Record) -> ApiKey:
    return ApiKey(
        row["id"],
        Workspace(row["workspace_id"], row["workspace"]),
        Role(row["role"]),
        row["name"],
        row["prefix"],
        row["sha256"],
        row["created_at"],
        row["expires_at"],
        tuple(row["origins"]),
        row["revoked_at"],
        row["last_used_at"],
        tuple(row["groups"]),
    )
