"""Pages of other sites: which of them may ask, with which key, and for what."""

from collections import Counter
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from application.access.acting import acting_as
from application.access.record_action import Action
from application.limits.count_request import OF_A_PAGE
from application.limits.record_refusal import (
    OF_A_KEY_FOR_PAGES,
    OF_ONE_CLIENT,
    RecordRefusal,
)
from application.limits.requester import requested_from
from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.workspace import DEFAULT_WORKSPACE
from entrypoints.api.roles import role_of
from tests.api.client import problem_of
from tests.support.keys import KeyedServer, bearing, keyed_server

SITE = "https://docs.example"
OTHER = "https://evil.example"
ALLOWS = "access-control-allow-origin"
CROSS_SITE = {"Sec-Fetch-Site": "cross-site"}

# what the help box needs, and who has its key
OPEN_TO_PAGES = {
    ("POST", "/api/session/create"),
    ("POST", "/api/chat"),
    ("GET", "/api/chat/{message_id:uuid}/events"),
    ("POST", "/api/chat/{message_id:uuid}/cancel"),
    ("GET", "/api/me"),
}


@pytest.fixture
async def server() -> AsyncIterator[KeyedServer]:
    """An application that needs keys."""
    async with keyed_server() as server:
        yield server


async def preflight(server: KeyedServer, origin: str) -> httpx.Response:
    """Ask like a browser whether a page may send a question."""
    return await server.http.options(
        "/api/chat/",
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
            **CROSS_SITE,
        },
    )


async def test_a_page_may_ask_with_the_key_that_names_its_origin(server: KeyedServer) -> None:
    """Its browser is told so before and in the response, and never to send a cookie."""
    headers = bearing(await server.make_key(origins=(SITE,))) | {"Origin": SITE} | CROSS_SITE
    before = await preflight(server, SITE)
    assert before.status_code == 204
    assert before.headers[ALLOWS] == SITE
    for needed in ("authorization", "content-type", "idempotency-key", "last-event-id"):
        assert needed in before.headers["access-control-allow-headers"].lower()
    created = await server.http.post("/api/session/create/", headers=headers)
    assert created.status_code == 201
    assert created.headers[ALLOWS] == SITE
    assert created.headers["vary"] == "Origin"
    body = {"session_id": created.json()["session_id"], "message": "Where is the valve?"}
    asked = await server.http.post("/api/chat/", json=body, headers=headers)
    assert asked.status_code == 200
    assert '"type":"done"' in asked.text
    missing = await server.http.get(f"/api/chat/{uuid4()}/events/", headers=headers)
    assert (missing.status_code, missing.headers[ALLOWS]) == (404, SITE)  # it can read why
    for response in (before, created, asked, missing):
        assert "access-control-allow-credentials" not in response.headers


async def test_a_page_of_another_origin_may_not(server: KeyedServer) -> None:
    """Neither with that key, nor with one for programs, nor without one."""
    keys = [await server.make_key(origins=(SITE,)), await server.make_key()]
    before = await preflight(server, OTHER)
    assert ALLOWS not in before.headers
    assert before.headers["vary"] == "Origin"
    for headers in [{}, *map(bearing, keys)]:
        refused = await server.http.post(
            "/api/session/create/", headers=headers | {"Origin": OTHER} | CROSS_SITE
        )
        assert refused.status_code in {401, 403}
        assert ALLOWS not in refused.headers
    # an origin that one key names does not become that of another
    programs = bearing(keys[1]) | {"Origin": SITE} | CROSS_SITE
    refused = await server.http.post("/api/session/create/", headers=programs)
    assert (refused.status_code, problem_of(refused)["code"]) == (403, "cross_origin")
    assert ALLOWS not in (await server.http.get("/api/session/", headers=programs)).headers


async def test_an_origin_is_allowed_no_longer_than_a_key_names_it(server: KeyedServer) -> None:
    """A key that was revoked or has expired, or a database that is away, allows nothing."""
    keys = [await server.make_key(origins=(SITE,)) for _ in range(2)]
    server.revoke(keys[0])
    assert (await preflight(server, SITE)).headers[ALLOWS] == SITE
    server.fakes.access.available = False
    assert ALLOWS not in (await preflight(server, SITE)).headers
    server.fakes.access.available = True
    server.age(keys[1])
    assert ALLOWS not in (await preflight(server, SITE)).headers


async def test_a_key_for_pages_asks_and_does_nothing_else(server: KeyedServer) -> None:
    """Whoever opens the page has it, so it shows no conversation of others and no document."""
    headers = bearing(await server.make_key(origins=(SITE,))) | {"Origin": SITE}
    opened = {
        (method, route.path)
        for route in server.app.routes
        for method, (handler, _) in getattr(route, "route_handler_map", {}).items()
        if handler.opt.get("for_pages") and role_of(handler)
        if method != "OPTIONS"
    }
    assert opened == OPEN_TO_PAGES
    for method, path in [
        ("GET", "/api/session/"),
        ("GET", "/api/document/"),
        ("POST", "/api/search/"),
        ("POST", "/v1/chat/completions"),
        ("POST", "/mcp"),
        ("GET", "/schema"),
    ]:
        refused = await server.http.request(method, path, headers=headers)
        assert refused.status_code == 403, path
        assert refused.headers[ALLOWS] == SITE


async def test_who_has_the_key_of_a_page_fills_no_log(server: KeyedServer) -> None:
    """Few refusals of it are entered, and no conversations, of which an address begins few."""
    headers = bearing(await server.make_key(origins=(SITE,))) | {"Origin": SITE}
    for _ in range(3 * OF_ONE_CLIENT.most):
        refused = await server.http.post("/api/key/", json={}, headers=headers)
        assert refused.status_code == 403
    statuses = [
        (await server.http.post("/api/session/create/", headers=headers)).status_code
        for _ in range(OF_A_PAGE.most + 1)
    ]
    assert statuses == [201] * OF_A_PAGE.most + [429]
    entered = Counter(each.action for each in server.fakes.audit.entries)
    assert entered == {"key.create": OF_ONE_CLIENT.most}


async def test_many_addresses_with_the_key_of_a_page_fill_no_log(server: KeyedServer) -> None:
    """Whoever has the key of a page may come from as many networks as they like."""
    record = await server.container.get(RecordRefusal)
    reader = Principal(DEFAULT_WORKSPACE, Role.READER, "page", uuid4(), for_pages=True)
    for number in range(OF_A_KEY_FOR_PAGES.most + 5):
        with acting_as(reader), requested_from(f"10.0.{number}.1"):
            await record.execute(Action("key.create"))
    assert len(server.fakes.audit.entries) == OF_A_KEY_FOR_PAGES.most


async def test_refusals_of_one_client_hide_none_of_another(server: KeyedServer) -> None:
    """Each key has its own share of the audit log."""
    for _ in range(2):
        headers = bearing(await server.make_key())
        for _ in range(OF_ONE_CLIENT.most + 1):
            await server.http.post("/api/key/", json={}, headers=headers)
    assert len(server.fakes.audit.entries) == 2 * OF_ONE_CLIENT.most
