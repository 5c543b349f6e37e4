"""Who acts: a key, a person or the program itself, in one workspace."""

from dataclasses import dataclass
from uuid import UUID

from domain.access.role import Role
from domain.access.workspace import DEFAULT_WORKSPACE, Workspace


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts in a workspace, and in which role.

    Attributes:
        workspace: Where they act. Nothing outside it exists for them.
        role: What they may do there.
        name: The name of the key or the person, for the audit log.
        key_id: The key that was presented; None for a person and for the program itself.
        groups: The groups of a person or a key, which limited documents are shared with.
        for_pages: Whether the key is for pages, which show it to everybody: with it, questions can
            be asked, and what others asked cannot be read.
        member_id: The person in this workspace; None for a key and for the program itself.
    """

    workspace: Workspace
    role: Role
    name: str
    key_id: UUID | None = None
    groups: frozenset[str] = frozenset()
    for_pages: bool = False
    member_id: UUID | None = None

    @property
    def reads_all(self) -> bool:
        """Whether they read what is limited to any groups, and may limit it."""
        return self.role is Role.ADMIN

    @property
    def reads_as(self) -> tuple[str, ...] | None:
        """The groups that decide what they read, sorted; None if they read all.

        Who has the same ones reads the same.
        """
        return None if self.reads_all else tuple(sorted(self.groups))

    @property
    def voice(self) -> UUID:
        """Whose feedback it is: the person's or the key's; the nil id for the program itself."""
        return self.member_id or self.key_id or UUID(int=0)

    def reads_what(self, other: "Principal") -> bool:
        """Return whether they may read whatever another one may, in the same workspace."""
        return self.workspace.workspace_id == other.workspace.workspace_id and (
            self.reads_all or (not other.reads_all and other.groups <= self.groups)
        )


def local_user(workspace: Workspace) -> Principal:
    """Return who uses the machine itself, in a workspace: they own the database anyway."""
    return Principal(workspace, Role.ADMIN, "local")


# everybody, while no key was made
LOCAL_USER = local_user(DEFAULT_WORKSPACE)


def worker_in(workspace_id: UUID) -> Principal:
    """Return the program itself, processing what was uploaded to a workspace. It reads all."""
    return Principal(Workspace(workspace_id, str(workspace_id)), Role.ADMIN, "worker")
