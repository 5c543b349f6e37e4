"""The workspace: documents, conversations and keys that are kept apart from all others."""

import re
from dataclasses import dataclass
from uuid import UUID

from domain.errors import WorkspaceNameInvalid

_NAME = re.compile("[a-z0-9][a-z0-9._-]{0,59}")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace, known to people by its name."""

    workspace_id: UUID
    name: str


# the one that is always there, and that needs no key on the machine itself until there is a key
DEFAULT_WORKSPACE = Workspace(UUID(int=0), "default")


def workspace_name(text: str) -> str:
    """Return the name of a workspace as it is stored and compared: in lower case.

    It stands in commands, headers and addresses, so it is made of few characters.

    Raises:
        WorkspaceNameInvalid: If it has others, or too many.
    """
    name = text.strip().lower()
    if not _NAME.fullmatch(name):
        raise WorkspaceNameInvalid
    return name
