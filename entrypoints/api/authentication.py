"""Finds out who sent each request, in front of every route, and acts for them until its end."""

from collections.abc import Collection, Sequence
from typing import Protocol

from dishka import AsyncContainer
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from application.access.acting import acting_as
from application.limits.count_failed_sign_in import CountFailedSignIn
from domain.access.principal import Principal
from domain.errors import NotAuthenticated, QuothError, RateLimited
from entrypoints.api.error_pages import API, OPENAI, ErrorPages
from entrypoints.api.open_streams import held_until_the_end
from entrypoints.api.problems import handle_quoth_error, send_response
from entrypoints.api.standing import standing_of

PROTECTED = {API, OPENAI, "schema", "mcp", "metrics"}
"""What is below these paths needs a key. All else are the files of the page."""


CREDENTIALS = {b"authorization", b"cookie"}


class Authenticator(Protocol):
    """One way to find out who sent a request."""

    async def authenticate(self, scope: HTTPScope) -> Principal | None:
        """Return who sent a request; None if this way does not tell.

        Raises:
            NotAuthenticated: If it tells that they may not come in any more.
            NotAllowed: If they may not come in from there.
            Unavailable: If that cannot be told for the moment.
        """
        ...


class Authentication:
    """Lets a request in for the first principal that an authenticator returns."""

    def __init__(
        self,
        app: ASGIApp,
        authenticators: Sequence[Authenticator],
        free: Collection[str],
        pages: ErrorPages,
        container: AsyncContainer,
    ) -> None:
        """Wrap the application.

        Args:
            app: The application.
            authenticators: The ways to find out who sent a request, in their order.
            free: The paths that need nobody, without the last slash.
            pages: Choose the form of an error.
            container: Provides what counts failures.
        """
        self._app = app
        self._authenticators = authenticators
        self._free = free
        self._pages = pages
        self._container = container

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != ScopeType.HTTP or self._is_free(scope["path"]):
            # should this be wrong, the route refuses it
            await self._app(scope, receive, send)
            return
        try:
            principal = await self._principal_of(scope)
        except QuothError as exc:
            refusal = await self._counted(exc, scope)
            await send_response(send, self._pages.choose(scope, handle_quoth_error(None, refusal)))
            return
        scope["user"] = principal
        with (
            acting_as(principal),
            standing_of(principal, lambda: self._principal_of(scope)),
            held_until_the_end(),
        ):
            await self._app(scope, receive, send)

    async def _counted(self, refusal: QuothError, scope: HTTPScope) -> QuothError:
        """Count what may be an attempt to get in, and return why the request is refused."""
        tried = any(name in CREDENTIALS for name, _ in scope["headers"])
        if tried and isinstance(refusal, NotAuthenticated):
            try:
                await (await self._container.get(CountFailedSignIn)).execute()
            except RateLimited as exc:
                return exc
        return refusal

    def _is_free(self, path: str) -> bool:
        if path.lstrip("/").partition("/")[0] not in PROTECTED:
            return True
        return path.removesuffix("/") in self._free

    async def _principal_of(self, scope: HTTPScope) -> Principal:
        for each in self._authenticators:
            principal = await each.authenticate(scope)
            if principal is not None:
                return principal
        raise NotAuthenticated
