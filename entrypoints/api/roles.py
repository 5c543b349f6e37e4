"""The role that each route needs, as the `opt` of its handler says: `opt=EDITOR`."""

from collections.abc import Iterable
from typing import Any, Final, Literal

from litestar import HttpMethod
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.routes import BaseRoute, HTTPRoute

from domain.access.principal import Principal
from domain.access.role import Role
from domain.errors import NotAllowed, NotAuthenticated

ANYBODY: Final = "anybody"

READER: Final = {"role": Role.READER}
EDITOR: Final = {"role": Role.EDITOR}
ADMIN: Final = {"role": Role.ADMIN}
FOR_PAGES: Final = {**READER, "for_pages": True}
"""Of a route that a key for pages may use, too."""
FREE: Final = {"role": ANYBODY}
"""Of a route that shows nothing of a library."""


def role_of(handler: BaseRouteHandler) -> Role | Literal["anybody"] | None:
    """Return the role that a route needs; None if its handler does not say."""
    role: Role | Literal["anybody"] | None = handler.opt.get("role")
    return role


def free_paths(routes: Iterable[BaseRoute]) -> frozenset[str]:
    """Return the paths that need nobody, whatever is done there."""
    return frozenset(
        route.path
        for route in routes
        if isinstance(route, HTTPRoute)
        and all(
            role_of(handler) == ANYBODY
            for method, (handler, _) in route.route_handler_map.items()
            if method != HttpMethod.OPTIONS
        )
    )


async def require_role(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Refuse a request whose sender has too small a role.

    Raises:
        NotAuthenticated: If nobody acts, and the route needs somebody.
        NotAllowed: If their role is too small, or the route says none.
    """
    needed = role_of(handler)
    if needed == ANYBODY:
        return
    principal: Principal | None = connection.scope.get("user")
    if principal is None:
        raise NotAuthenticated
    if connection.scope.get("method") == HttpMethod.OPTIONS:
        return  # it only lists the methods of the route
    if needed is None or not principal.role.includes(needed):
        raise NotAllowed
    if principal.for_pages and not handler.opt.get("for_pages"):
        raise NotAllowed("A key with origins may only ask questions, so nothing was done.")
