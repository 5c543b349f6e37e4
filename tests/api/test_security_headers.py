"""What browsers are told with every response, and which other sites may use the API."""

from ipaddress import ip_network

import pytest

from entrypoints.settings import Settings
from tests.api.client import Client, problem_of
from tests.fakes.wiring import test_settings

APP = "https://app.example"
ALWAYS = {
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
}


@pytest.fixture
def settings() -> Settings:
    return test_settings(cors_origins=(APP,), trusted_proxies=(ip_network("127.0.0.1"),))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", {200, 503}),
        ("/documents", {200, 404}),
        ("/api/health/", {200}),
        ("/api/document/", {200}),
        ("/api/nothing/", {404}),
        ("/schema/openapi.json", {200}),
        ("/v1/models", {200}),
        ("/metrics", {200}),
        ("/mcp", {405}),
    ],
)
async def test_every_response_is_shut(client: Client, path: str, status: set[int]) -> None:
    """No response may be framed, sniffed, or read by another site; pages load what is ours."""
    response = await client.http.get(path, headers={"accept": "text/html"})
    assert response.status_code in status
    assert ALWAYS.items() <= dict(response.headers).items()
    assert len(response.headers.get_list("content-security-policy")) == 1
    policy = response.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert policy.startswith(("default-src 'self'", "default-src 'none'"))
    assert "unsafe" not in policy
    assert "camera=()" in response.headers["permissions-policy"]
    assert "strict-transport-security" not in response.headers


async def test_no_cache_keeps_what_somebody_may_read(client: Client) -> None:
    """Whoever uses the browser after them finds nothing; what says how it may be kept, is."""
    for path in ("/api/document/", "/api/me/", "/v1/files", "/api/nothing/", "/metrics"):
        response = await client.http.get(path)
        assert response.headers.get_list("cache-control") == ["no-store"], path
    document = (await client.upload()).json()["document_id"]
    original = await client.http.get(f"/api/document/{document}/original/")
    assert original.headers.get_list("cache-control") == ["private, no-cache"]


async def test_over_tls_a_browser_does_not_go_back(client: Client) -> None:
    """Behind a trusted proxy that speaks TLS, HSTS is sent; a refused host has the headers too."""
    headers = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}
    response = await client.http.get("/api/health/", headers=headers)
    assert response.headers["strict-transport-security"] == "max-age=31536000"
    refused = await client.http.get("/api/health/", headers={"host": "evil.example"})
    assert refused.status_code == 421
    assert ALWAYS.items() <= dict(refused.headers).items()


ASKING = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type",
}


async def test_a_named_site_may_use_the_api(client: Client) -> None:
    """A page of a named origin may ask, send keys, and read what it needs of responses."""
    headers = {"origin": APP, "sec-fetch-site": "cross-site"}
    may = await client.http.options("/api/search/", headers={**headers, **ASKING})
    assert may.status_code == 204
    assert may.headers["access-control-allow-origin"] == APP
    assert "POST" in may.headers["access-control-allow-methods"]
    assert "Authorization" in may.headers["access-control-allow-headers"]
    made = await client.http.post("/api/session/create/", headers=headers)
    assert made.status_code == 201
    assert made.headers["access-control-allow-origin"] == APP
    assert made.headers["vary"] == "Origin"
    assert "Retry-After" in made.headers["access-control-expose-headers"]
    missing = await client.http.get("/api/session/x/", headers=headers)
    assert (missing.status_code, missing.headers["access-control-allow-origin"]) == (404, APP)
    for each in (may, made, missing):
        assert "access-control-allow-credentials" not in each.headers


@pytest.mark.parametrize("path", ["/api/sign-in/", "/api/sign-out/"])
async def test_a_named_site_signs_no_browser_in_or_out(client: Client, path: str) -> None:
    """Its form could leave a visitor in a workspace of its choice, whose questions it reads."""
    headers = {"origin": APP, "sec-fetch-site": "cross-site", "content-type": "text/plain"}
    refused = await client.http.post(path, content=b'{"key": "a key"}', headers=headers)
    assert problem_of(refused)["code"] == "cross_origin"
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://app.example",
        "https://app.example.evil.example",
        "https://app.example:8443",
        "https://sub.app.example",
        "null",
        "",
    ],
)
async def test_no_other_site_may(client: Client, origin: str) -> None:
    """An origin that is not named gets no permission, and changes nothing."""
    headers = {"origin": origin, "sec-fetch-site": "cross-site"}
    may = await client.http.options("/api/search/", headers={**headers, **ASKING})
    refused = await client.http.post("/api/session/create/", headers=headers)
    assert problem_of(refused)["code"] == "cross_origin"
    for each in (may, refused):
        assert not [name for name in each.headers if name.startswith("access-control-allow")]
        assert not origin or "Origin" in each.headers["vary"]
