"""A page of another site cannot make its own name lead to this server (DNS rebinding)."""

from typing import Any

import httpx
import pytest

from entrypoints.api.app import create_api
from entrypoints.api.served_hosts import ServedHosts
from tests.api.client import Client, problem_of
from tests.fakes.wiring import Fakes, fake_container
from tests.support.acting import EVERYBODY

EVERYTHING = [
    ("GET", "/"),
    ("GET", "/documents"),
    ("GET", "/schema"),
    ("GET", "/api/document/"),
    ("GET", "/api/health/live/"),
    ("GET", "/api/nothing/"),
    ("OPTIONS", "/api/document/"),
    ("TRACE", "/api/document/"),
    ("POST", "/api/session/create/"),
    ("POST", "/api/chat/"),
    ("DELETE", f"/api/session/{'0' * 32}/"),
]


@pytest.mark.parametrize(("method", "path"), EVERYTHING)
async def test_a_host_that_is_not_served_gets_nothing(
    client: Client, method: str, path: str
) -> None:
    """A request for another host is refused on every path, even if its origin agrees."""
    headers = {"host": "evil.example:8000", "origin": "http://evil.example:8000"}
    response = await client.http.request(method, path, headers=headers)
    assert response.status_code == 421
    assert response.headers["x-content-type-options"] == "nosniff"
    problem = problem_of(response)
    assert problem["code"] == "host_not_served"
    assert "evil.example" in problem["detail"]
    assert "QUOTH_ALLOWED_HOSTS" in problem["detail"]
    assert (await client.http.head(path, headers=headers)).status_code == 421
    assert (await client.http.get("/api/session/")).json()["items"] == []


async def test_a_person_is_told_in_the_browser(client: Client) -> None:
    """A browser that navigates to a name that is not served shows what to set."""
    headers = {"host": "nas.example", "accept": "text/html,*/*;q=0.8"}
    response = await client.http.get("/", headers=headers)
    assert response.status_code == 421
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert "nas.example" in response.text
    assert "QUOTH_ALLOWED_HOSTS" in response.text


async def test_loopback_hosts_are_served_without_a_setting() -> None:
    """An application without settings serves loopback hosts and no others."""
    container = fake_container(Fakes())
    app: Any = create_api(container, EVERYBODY)
    transport = httpx.ASGITransport(app=app)
    for host, status in (
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("quoth", 421),
        ("192.168.1.5", 421),
    ):
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as http:
            assert (await http.get("/api/document/")).status_code == status
    await container.close()


async def asked(
    path: str, *hosts: bytes, version: str = "1.1", served: ServedHosts | None = None
) -> tuple[int, bytes]:
    """Send a request as the server's protocol would, and return the status and the body."""
    container = fake_container(Fakes())
    app: Any = create_api(container, EVERYBODY, served_hosts=served or ServedHosts())
    sent: list[Any] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: object) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": version,
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", host) for host in hosts],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8000),
    }
    await app(scope, receive, send)
    await container.close()
    return sent[0]["status"], b"".join(each["body"] for each in sent[1:])


@pytest.mark.parametrize(
    "hosts",
    [
        (),
        (b"",),
        (b"localhost", b"evil.example"),
        (b"localhost", b"localhost"),
        (b"localhost, evil.example",),
        (b"evil.example@localhost",),
        (b"localhost:8000:evil",),
        (b"localhost\xff",),
        (b"[::1",),
        (b"../../etc",),
    ],
)
async def test_a_request_without_one_valid_host_is_400(hosts: tuple[bytes, ...]) -> None:
    """A missing, repeated or malformed host is a bad request, whatever is served."""
    for served in (ServedHosts(), ServedHosts(patterns=frozenset({"*"}))):
        status, body = await asked("/api/health/live/", *hosts, served=served)
        assert status == 400
        assert b'"invalid_request"' in body


async def test_a_probe_without_a_host_is_served() -> None:
    """HTTP/1.0, in which load balancers probe without a host, needs none."""
    status, _ = await asked("/api/health/live/", version="1.0")
    assert status == 200


@pytest.mark.parametrize("target", ["http://evil.example/api/document/", "api/document/", "*"])
async def test_a_target_that_is_no_path_is_400(target: str) -> None:
    """A target that names another host than the header, or no path, is a bad request."""
    status, body = await asked(target, b"localhost")
    assert status == 400
    assert b'"invalid_request"' in body
