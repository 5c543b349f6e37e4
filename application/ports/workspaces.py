"""Which workspaces there are."""

from collections.abc import Sequence
from typing import Protocol

from domain.access.workspace import Workspace


class Workspaces(Protocol):
    """Stores the names of all workspaces."""

    async def ensure(self, workspace: Workspace) -> Workspace:
        """Store a workspace, unless one has its name already, and return the one of that name.

        Raises:
            InsufficientStorage: If the disk is full.
        """
        ...

    async def named(self, name: str) -> Workspace | None:
        """Return the workspace of a name; None if there is none."""
        ...

    async def list(self) -> Sequence[Workspace]:
        """Return all workspaces in the order of their names."""
        ...
