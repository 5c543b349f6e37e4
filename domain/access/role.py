"""What a key or a person may do in a workspace."""

from enum import StrEnum


class Role(StrEnum):
    """A role includes the roles above it: an editor reads, and an admin edits."""

    READER = "reader"  # asks, searches and reads
    EDITOR = "editor"  # adds, changes and removes documents
    ADMIN = "admin"  # manages keys, members and settings of the workspace

    def includes(self, other: "Role") -> bool:
        """Return whether this role may do what the other one may."""
        order = list(Role)
        return order.index(self) >= order.index(other)
