"""Errors outside the API: pages for people in browsers, problems for programs."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrypoints.api.error_pages import prefers_html
from tests.api.client import problem_of
from tests.api.test_web_client import INDEX, serving

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    (tmp_path / "index.html").write_bytes(INDEX)
    async with serving(tmp_path) as http:
        yield http


@pytest.mark.parametrize(
    "path",
    ["/nope", "/c/", "/documents/1/2", "/assets/old.js", "/apiary", "/schema/nope", "/schema/a/b"],
)
async def test_an_unknown_address_in_a_browser_is_the_client_with_404(
    http: httpx.AsyncClient, path: str
) -> None:
    """A browser that navigates to an unknown address gets the client, which says so, as a 404."""
    response = await http.get(path, headers={"accept": BROWSER})
    assert response.status_code == 404
    assert response.content == INDEX
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["vary"] == "Accept"
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_the_head_of_an_unknown_address_is_that_of_its_page(http: httpx.AsyncClient) -> None:
    """HEAD has the status and the headers of GET, without the page."""
    asked = await http.head("/nope", headers={"accept": BROWSER})
    assert (asked.status_code, asked.content) == (404, b"")
    assert asked.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", ["/api", "/api/nope", "/api/document/none/"])
@pytest.mark.parametrize("accept", [BROWSER, "text/html", "*/*"])
async def test_an_unknown_address_of_the_api_is_a_problem(
    http: httpx.AsyncClient, path: str, accept: str
) -> None:
    """Below /api an error is a problem, whatever is accepted."""
    response = await http.get(path, headers={"accept": accept})
    assert (response.status_code, problem_of(response)["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "*/*",
        "application/json",
        "application/problem+json, text/html;q=0.9",
        "image/avif,image/webp,*/*;q=0.8",
        "text/css,*/*;q=0.1",
        "text/html;q=0",
        "text/html;q=0.000, */*",
        "text/html;q=0.4, application/json;q=0.5",
        "text/plain",
        "nonsense",
        ";;,,q=",
    ],
)
@pytest.mark.parametrize("path", ["/nope", "/schema/nope"])
async def test_programs_get_a_problem(http: httpx.AsyncClient, path: str, accept: str) -> None:
    """A client that does not prefer HTML gets a problem."""
    response = await http.get(path, headers={"accept": accept})
    assert (response.status_code, problem_of(response)["code"]) == (404, "not_found")
    assert response.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "TEXT/HTML",
        "text/*",
        "text/html;level=1",
        "text/html;q=0.9, application/json;q=0.8",
        "*/*;q=0.1, text/html;q=0.2",
    ],
)
async def test_whoever_prefers_html_gets_a_page(http: httpx.AsyncClient, accept: str) -> None:
    """HTML is chosen by its quality, in any letters."""
    response = await http.get("/nope", headers={"accept": accept})
    assert response.content == INDEX


async def test_a_wrong_method_on_a_page_is_405_as_a_page(http: httpx.AsyncClient) -> None:
    """Another error is a plain page with its status, its headers and the request's id."""
    response = await http.post("/documents", headers={"accept": BROWSER, "x-request-id": "a-1"})
    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "Method not allowed" in response.text
    assert "a-1" in response.text


async def test_without_a_built_client_the_page_is_plain(tmp_path: Path) -> None:
    """Without a built client, a browser gets a plain page with what happened."""
    async with serving(tmp_path / "none") as http:
        response = await http.get("/nope", headers={"accept": BROWSER})
        assert response.status_code == 404
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert "<h1>Not found</h1>" in response.text


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=60))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_no_header_breaks_the_choice(accept: str) -> None:
    """Any header is read, and one that names neither HTML nor everything does not prefer HTML."""
    named = "html" in accept.lower() or "*" in accept
    assert named or not prefers_html(accept)


@pytest.mark.parametrize(
    ("quality", "html"),
    [("inf", False), ("1e999", False), ("nan", True), ("-1", True), ("x", True), ("", True)],
)
def test_an_odd_quality_is_read(quality: str, html: bool) -> None:
    """A quality that is no number is as none, and an infinite one is no preference."""
    assert prefers_html(f"text/html;q={quality}") is html
