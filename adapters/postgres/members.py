"""The members of workspaces, in PostgreSQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from application.identifiers import new_id
from application.ports.members import Members
from domain.access.member import Identity, Member
from domain.access.role import Role
from domain.access.workspace import Workspace
from domain.errors import MemberNotFound
from domain.paging import Page, PageRequest


class PostgresMembers(Members):
    """Stores a row for each person in each workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def enter(
        self, person: Identity, roles: Mapping[Workspace, Role], at: datetime
    ) -> Sequence[Member]:
        """Let a person be a member of these workspaces and no others."""
        async with self._database.outside(writes=True) as connection:
            await connection.execute(
                QUERIES["enter_members"],
                person.issuer,
                person.subject,
                person.name,
                sorted(person.groups),
                at,
                [new_id() for _ in roles],
                [workspace.workspace_id for workspace in roles],
                [role.value for role in roles.values()],
            )
            rows = await connection.fetch(QUERIES["memberships_of"], person.issuer, person.subject)
        return [_member_from(row) for row in rows]

    async def of_person(self, member_id: UUID) -> Sequence[Member]:
        """Return all memberships of the person behind one of them."""
        async with self._database.outside() as connection:
            rows = await connection.fetch(QUERIES["memberships_beside"], member_id)
        return [_member_from(row) for row in rows]

    async def list(self, page: PageRequest[UUID]) -> Page[Member, UUID]:
        """Return a page of the members of the acting workspace, the newest first."""
        async with self._database.connection() as connection:
            # one extra row shows whether another page follows
            rows = await connection.fetch(QUERIES["members"], page.after, page.limit + 1)
        items = tuple(_member_from(row) for row in rows[: page.limit])
        return Page(items, items[-1].id if len(rows) > page.limit else None)

    async def remove(self, member_id: UUID) -> None:
        """Remove a member from the acting workspace, and sign them out there."""
        async with self._database.transaction() as connection:
            removed = await connection.fetchval(QUERIES["remove_member"], member_id)
        if removed is None:
            raise MemberNotFound


def _member_from(row: Record) -> Member:
    return Member(
        row["id"],
        Workspace(row["workspace_id"], row["workspace"]),
        row["name"],
        Role(row["role"]),
        frozenset(row["groups"]),
        row["last_sign_in_at"],
    )
