"""The web client's files over HTTP, and the API types it is compiled with."""

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar

from entrypoints.api.app import create_api
from entrypoints.api.web_client import create_web_client
from tests.api.client import SERVED, problem_of
from tests.fakes.wiring import Fakes, fake_container, test_settings
from tests.support import openapi_file
from tests.support.acting import EVERYBODY

INDEX = b"<!doctype html><title>Quoth</title>"
SCRIPT = b"console.log('quoth');\n" * 100
ICON = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Serve the application with the web client in `folder`."""
    container = fake_container(Fakes(), test_settings())
    app: Any = create_api(container, EVERYBODY, web_files=folder, served_hosts=SERVED)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://quoth") as http:
        yield http
    await container.close()


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_bytes(INDEX)
    (folder / "favicon.svg").write_bytes(ICON)
    (folder / "widget.js").write_bytes(SCRIPT)
    (folder / "assets" / "index-Ab_1-2.js").write_bytes(SCRIPT)
    (folder / "assets" / "index-Cd34.css").write_bytes(b"body { margin: 0 }")
    (tmp_path / "secret.txt").write_text("not to be served")
    async with serving(folder) as http:
        yield http


@pytest.mark.parametrize(
    "path",
    ["/", "/c/018f-2a", "/documents", "/documents/", "/documents/018f?start=3&end=9", "/usage"],
)
async def test_every_page_is_the_client(http: httpx.AsyncClient, path: str) -> None:
    """Every page address returns the client, which the browser revalidates."""
    response = await http.get(path)
    assert response.status_code == 200
    assert response.content == INDEX
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/assets/index-Ab_1-2.js", "text/javascript; charset=utf-8"),
        ("/assets/index-Cd34.css", "text/css; charset=utf-8"),
        ("/favicon.svg", "image/svg+xml"),
    ],
)
async def test_files_have_their_type(http: httpx.AsyncClient, path: str, media_type: str) -> None:
    """Scripts, styles and images have their media type and forbid sniffing."""
    response = await http.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == media_type
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_files_with_a_hash_in_their_name_are_kept_forever(http: httpx.AsyncClient) -> None:
    """Files with a hash in their name are cached forever; others are revalidated."""
    kept = await http.get("/assets/index-Ab_1-2.js")
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await http.get("/favicon.svg")).headers["cache-control"] == "no-cache"


async def test_the_widget_is_for_the_pages_of_other_sites(http: httpx.AsyncClient) -> None:
    """They may load it, also where they are isolated, and it is no older than five minutes."""
    widget = await http.get("/widget.js", headers={"Origin": "https://docs.example"})
    assert widget.headers["content-type"] == "text/javascript; charset=utf-8"
    assert widget.headers["cross-origin-resource-policy"] == "cross-origin"
    assert widget.headers["cache-control"] == "public, max-age=300"
    assert widget.headers["etag"]


async def test_a_page_that_the_browser_has_is_not_sent_again(http: httpx.AsyncClient) -> None:
    """A matching ETag returns 304 without a body; a different one returns the page."""
    etag = (await http.get("/")).headers["etag"]
    response = await http.get("/documents", headers={"If-None-Match": f'"other", {etag}'})
    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["etag"] == etag
    assert (await http.get("/", headers={"If-None-Match": '"other"'})).status_code == 200


async def test_files_are_compressed_for_those_who_can_read_it(http: httpx.AsyncClient) -> None:
    """A client that accepts gzip gets compressed files, any other client the plain ones."""
    path = "/assets/index-Ab_1-2.js"
    async with http.stream("GET", path, headers={"Accept-Encoding": "br, gzip"}) as response:
        sent = b"".join([piece async for piece in response.aiter_raw()])
    assert response.headers["content-encoding"] == "gzip"
    assert int(response.headers["content-length"]) == len(sent) < len(SCRIPT)
    assert gzip.decompress(sent) == SCRIPT
    for refused in ("identity", "gzip;q=0, br"):
        plain = await http.get(path, headers={"Accept-Encoding": refused})
        assert "content-encoding" not in plain.headers
        assert plain.content == SCRIPT
        assert plain.headers["vary"] == "Accept-Encoding"


async def test_files_that_the_build_compressed_are_sent_so(tmp_path: Path) -> None:
    """What the build has compressed goes to those who accept it, and is no file of its own."""
    (tmp_path / "index.html").write_bytes(b"<!doctype html>")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.js").write_bytes(SCRIPT)
    (tmp_path / "assets" / "a.js.br").write_bytes(b"compressed")
    app = Litestar([create_web_client(tmp_path)], openapi_config=None)
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # typed differently
    async with httpx.AsyncClient(transport=transport, base_url="http://quoth") as client:
        accepts = {"Accept-Encoding": "gzip, br"}
        async with client.stream("GET", "/assets/a.js", headers=accepts) as sent:
            assert sent.headers["content-encoding"] == "br"
            assert b"".join([piece async for piece in sent.aiter_raw()]) == b"compressed"
        for coding in ("gzip", "gzip, br;q=0"):
            answer = await client.get("/assets/a.js", headers={"Accept-Encoding": coding})
            assert answer.headers["content-encoding"] == "gzip"
        assert (await client.get("/assets/a.js.br")).status_code == 404


async def test_head_says_what_get_would(http: httpx.AsyncClient) -> None:
    """HEAD has the headers of GET and no body."""
    for path in ("/", "/assets/index-Ab_1-2.js"):
        got = await http.get(path)
        asked = await http.head(path)
        assert asked.status_code == 200
        assert asked.content == b""
        names = ("content-length", "content-type", "etag", "cache-control")
        assert [asked.headers[name] for name in names] == [got.headers[name] for name in names]


async def test_the_client_may_load_nothing_from_elsewhere(http: httpx.AsyncClient) -> None:
    """Every file has a Content-Security-Policy that allows this server alone."""
    for path in ("/", "/assets/index-Ab_1-2.js", "/favicon.svg"):
        headers = (await http.get(path)).headers
        assert headers["content-security-policy"] == (
            "default-src 'self'; base-uri 'none'; form-action 'self'; "
            "frame-ancestors 'none'; object-src 'none'"
        )
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/c/",
        "/c/one/two",
        "/assets/",
        "/assets/other.js",
        "/index.html",
        "/assets/../../secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/%2e%2e/secret.txt",
    ],
)
async def test_what_is_no_file_of_the_client_is_not_found(
    http: httpx.AsyncClient, path: str
) -> None:
    """Any other path returns 404, path traversal included."""
    response = await http.get(httpx.URL("http://quoth").copy_with(raw_path=path.encode()))
    assert response.status_code == 404
    assert problem_of(response)["code"] == "not_found"


async def test_answers_of_the_api_are_not_sniffed(http: httpx.AsyncClient) -> None:
    """Every API response forbids sniffing, results and errors alike."""
    for path in ("/api/document/", "/api/session/none/"):
        assert (await http.get(path)).headers["x-content-type-options"] == "nosniff"


async def test_without_a_build_the_api_works_and_the_page_says_what_to_do(tmp_path: Path) -> None:
    """Without a build, `/` names the command to run and the API works."""
    async with serving(tmp_path / "none") as http:
        page = await http.get("/")
        assert page.status_code == 503
        assert page.headers["content-type"] == "text/plain; charset=utf-8"
        assert "make run" in page.text
        assert (await http.get("/api/document/")).status_code == 200


def test_the_pages_are_no_part_of_the_api_description() -> None:
    """The OpenAPI schema has the paths of the API alone."""
    assert '"/":' not in openapi_file.current()
    assert "/documents/{document_id}" not in openapi_file.current().replace("/api/document", "")


def test_the_client_is_compiled_with_the_types_of_this_api() -> None:
    """The schema file that the client's types are generated from is current."""
    written = openapi_file.FILE.read_text()
    assert written == openapi_file.current(), (
        "schema.json of the TypeScript client is not the API as it is: run `make types`"
    )
