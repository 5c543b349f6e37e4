"""An application that needs keys, on fakes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from dishka import AsyncContainer

from application.access.acting import acting_as
from application.access.create_key import CreateKey, KeyRequest, NewKey
from domain.access.principal import local_user
from domain.access.role import Role
from domain.access.workspace import DEFAULT_WORKSPACE, Workspace
from entrypoints.api.app import create_api
from entrypoints.api.authenticators import authenticators_of
from entrypoints.api.served_hosts import ServedHosts
from entrypoints.settings import Settings
from tests.fakes.wiring import Fakes, fake_container

TOKEN = "the token of this start"


@dataclass
class KeyedServer:
    """An application as `quoth serve` wires it, in this process."""

    http: httpx.AsyncClient
    fakes: Fakes
    container: AsyncContainer
    app: Any = field(repr=False)

    async def make_key(
        self,
        role: Role = Role.READER,
        workspace: Workspace = DEFAULT_WORKSPACE,
        **changes: Any,
    ) -> NewKey:
        """Make a key."""
        create = await self.container.get(CreateKey)
        with acting_as(local_user(workspace)):
            return await create.execute(KeyRequest("a key", role, **changes))

    def age(self, new: NewKey) -> None:
        """Let a key expire."""
        an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
        self.change(new, expires_at=an_hour_ago)

    def revoke(self, new: NewKey) -> None:
        """Revoke a key, as another process does it."""
        self.change(new, revoked_at=datetime.now(UTC))

    def change(self, new: NewKey, **changes: Any) -> None:
        """Change a key in the store."""
        keys = self.fakes.access.keys
        keys[new.key.id] = replace(keys[new.key.id], **changes)


def bearing(key: NewKey | str) -> dict[str, str]:
    """Return the headers of a request with a key."""
    return {"Authorization": f"Bearer {key if isinstance(key, str) else key.text}"}


@asynccontextmanager
async def keyed_server(
    *,
    on_loopback: bool = True,
    fakes: Fakes | None = None,
    settings: Settings | None = None,
    address: str = "http://localhost",
) -> AsyncIterator[KeyedServer]:
    """Serve an application on fakes. No key was made yet."""
    fakes = fakes or Fakes()
    container = fake_container(fakes, settings)
    # Any: httpx and the application type ASGI differently
    app: Any = create_api(
        container,
        await authenticators_of(container, TOKEN, on_loopback=on_loopback),
        served_hosts=ServedHosts(patterns=frozenset({httpx.URL(address).host})),
    )
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=address) as http:
        yield KeyedServer(http, fakes, container, app)
    await container.close()
