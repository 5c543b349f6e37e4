"""The port for the members of workspaces."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.access.member import Identity, Member
from domain.access.role import Role
from domain.access.workspace import Workspace
from domain.paging import Page, PageRequest


class Members(Protocol):
    """Stores the people who signed in, once for each workspace that they may work in."""

    async def enter(
        self, person: Identity, roles: Mapping[Workspace, Role], at: datetime
    ) -> Sequence[Member]:
        """Let a person be a member of these workspaces and no others, and return the memberships.

        They come in the order of the workspaces' names. Who is no longer a member of a workspace is
        signed out there.

        Raises:
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
        """
        ...

    async def of_person(self, member_id: UUID) -> Sequence[Member]:
        """Return all memberships of the person behind one of them, by the workspaces' names."""
        ...

    async def list(self, page: PageRequest[UUID]) -> Page[Member, UUID]:
        """Return a page of the members of the acting workspace, the newest first."""
        ...

    async def remove(self, member_id: UUID) -> None:
        """Remove a member from the acting workspace, and sign them out there.

        Raises:
            MemberNotFound: If the workspace has no such member.
        """
        ...
