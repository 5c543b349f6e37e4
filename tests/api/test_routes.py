"""Every route of the application, listed from it, and who gets in there."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from litestar.utils.sync import AsyncCallable

from domain.access.role import Role
from entrypoints.api.mcp.tools import TOOLS
from entrypoints.api.roles import ANYBODY
from entrypoints.api.web_client import PAGES
from tests.support.keys import KeyedServer, keyed_server
from tests.support.role_table import filled, handlers_of, role_table, routes_of

NEED_NOBODY = {
    "/api/health/live",
    "/api/health/ready",
    "/api/sign-in",
    "/api/sign-in/provider",
    "/api/sign-in/provider/callback",
    "/api/sign-out",
}

FILE = re.compile(r"/[\w-]+\.\w+")
"""A file of the page; besides, there are the addresses that it has, and its assets."""


@pytest.fixture
async def server() -> AsyncIterator[KeyedServer]:
    """An application that needs keys."""
    async with keyed_server() as server:
        yield server


def guarded(server: KeyedServer) -> list[tuple[str, str, Role]]:
    """Return the routes that need somebody."""
    return [
        (method, path, role)
        for method, path, role in routes_of(server.app)
        if isinstance(role, Role)
    ]


async def test_every_route_says_which_role_it_needs(server: KeyedServer) -> None:
    """No route and no tool is forgotten, and liveness, signing in and the page need nobody."""
    routes = list(routes_of(server.app))
    assert len(routes) > 70
    assert [path for _, path, role in routes if role is None] == []
    free = {path for _, path, role in routes if role == ANYBODY}
    page = {*PAGES, "/assets/{name:path}"}
    assert {path for path in free - page if not FILE.fullmatch(path)} == NEED_NOBODY
    assert all(isinstance(tool.role, Role) for tool in TOOLS)


async def test_the_documentation_has_every_route_under_its_role(server: KeyedServer) -> None:
    """The table in docs/access.md is the one that `python -m tests.support.role_table` prints."""
    page = (Path(__file__).parents[2] / "docs" / "access.md").read_text()
    lines = [line for line in page.splitlines() if line.startswith("| `/")]
    assert lines == role_table(server.app)


async def test_nobody_gets_in_without_a_valid_key(server: KeyedServer) -> None:
    """Without a key, and with a wrong, a revoked or an expired one, every route answers 401."""
    revoked, expired = await server.make_key(Role.ADMIN), await server.make_key(Role.ADMIN)
    server.revoke(revoked)
    server.age(expired)
    other_end = revoked.text[:-1] + ("a" if revoked.text[-1] != "a" else "b")
    keys = ["", revoked.text, expired.text, other_end, "quoth_nothing", "\xff"]
    for method, path, _ in guarded(server):
        for key in keys:
            response = await call(server, method, path, key)
            assert response.status_code == 401, (method, path, key)
            assert response.headers["www-authenticate"] == "Bearer"
            assert code_of(response) == "not_authenticated"
    assert server.fakes.access.uses == 0


async def test_a_role_that_is_too_small_is_refused(server: KeyedServer) -> None:
    """Every route answers 403 to every smaller role, and neither 401 nor 403 to its own."""
    keys = {role: await server.make_key(role) for role in Role}
    for method, path, needed in guarded(server):
        for role, key in keys.items():
            response = await call(server, method, path, key.text)
            if role.includes(needed):
                assert response.status_code not in {401, 403}, (method, path, role)
                assert response.status_code < 500, (method, path, response.text)
            else:
                assert response.status_code == 403, (method, path, role)
                assert code_of(response) == "not_allowed"


async def test_what_is_no_route_is_no_way_in(server: KeyedServer) -> None:
    """Other spellings of a path, other methods and unknown paths need a key, too."""
    await server.make_key()
    for path in ("//api/document/", "/api//document/", "/api/nothing", "/API/document/", "/v1",
                 "/api/health/live/../../document/", "/metrics/x", "/schema/x/y"):  # fmt: skip
        for method in ("GET", "POST", "OPTIONS", "TRACE"):
            response = await server.http.request(method, httpx.URL("http://localhost", path=path))
            assert response.status_code in {401, 404, 405}, (method, path)
    assert (await server.http.get("/api/health/live/")).status_code == 200


async def call(server: KeyedServer, method: str, path: str, key: str) -> httpx.Response:
    """Send a request with a key."""
    headers = {b"Authorization": f"Bearer {key}".encode("latin-1")} if key else {}
    return await server.http.request(method, filled(path), headers=headers)


def code_of(response: httpx.Response) -> str:
    """Return the code of an error, in whichever form."""
    body = response.json()
    if response.request.url.path.startswith("/v1"):
        return str(body["error"]["code"])
    assert response.headers["content-type"] == "application/problem+json"
    return str(body["code"])


async def test_no_guard_takes_a_thread(server: KeyedServer) -> None:
    """Every request passes all guards: one that is no coroutine would be run in a thread."""
    guards = {guard for handler in handlers_of(server.app) for guard in handler.resolve_guards()}
    assert len(guards) > 3
    assert not [guard for guard in guards if isinstance(guard, AsyncCallable)]
