"""The keys of a workspace."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.access.api_key import ApiKey
from domain.paging import Page, PageRequest


class ApiKeys(Protocol):
    """Stores the keys of the workspace that somebody acts in. No key is ever forgotten."""

    async def add(self, key: ApiKey) -> None:
        """Store a new key.

        Raises:
            InsufficientStorage: If the disk is full.
        """
        ...

    async def list(self, page: PageRequest[UUID]) -> Page[ApiKey, UUID]:
        """Return a page of the keys, the newest first, with those that were revoked or expired."""
        ...

    async def revoke(self, key_id: UUID) -> ApiKey:
        """Revoke a key from now on, unless it was revoked already, and return it.

        Raises:
            KeyNotFound: If the workspace has no such key.
        """
        ...

    async def note_use(self, key_id: UUID, at: datetime) -> None:
        """Set when a key was last used, unless a later time is stored already."""
        ...
