"""Adding pages of the web through the API."""

from collections.abc import Iterator

import pytest

from tests.api.client import Client
from tests.support.sources.web_stage import Site, a_site

PAGE = b"<html><title>Tea</title><body><h1>Tea</h1><p>Tea is drunk at four.</p></body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    """A site, which the application of these tests takes for a public one."""
    with a_site() as site:
        site.answers["/tea"] = (200, {"Content-Type": "text/html"}, PAGE)
        yield site


async def test_a_page_is_added_and_replaced_under_its_address(client: Client, site: Site) -> None:
    """The first request makes a document, the next one a version of it, if the page has changed."""
    asked = {"url": f"{site.url}/tea", "collections": ["drinks"]}
    first = await client.http.post("/api/document/from-web/", json=asked)
    assert first.status_code == 201
    document = first.json()
    assert document["change"] == "created"
    assert document["external_id"] == asked["url"]
    assert document["filename"] == "127.0.0.1/tea.html"
    assert document["collections"] == ["drinks"]
    assert document["metadata"]["url"] == asked["url"]
    assert first.headers["location"] == f"/api/document/{document['document_id']}/"

    again = await client.http.post("/api/document/from-web/", json=asked)
    assert (again.status_code, again.json()["change"]) == (200, "unchanged")

    site.answers["/tea"] = (200, {"Content-Type": "text/html"}, PAGE.replace(b"four", b"five"))
    changed = (await client.http.post("/api/document/from-web/", json=asked)).json()
    assert (changed["change"], changed["version"]) == ("replaced", 2)
    assert changed["document_id"] == document["document_id"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"url": "tea"}, "web_page_unreadable"),
        ({"url": ""}, "external_id_invalid"),
        ({}, "invalid_request"),
        ({"url": "http://127.0.0.1/", "collections": [" "]}, "web_page_unreadable"),
    ],
)
async def test_what_cannot_be_added_is_refused(
    client: Client, body: dict[str, object], code: str
) -> None:
    """A wrong address is answered with what is wrong, and nothing is stored."""
    response = await client.http.post("/api/document/from-web/", json=body)
    assert (response.status_code, response.json()["code"]) == (400, code)
    assert (await client.http.get("/api/document/")).json()["items"] == []
