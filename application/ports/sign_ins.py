"""The port for the browsers that are signed in."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.access.sign_in import SignIn


class SignIns(Protocol):
    """Stores which browsers are signed in, by the digest of their token."""

    async def add(
        self, sha256: bytes, expires_at: datetime, *, key_id: UUID | None, member_id: UUID | None
    ) -> None:
        """Store that a browser is signed in, for either a key or a member.

        Raises:
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
        """
        ...

    async def find(self, sha256: bytes) -> SignIn | None:
        """Return a sign-in; None if it has ended, by its age or with its key or member.

        Raises:
            DatabaseUnavailable: If that cannot be told.
        """
        ...

    async def switch(self, sha256: bytes, member_id: UUID) -> None:
        """Let a sign-in go on as another membership of the same person."""
        ...

    async def remove(self, sha256: bytes) -> None:
        """End a sign-in, if it is one."""
        ...
