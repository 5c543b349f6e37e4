"""The ways in which requests say who sent them."""

import hmac
from collections.abc import Sequence

from dishka import AsyncContainer
from litestar.types import HTTPScope

from application.access.authenticate import Authenticate
from application.access.go_on_signed_in import FindSignIn
from application.ports.workspaces import Workspaces
from domain.access.principal import LOCAL_USER, Principal, local_user
from domain.access.workspace import DEFAULT_WORKSPACE, Workspace, workspace_name
from domain.errors import NotAllowed, Starting, Unavailable, WorkspaceNotFound
from entrypoints.api.authentication import Authenticator
from entrypoints.api.cookie_authenticator import CookieAuthenticator
from entrypoints.api.server_info import Startup
from entrypoints.running_server import WORKSPACE_HEADER

WITHOUT_LIBRARY = {
    "/api/format",
    "/api/health",
    "/api/model",
    "/api/setting",
    "/metrics",
    "/schema",
    "/schema/openapi.json",
}
"""What says nothing of a library, but how the server is and what it can do."""

PASSED_ON = {b"forwarded", b"x-forwarded-for", b"x-real-ip"}
"""Headers that proxies write, and nobody who uses the machine itself."""


class KeyAuthenticator(Authenticator):
    """Knows who presents a key: `Authorization: Bearer quoth_…`."""

    def __init__(self, authenticate: Authenticate, startup: Startup) -> None:
        self._authenticate = authenticate
        self._startup = startup

    async def authenticate(self, scope: HTTPScope) -> Principal | None:
        """Return who acts with the key of a request."""
        token = bearer_token(scope)
        if token is None:
            return None
        try:
            return await self._authenticate.execute(token, header_of(scope, "origin"))
        except Unavailable:
            if self._startup.starting:
                raise Starting from None
            raise


class MachineUser(Authenticator):
    """Knows who can read the data directory, by the token that the server has put there.

    They own the database anyway. They may choose the workspace.
    """

    def __init__(self, token: str, workspaces: Workspaces) -> None:
        self._token = token
        self._workspaces = workspaces

    async def authenticate(self, scope: HTTPScope) -> Principal | None:
        """Return the user of the machine, in the workspace that the request names."""
        token = bearer_token(scope)
        if token is None or not hmac.compare_digest(token.encode(), self._token.encode()):
            return None
        name = header_of(scope, WORKSPACE_HEADER)
        return local_user(DEFAULT_WORKSPACE if name is None else await self._named(name))

    async def _named(self, name: str) -> Workspace:
        workspace = await self._workspaces.named(workspace_name(name))
        if workspace is None:
            raise WorkspaceNotFound
        return workspace


class AnybodyWithoutKeys(Authenticator):
    """Takes everybody for the user of the machine, until the first key is made.

    Only for servers on a loopback address, which nobody else can reach, unless a proxy on the
    machine lets them: so what a proxy passes on is refused.
    """

    def __init__(self, authenticate: Authenticate, startup: Startup) -> None:
        self._authenticate = authenticate
        self._startup = startup

    async def authenticate(self, scope: HTTPScope) -> Principal | None:
        """Return the user of the machine, if no key was ever made.

        Raises:
            NotAllowed: If the request came through a proxy.
        """
        passed_on = any(name in PASSED_ON for name, _ in scope["headers"])
        try:
            made = await self._authenticate.any_key_made()
        except Unavailable:
            # nobody can tell, and a server that is starting or broken should still say so
            if not passed_on and scope["path"].removesuffix("/") in WITHOUT_LIBRARY:
                return LOCAL_USER
            if self._startup.starting:
                raise Starting from None
            raise
        if made:
            return None
        if passed_on:
            raise NotAllowed(
                "This came through a proxy, and no key was ever made, so everybody who reaches the"
                " proxy could do everything. Nothing was done. On the machine of the server, make a"
                " key with `quoth key create --role admin`, and name the proxy in"
                " QUOTH_TRUSTED_PROXIES."
            )
        return LOCAL_USER


class Always(Authenticator):
    """Takes everybody for one principal: for requests that do not leave the process."""

    def __init__(self, principal: Principal) -> None:
        self._principal = principal

    async def authenticate(self, _: HTTPScope) -> Principal | None:
        """Return the principal."""
        return self._principal


async def authenticators_of(
    container: AsyncContainer, token: str, *, on_loopback: bool
) -> Sequence[Authenticator]:
    """Return the authenticators of a server.

    Args:
        container: Provides the use cases.
        token: What the server has put into its data directory.
        on_loopback: Whether nobody else can reach it than who uses this machine.
    """
    authenticate, startup = await container.get(Authenticate), await container.get(Startup)
    known: list[Authenticator] = [
        MachineUser(token, await container.get(Workspaces)),
        KeyAuthenticator(authenticate, startup),
        CookieAuthenticator(await container.get(FindSignIn), startup),
    ]
    return [*known, AnybodyWithoutKeys(authenticate, startup)] if on_loopback else known


def bearer_token(scope: HTTPScope) -> str | None:
    """Return the token of a request; None if it has none, or several."""
    scheme, _, token = (header_of(scope, "authorization") or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def header_of(scope: HTTPScope, name: str) -> str | None:
    """Return the value of a header that is there once."""
    wanted = name.lower().encode()
    values = [value.decode("latin-1") for each, value in scope["headers"] if each == wanted]
    return values[0] if len(values) == 1 else None
