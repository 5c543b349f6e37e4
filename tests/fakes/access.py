"""Keys and workspaces in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from application.access.acting import acting_principal
from application.ports.api_keys import ApiKeys
from application.ports.key_lookup import KeyLookup
from application.ports.workspaces import Workspaces
from domain.access.api_key import ApiKey
from domain.access.workspace import DEFAULT_WORKSPACE, Workspace
from domain.errors import DatabaseUnavailable, KeyNotFound
from domain.paging import Page, PageRequest


class InMemoryAccess:
    """The state of keys and workspaces.

    Attributes:
        available: Whether it can be reached.
        uses: How often a use was noted.
    """

    def __init__(self) -> None:
        self.available = True
        self.uses = 0
        self.workspaces = {DEFAULT_WORKSPACE.name: DEFAULT_WORKSPACE}
        self.keys: dict[UUID, ApiKey] = {}

    def check(self) -> None:
        """Raise DatabaseUnavailable unless it is available."""
        if not self.available:
            raise DatabaseUnavailable


class InMemoryApiKeys(ApiKeys):
    """The keys of the acting workspace."""

    def __init__(self, access: InMemoryAccess) -> None:
        self._access = access

    async def add(self, key: ApiKey) -> None:
        self._access.check()
        self._access.keys[key.id] = key

    async def list(self, page: PageRequest[UUID]) -> Page[ApiKey, UUID]:
        self._access.check()
        found = sorted(self._own(), key=lambda key: key.id, reverse=True)
        rest = [key for key in found if page.after is None or key.id < page.after]
        items = tuple(rest[: page.limit])
        return Page(items, items[-1].id if len(rest) > page.limit else None)

    async def revoke(self, key_id: UUID) -> ApiKey:
        self._access.check()
        key = next((key for key in self._own() if key.id == key_id), None)
        if key is None:
            raise KeyNotFound
        revoked = replace(key, revoked_at=key.revoked_at or datetime.now(UTC))
        self._access.keys[key_id] = revoked
        return revoked

    async def note_use(self, key_id: UUID, at: datetime) -> None:
        self._access.check()
        self._access.uses += 1
        for key in self._own():
            if key.id == key_id and (key.last_used_at is None or key.last_used_at < at):
                self._access.keys[key_id] = replace(key, last_used_at=at)

    def _own(self) -> Sequence[ApiKey]:
        workspace = acting_principal().workspace
        return [key for key in self._access.keys.values() if key.workspace == workspace]


class InMemoryKeyLookup(KeyLookup):
    """Finds keys of all workspaces."""

    def __init__(self, access: InMemoryAccess) -> None:
        self._access = access

    async def find(self, prefix: str) -> ApiKey | None:
        self._access.check()
        found = (key for key in self._access.keys.values() if key.prefix == prefix)
        return next(found, None)

    async def has_origin(self, origin: str) -> bool:
        self._access.check()
        now = datetime.now(UTC)
        return any(
            origin in key.origins and key.revoked_at is None and not key.is_expired_at(now)
            for key in self._access.keys.values()
        )

    async def any_made(self) -> bool:
        self._access.check()
        return bool(self._access.keys)


class InMemoryWorkspaces(Workspaces):
    """The names of all workspaces."""

    def __init__(self, access: InMemoryAccess) -> None:
        self._access = access

    async def ensure(self, workspace: Workspace) -> Workspace:
        self._access.check()
        return self._access.workspaces.setdefault(workspace.name, workspace)

    async def named(self, name: str) -> Workspace | None:
        self._access.check()
        return self._access.workspaces.get(name)

    async def list(self) -> Sequence[Workspace]:
        self._access.check()
        return [each for _, each in sorted(self._access.workspaces.items())]
