"""The table of docs/access.md: which route needs which role. `python -m` prints it."""

import re
from collections.abc import Iterator
from uuid import uuid4

from litestar import HttpMethod, Litestar
from litestar.handlers import BaseRouteHandler
from litestar.routes import ASGIRoute, HTTPRoute

from domain.access.role import Role
from entrypoints.api.roles import role_of

Route = tuple[str, str, Role | str | None]


def routes_of(app: Litestar) -> Iterator[Route]:
    """Yield the method, the path and the role of each route."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for method, (handler, _) in route.route_handler_map.items():
                if method != HttpMethod.OPTIONS:
                    yield method, route.path, role_of(handler)
        if isinstance(route, ASGIRoute):
            yield "POST", route.path, role_of(route.route_handler)


def handlers_of(app: Litestar) -> Iterator[BaseRouteHandler]:
    """Yield each handler of the application, those that only list methods included."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            yield from (handler for handler, _ in route.route_handler_map.values())
        if isinstance(route, ASGIRoute):
            yield route.route_handler


def filled(path: str) -> str:
    """Return a path with something in each of its parameters."""
    with_ids = re.sub(r"\{\w+:uuid\}", str(uuid4()), path)
    return re.sub(r"\{\w+:\w+\}", "something", with_ids)


def role_table(app: Litestar) -> list[str]:
    """Return a line for each path that needs somebody, with its methods under their roles."""
    methods: dict[str, dict[Role, set[str]]] = {}
    for method, path, role in routes_of(app):
        if isinstance(role, Role) and not path.startswith("/schema/"):
            by_role = methods.setdefault(path, {each: set() for each in Role})
            by_role[role].add(method)
    return [
        f"| `{_shown(path)}` | {' | '.join(', '.join(sorted(by_role[role])) for role in Role)} |"
        for path, by_role in sorted(methods.items())
    ]


def _shown(path: str) -> str:
    """Return a path without the types of its parameters."""
    for kind in ("uuid", "str", "path"):
        path = path.replace(f":{kind}}}", "}")
    return path


if __name__ == "__main__":
    from dishka import make_async_container

    from entrypoints.api.app import create_api

    print(*role_table(create_api(make_async_container(), [])), sep="\n")  # noqa: T201 - what it is for
