"""Finding the key that was presented, before it is known who acts, and where."""

from typing import Protocol

from domain.access.api_key import ApiKey


class KeyLookup(Protocol):
    """Finds keys of all workspaces."""

    async def find(self, prefix: str) -> ApiKey | None:
        """Return the key with a prefix, even one that was revoked or expired; None without one.

        Raises:
            DatabaseUnavailable: If that cannot be told.
        """
        ...

    async def has_origin(self, origin: str) -> bool:
        """Return whether a key that is valid now may be used from the pages of an origin.

        Raises:
            DatabaseUnavailable: If that cannot be told.
        """
        ...

    async def any_made(self) -> bool:
        """Return whether a key was ever made, whatever has become of it since.

        Raises:
            DatabaseUnavailable: If that cannot be told.
        """
        ...
