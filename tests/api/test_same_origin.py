"""Pages of other sites cannot change anything through a visitor's browser."""

import pytest

from tests.api.client import Client, problem_of

OWN = "quoth.test"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": f"http://{OWN}"},
        {"origin": "https://elsewhere.test"},
        {"origin": "null"},
        {"origin": f"http://{OWN}:8080"},
        {"origin": f"http://{OWN}@elsewhere.test"},
        {"origin": OWN},
        {"origin": "http://["},
        {"origin": ""},
    ],
)
async def test_a_change_from_another_site_is_refused(
    client: Client, headers: dict[str, str]
) -> None:
    """A request from another site is refused, and nothing is changed."""
    headers = {"host": OWN, **headers}
    for method, path in (
        ("POST", "/api/session/create/"),
        ("POST", "/api/chat/"),
        ("POST", "/api/document/"),
        ("DELETE", f"/api/session/{'0' * 32}/"),
    ):
        response = await client.http.request(method, path, headers=headers)
        assert (response.status_code, problem_of(response)["code"]) == (403, "cross_origin")
    assert (await client.http.get("/api/session/")).json()["items"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": f"http://{OWN}"},
    ],
)
async def test_own_pages_and_programs_are_let_through(
    client: Client, headers: dict[str, str]
) -> None:
    """Quoth's own pages, typed addresses and clients that are not browsers are accepted."""
    response = await client.http.post("/api/session/create/", headers={"host": OWN, **headers})
    assert response.status_code == 201


async def test_reading_is_left_to_the_browser(client: Client) -> None:
    """A cross-site GET is answered without CORS headers, so that the browser hides the response."""
    response = await client.http.get("/api/session/", headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 200
    assert "access-control-allow-origin" not in response.headers
