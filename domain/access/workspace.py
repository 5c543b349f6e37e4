"""The workspace: documents, conversations and keys that are kept apart from all others."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace, known to people by its name."""

    workspace_id: UUID
    name: str


# the one that is always there, and that needs no key on the machine itself until there is a key
DEFAULT_WORKSPACE = Workspace(UUID(int=0), "default")
