"""People who sign in, and the workspaces that their groups let them into."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a person is, as their provider says.

    Attributes:
        issuer: The provider.
        subject: What the provider calls them, for ever. It is unique there.
        name: What people call them.
        groups: The groups that they are in.
    """

    issuer: str
    subject: str
    name: str
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class GroupRule:
    """Which role a group has in a workspace, by its name."""

    group: str
    workspace: str
    role: Role


@dataclass(frozen=True, slots=True)
class Member:
    """A person in one workspace, as of when they last signed in."""

    id: UUID
    workspace: Workspace
    name: str
    role: Role
    groups: frozenset[str]
    last_sign_in_at: datetime

    @property
    def principal(self) -> Principal:
        """Who acts when this person does."""
        return Principal(
            self.workspace, self.role, self.name, member_id=self.id, groups=self.groups
        )


def roles_of(groups: Iterable[str], rules: Iterable[GroupRule]) -> Mapping[str, Role]:
    """Return the role in each workspace that groups let into; the greatest of several counts."""
    held = set(groups)
    roles: dict[str, Role] = {}
    for rule in rules:
        if rule.group in held:
            role = roles.get(rule.workspace)
            if role is None or rule.role.includes(role):
                roles[rule.workspace] = rule.role
    return roles
