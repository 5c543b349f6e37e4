"""Signing in and out in a browser, with a key and at a provider."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest

from application.access.count_sign_in import SIGN_INS
from application.access.create_key import CreateKey, KeyRequest, NewKey
from application.limits.count_failed_sign_in import CountFailedSignIn
from application.limits.requester import requested_from
from application.ports.api_keys import ApiKeys
from domain.access.audit import AuditOutcome
from domain.access.member import GroupRule, Identity
from domain.access.role import Role
from domain.errors import ProviderUnavailable, RateLimited
from entrypoints.settings import Settings
from tests.api.client import Client, problem_of
from tests.fakes.people import ScriptedProvider
from tests.fakes.wiring import Fakes, test_settings
from tests.support.keys import keyed_server

OWN_PAGE = {"origin": "http://quoth", "sec-fetch-site": "same-origin"}
ADA = Identity("https://id.example", "ada", "Ada", frozenset({"staff", "admins"}))
RULES = (
    GroupRule("staff", "default", Role.READER),
    GroupRule("admins", "default", Role.ADMIN),
    GroupRule("staff", "library", Role.EDITOR),
)


@asynccontextmanager
async def guarded(
    fakes: Fakes, settings: Settings | None = None, address: str = "http://quoth"
) -> AsyncIterator[Client]:
    """Serve the application to a browser that shows its page and keeps cookies."""
    async with keyed_server(
        on_loopback=False, fakes=fakes, settings=settings, address=address
    ) as server:
        server.http.headers.update(OWN_PAGE)
        yield Client(server.http, server.container)


async def a_key(client: Client, role: Role = Role.EDITOR, **fields: Any) -> NewKey:
    create = await client.container.get(CreateKey)
    return await create.execute(KeyRequest("reception", role, **fields))


async def sign_in(client: Client, key: str, **headers: str) -> httpx.Response:
    return await client.http.post("/api/sign-in/", json={"key": key}, headers=headers)


async def workspaces(client: Client) -> httpx.Response:
    return await client.http.get("/api/me/workspace/")


async def test_a_key_signs_a_browser_in_and_out(fakes: Fakes) -> None:
    """The cookie lets in what the key lets in, until the browser signs out."""
    async with guarded(fakes) as client:
        assert (await client.http.get("/api/sign-in/")).json() == {"provider": False}
        assert (await workspaces(client)).status_code == 401
        new = await a_key(client)
        response = await sign_in(client, f" {new.text}\n")
        assert response.status_code == 200
        shown = response.json()
        assert (shown["workspace"], shown["role"], shown["name"]) == (
            "default",
            "editor",
            "reception",
        )
        cookie = response.headers["set-cookie"].lower()
        assert cookie.startswith("quoth_sign_in=")
        assert {"httponly", "samesite=strict", "path=/"} <= set(cookie.split("; "))
        assert 43_190 <= int(cookie.partition("max-age=")[2].partition(";")[0]) <= 43_200
        assert "secure" not in cookie
        assert (await workspaces(client)).json() == {
            "items": [{"workspace": "default", "role": "editor", "current": True}],
            "signed_in": True,
        }
        assert (await client.upload()).status_code == 201
        assert (await client.http.get("/api/audit/")).status_code == 403
        assert (await client.http.post("/api/sign-out/")).status_code == 204
        assert (await workspaces(client)).status_code == 401
        assert (await client.http.post("/api/sign-out/")).status_code == 204
    assert [(entry.action, entry.actor, entry.key_id) for entry in fakes.audit.entries] == [
        (action, "reception", new.key.id)
        for action in ("access.sign_in", "document.upload", "access.sign_out")
    ]


async def test_a_key_that_a_page_shows_to_everybody_signs_nobody_in(fakes: Fakes) -> None:
    """Otherwise its readers could write the headers of a browser, and read what others asked."""
    async with guarded(fakes) as client:
        new = await a_key(client, Role.READER, origins=("https://docs.example",))
        response = await sign_in(client, new.text, origin="https://docs.example")
        assert response.status_code == 403
        assert problem_of(response)["code"] == "not_allowed"
        assert "set-cookie" not in response.headers
        assert (await workspaces(client)).status_code == 401
    assert [entry.outcome for entry in fakes.audit.entries] == [AuditOutcome.REFUSED]


async def test_a_sign_in_ends_after_the_time_of_the_settings(fakes: Fakes) -> None:
    """For the browser, and for the server, which a browser that keeps its cookie cannot outlast."""
    async with guarded(fakes, test_settings(sign_in_hours=0.5)) as client:
        response = await sign_in(client, (await a_key(client)).text)
        ends = datetime.fromisoformat(response.json()["expires_at"])
        assert timedelta(0) < ends - datetime.now(UTC) <= timedelta(minutes=30)
        cookie = response.headers["set-cookie"].lower()
        assert int(cookie.partition("max-age=")[2].partition(";")[0]) <= 1_800
        [(token, stored)] = fakes.people.sign_ins.items()
        assert stored.expires_at == ends
        fakes.people.sign_ins[token] = replace(stored, expires_at=datetime.now(UTC))
        assert (await workspaces(client)).status_code == 401


async def test_over_tls_no_other_host_can_set_the_cookie(fakes: Fakes) -> None:
    """Its name begins with __Host-, it is secure, and the plain name is not read."""
    async with guarded(fakes, address="https://quoth") as client:
        new = await a_key(client)
        response = await sign_in(client, new.text, origin="https://quoth")
        cookie = response.headers["set-cookie"]
        assert cookie.startswith("__Host-quoth_sign_in=")
        assert "Secure" in cookie.split("; ")
        assert (await workspaces(client)).status_code == 200
        token = cookie.partition("=")[2].partition(";")[0]
        client.http.cookies.clear()
        plain = {"cookie": f"quoth_sign_in={token}"}
        assert (await client.http.get("/api/me/workspace/", headers=plain)).status_code == 401
        twice = {"cookie": f"__Host-quoth_sign_in={token}; __Host-quoth_sign_in=x"}
        assert (await client.http.get("/api/me/workspace/", headers=twice)).status_code == 401


async def test_a_revoked_key_ends_its_sign_ins(fakes: Fakes) -> None:
    """At the next request, and the same key signs nobody in any more."""
    async with guarded(fakes) as client:
        new = await a_key(client)
        await sign_in(client, new.text)
        await (await client.container.get(ApiKeys)).revoke(new.key.id)
        assert problem_of(await workspaces(client))["code"] == "not_authenticated"
        for wrong in (new.text, "", "quoth_" + "x" * 40, "x" * 500, "ü"):
            response = await sign_in(client, wrong)
            assert response.status_code in {400, 401}
            assert "set-cookie" not in response.headers
    assert [entry.outcome for entry in fakes.audit.entries] == [
        AuditOutcome.DONE,
        AuditOutcome.REFUSED,
    ]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"origin": "http://quoth"}, 201),
        ({"sec-fetch-site": "same-origin"}, 201),
        ({"origin": "https://elsewhere.test"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://quoth"}, 403),
        ({}, 403),
    ],
)
async def test_another_page_changes_nothing_with_the_cookie(
    fakes: Fakes, sent: dict[str, str], status: int
) -> None:
    """A request with a cookie has to say that this page sent it; with a key it need not."""
    async with guarded(fakes) as client:
        new = await a_key(client)
        await sign_in(client, new.text)
        for name in OWN_PAGE:
            del client.http.headers[name]
        response = await client.http.post("/api/session/create/", headers=sent)
        assert response.status_code == status
        assert (await client.http.get("/api/session/", headers=sent)).status_code == 200
        client.http.cookies.clear()
        bearer = {"authorization": f"Bearer {new.text}"}
        assert (await client.http.post("/api/session/create/", headers=bearer)).status_code == 201


async def go_to_provider(client: Client) -> str:
    """Leave for the provider, and return the state that it is given."""
    response = await client.http.get("/api/sign-in/provider/")
    assert response.status_code == 303
    cookie = response.headers["set-cookie"].lower()
    assert {"httponly", "samesite=lax"} <= set(cookie.split("; "))
    asked = parse_qs(urlsplit(response.headers["location"]).query)
    assert asked["back"] == ["http://quoth/api/sign-in/provider/callback/"]
    return asked["state"][0]


async def come_back(client: Client, state: str) -> str:
    """Come back from the provider, as a link on its page, and return where that leads."""
    response = await client.http.get(
        f"/api/sign-in/provider/callback/?state={state}&code=c",
        headers={"sec-fetch-site": "cross-site"},
    )
    assert response.status_code == 303
    return str(response.headers["location"])


async def test_a_person_signs_in_at_the_provider_and_switches(fakes: Fakes) -> None:
    """Groups decide on workspaces and roles; the first by name is where a person begins."""
    fakes.provider = ScriptedProvider(ADA)
    async with guarded(fakes, test_settings(oidc_groups=RULES)) as client:
        assert (await client.http.get("/api/sign-in/")).json() == {"provider": True}
        assert await come_back(client, await go_to_provider(client)) == "/"
        both = [
            {"workspace": "default", "role": "admin", "current": True},
            {"workspace": "library", "role": "editor", "current": False},
        ]
        assert (await workspaces(client)).json() == {"items": both, "signed_in": True}
        [member] = (await client.http.get("/api/member/")).json()["items"]
        assert (member["name"], member["groups"]) == ("Ada", ["admins", "staff"])
        assert (await client.http.get("/api/me/")).json()["groups"] == member["groups"]
        switched = await client.http.post("/api/me/workspace/", json={"workspace": "library"})
        assert switched.json() == {"workspace": "library", "role": "editor", "current": True}
        assert (await client.http.get("/api/member/")).status_code == 403
        unknown = await client.http.post("/api/me/workspace/", json={"workspace": "secret"})
        assert (unknown.status_code, problem_of(unknown)["code"]) == (404, "workspace_not_found")
        await client.http.post("/api/me/workspace/", json={"workspace": "default"})
        removed = await client.http.delete(f"/api/member/{member['member_id']}/")
        assert removed.status_code == 204
        assert (await workspaces(client)).status_code == 401
    assert UUID(member["member_id"]) == fakes.audit.entries[0].member_id
    assert [(entry.action, entry.actor, entry.role) for entry in fakes.audit.entries] == [
        ("access.sign_in", "Ada", Role.ADMIN),
        ("access.switch", "Ada", Role.EDITOR),
        ("access.switch", "Ada", Role.ADMIN),
        ("member.remove", "Ada", Role.ADMIN),
    ]


async def test_who_is_not_let_in_is_told_on_the_page(fakes: Fakes) -> None:
    """Every failure leads back to the page with its code, and signs nobody in."""
    async with guarded(fakes) as client:
        assert (await client.http.get("/api/sign-in/provider/")).status_code == 404
        assert (await client.http.get("/api/sign-in/provider/callback/")).status_code == 404
    fakes.provider = provider = ScriptedProvider(ADA)
    async with guarded(fakes, test_settings(oidc_groups=RULES)) as client:
        # without the cookie of the flow, and with the state of another one
        assert await come_back(client, "x") == "/?sign_in=sign_in_failed"
        state = await go_to_provider(client)
        assert await come_back(client, "another") == "/?sign_in=sign_in_failed"
        # the cookie went with the failure: the state alone is worth nothing
        assert await come_back(client, state) == "/?sign_in=sign_in_failed"
        state = await go_to_provider(client)
        provider.error = ProviderUnavailable()
        assert await come_back(client, state) == "/?sign_in=provider_unavailable"
        away = await client.http.get("/api/sign-in/provider/")
        assert away.headers["location"] == "/?sign_in=provider_unavailable"
        provider.error = None
        provider.person = Identity(ADA.issuer, "eve", "Eve", frozenset({"visitors"}))
        state = await go_to_provider(client)
        assert await come_back(client, state) == "/?sign_in=not_a_member"
        assert (await workspaces(client)).status_code == 401
    [refused] = fakes.audit.entries  # of all within a minute
    assert (refused.action, refused.outcome) == ("access.sign_in", AuditOutcome.REFUSED)
    assert (refused.actor, refused.role, refused.target) == ("127.0.0.1", None, None)


async def test_nobody_makes_the_server_ask_the_provider_without_end(fakes: Fakes) -> None:
    """Above the limit of a network the way to the provider and back leads to the page at once."""
    fakes.provider = provider = ScriptedProvider(ADA)
    async with guarded(fakes, test_settings(oidc_groups=RULES)) as client:
        state = await go_to_provider(client)
        count = await client.container.get(CountFailedSignIn)
        with requested_from("127.0.0.1"), suppress(RateLimited):
            while True:
                await count.execute()
        asked = provider.asked
        assert await come_back(client, state) == "/?sign_in=rate_limited"
        refused = await client.http.get("/api/sign-in/provider/")
        assert refused.headers["location"] == "/?sign_in=rate_limited"
        assert provider.asked == asked


async def test_a_key_signs_in_only_so_often(fakes: Fakes) -> None:
    """Each sign-in is an entry of the audit log for good: a key cannot fill it; others go on."""
    async with guarded(fakes) as client:
        busy, other = (await a_key(client)).text, (await a_key(client)).text
        before = len(fakes.audit.entries)
        statuses = [(await sign_in(client, busy)).status_code for _ in range(SIGN_INS.most + 2)]
        assert statuses == [200] * SIGN_INS.most + [429] * 2
        assert len(fakes.audit.entries) == before + SIGN_INS.most
        refused = await sign_in(client, busy)
        assert problem_of(refused)["code"] == "rate_limited"
        assert 1 <= int(refused.headers["retry-after"]) <= SIGN_INS.seconds
        assert (await sign_in(client, other)).status_code == 200


async def test_who_is_not_known_sends_little(fakes: Fakes) -> None:
    """Nobody without a key can let the server hold much of what they send, or read it for long."""
    async with guarded(fakes) as client:
        refused = await sign_in(client, "k" * 9_000)
        assert (refused.status_code, problem_of(refused)["code"]) == (413, "request_too_large")
        taken = 0

        async def pieces() -> AsyncIterator[bytes]:
            nonlocal taken
            while True:
                taken += 1024
                yield b"x" * 1024

        headers = {"content-type": "application/json"}
        endless = await client.http.post("/api/sign-in/", content=pieces(), headers=headers)
        assert endless.status_code == 413
        assert taken < 300 * 1024
