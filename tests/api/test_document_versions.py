"""Documents under stable names, and their versions."""

from urllib.parse import quote

import httpx
import pytest

from tests.api.client import LIGHTHOUSE, Client, events_of, problem_of
from tests.fakes.wiring import Fakes

NAMES = [
    "docs/a b.md",
    "https://example.org/a/?q=1#x",
    "100%/ä%2Fß/",
    "å",
    "a..b/...",
    "a//b",
    "/a/",
]


async def put(client: Client, name: str, text: str, **parameters: str) -> httpx.Response:
    return await client.http.put(
        f"/api/document/by-name/{quote(name, safe='')}/",
        files={"file": ("page.md", text.encode())},
        params=parameters,
    )


@pytest.mark.parametrize("name", NAMES)
async def test_any_name_is_created_unchanged_and_replaced(client: Client, name: str) -> None:
    """Content under a name is created, then unchanged, then replaced: 201, 200, 200."""
    created = await put(client, name, "Herons fish.")
    assert created.status_code == 201, created.text
    body = created.json()
    assert (body["change"], body["version"], body["external_id"]) == ("created", 1, name)
    unchanged = await put(client, name, "Herons fish.")
    assert (unchanged.status_code, unchanged.json()) == (200, {**body, "change": "unchanged"})
    replaced = await put(client, name, "Egrets wade.")
    assert replaced.status_code == 200
    assert (replaced.json()["change"], replaced.json()["version"]) == ("replaced", 2)
    assert replaced.json()["document_id"] == body["document_id"]
    assert replaced.headers["location"] == f"/api/document/{body['document_id']}/"


async def test_what_is_said_of_a_document_stays_with_its_versions(client: Client) -> None:
    """Collections and metadata are added with each upload, whether or not its bytes are new."""
    for text, collection, tag in (
        ("Herons.", "b", "1"),
        ("Herons.", "a", "2"),
        ("Egrets.", "a", "3"),
    ):
        response = await client.http.put(
            "/api/document/by-name/birds.md/",
            files=[
                ("file", ("birds.md", text.encode())),
                ("collection", (None, collection.encode())),
                ("metadata", (None, f'{{"tag": "{tag}", "tag {tag}": "x"}}'.encode())),
            ],
        )
        assert response.status_code in (200, 201), response.text
    document = (await client.http.get(response.headers["location"])).json()
    said = {"tag": "3", "tag 1": "x", "tag 2": "x", "tag 3": "x"}
    assert (document["version"], document["collections"]) == (2, ["a", "b"])
    assert document["metadata"] == said
    assert response.json() == {**document, "change": "replaced"}
    refused = await client.http.put(
        "/api/document/by-name/birds.md/",
        files=[("file", ("birds.md", b"Storks.")), ("collection", (None, b" "))],
    )
    assert (refused.status_code, problem_of(refused)["code"]) == (400, "collection_name_invalid")


async def test_slashes_need_no_encoding(client: Client) -> None:
    """A path is the same name with and without encoded slashes, and with the last slash or not."""
    first = await put(client, "docs/a.md", "Herons fish.")
    for url in ("/api/document/by-name/docs/a.md/", "/api/document/by-name/docs/a.md"):
        again = await client.http.put(url, files={"file": ("a.md", b"Herons fish.")})
        assert again.json() == {**first.json(), "change": "unchanged"}


@pytest.mark.parametrize("name", ["%ff", "a%00b", "a" * 2001])
async def test_what_is_no_name_is_refused(client: Client, name: str) -> None:
    """A name that is no UTF-8, too long, or has a NUL is a 400, and nothing is stored."""
    response = await client.http.put(
        f"/api/document/by-name/{name}/", files={"file": ("a.md", b"Herons fish.")}
    )
    assert (response.status_code, problem_of(response)["code"]) == (400, "external_id_invalid")
    assert (await client.http.get("/api/document/")).json()["items"] == []


async def test_a_name_can_be_changed(client: Client) -> None:
    """The document gets the new name and file name; one that is taken or absent is refused."""
    made = (await put(client, NAMES[2], "Herons fish.")).json()
    await put(client, "taken.md", "Egrets wade.")

    async def rename(name: str, **body: str) -> httpx.Response:
        url = f"/api/document/by-name/{quote(name, safe='')}"
        return await client.http.patch(url, json=body)

    renamed = await rename(NAMES[2], external_id="new/å.md", filename="new/å.md")
    assert renamed.status_code == 200, renamed.text
    changed = {"external_id": "new/å.md", "filename": "new/å.md", "names": ["new/å.md"]}
    assert renamed.json() == {n: v for n, v in made.items() if n != "change"} | changed
    for name, new, status, code in (
        ("new/å.md", "taken.md", 409, "external_id_taken"),
        (NAMES[2], "other.md", 404, "document_not_found"),
        ("new/å.md", "a\0b", 400, "external_id_invalid"),
    ):
        refused = await rename(name, external_id=new)
        assert (refused.status_code, problem_of(refused)["code"]) == (status, code)


async def test_earlier_versions_are_read(client: Client) -> None:
    """A version has its properties, its text, and its file; without one they are the current."""
    for text in ("Herons fish.", "Egrets wade."):
        url = (await put(client, "birds.md", text)).headers["location"]
    for version, text in ((1, "Herons fish."), (2, "Egrets wade.")):
        asked = {"version": str(version)}
        assert (await client.http.get(url, params=asked)).json()["version"] == version
        assert (await client.http.get(f"{url}content/", params=asked)).text == text
        [chunk] = (await client.http.get(f"{url}chunk/", params=asked)).json()["items"]
        assert (chunk["content"], chunk["char_start"], chunk["char_end"]) == (text, 0, len(text))
        assert (await client.http.get(f"{url}original/", params=asked)).text == text
    assert (await client.http.get(f"{url}content/")).text == "Egrets wade."
    span = {"version": "1", "start": "0", "end": "6"}
    assert (await client.http.get(f"{url}content/", params=span)).text == "Herons"
    listed = (await client.http.get(f"{url}version/")).json()
    assert [each["version"] for each in listed["items"]] == [2, 1]
    first = (await client.http.get(f"{url}version/", params={"limit": "1"})).json()
    rest = await client.http.get(f"{url}version/", params={"cursor": first["next_cursor"]})
    assert [each["version"] for each in rest.json()["items"]] == [1]


@pytest.mark.parametrize("path", ["", "content/", "chunk/", "original/"])
async def test_a_version_that_is_not_kept_is_not_found(client: Client, path: str) -> None:
    """A version that never was, or is no longer kept, is a 404 of its own."""
    for number in range(5):
        url = (await put(client, "birds.md", f"Text {number}.")).headers["location"]
    for version in ("2", "6"):
        response = await client.http.get(f"{url}{path}", params={"version": version})
        assert (response.status_code, problem_of(response)["code"]) == (404, "version_not_found")
    zero = await client.http.get(f"{url}{path}", params={"version": "0"})
    assert zero.status_code == 400


async def test_content_that_fails_leaves_the_version_before(client: Client, fakes: Fakes) -> None:
    """If a new version cannot be made, the document is as it was and says why."""
    url = (await put(client, "birds.md", "Herons fish.")).headers["location"]
    fakes.embedder.fail_with(RuntimeError("out of memory"))
    assert (await put(client, "birds.md", "Egrets wade.")).status_code == 500
    fakes.embedder.recover()
    shown = (await client.http.get(url)).json()
    assert (shown["status"], shown["version"]) == ("processed", 1)
    assert "could not be processed" in shown["error_message"]
    assert (await client.http.get(f"{url}content/")).text == "Herons fish."
    again = await put(client, "birds.md", "Egrets wade.")
    assert (again.json()["change"], again.json()["version"]) == ("replaced", 2)
    assert (await client.http.get(url)).json()["error_message"] is None


async def test_a_version_for_a_worker_is_pending(client: Client) -> None:
    """With `wait=false` the answer is 202, and readers see the version before."""
    url = (await put(client, "birds.md", "Herons fish.")).headers["location"]
    queued = await put(client, "birds.md", "Egrets wade.", wait="false")
    body = queued.json()
    assert (queued.status_code, body["change"], body["version"]) == (202, "replaced", 2)
    assert body["status"] == "pending"
    shown = (await client.http.get(url)).json()
    assert shown["status"] == "processed"


async def test_a_citation_opens_the_text_as_it_was(client: Client, fakes: Fakes) -> None:
    """After its document is replaced, a citation has its version, whose text has its words."""
    await put(client, "light.md", f"Of towers.\n\n{LIGHTHOUSE}")
    fakes.model.enqueue(f"{LIGHTHOUSE} [1]")
    session = await client.create_session()
    events = events_of(await client.ask(session, "Who built it?"))
    await put(client, "light.md", "The tower fell in 1823, and nobody built another.")
    [citation] = (await client.messages(session))[1]["citations"]
    [source] = next(event["sources"] for event in events if event["type"] == "sources")
    assert (citation["version"], citation["verified"], citation["gone"]) == (1, True, False)
    assert source["version"] == 1
    url = f"/api/document/{citation['document_id']}/content/"
    span = {"start": citation["char_start"], "end": citation["char_end"]}
    old = await client.http.get(url, params={**span, "version": citation["version"]})
    assert old.text == citation["cited_text"] == LIGHTHOUSE
    assert (await client.http.get(url, params=span)).text != LIGHTHOUSE


async def test_answers_of_a_replaced_document_are_not_given_again(
    client: Client, fakes: Fakes
) -> None:
    """An equal question after the replacement is answered from the new version."""
    new = "It was built by Tove in 1900."
    for text in (LIGHTHOUSE, new):
        await put(client, "light.md", text)
        fakes.model.enqueue(f"{text} [1]")
        session = await client.create_session()
        events = events_of(await client.ask(session, "Who built it?"))
        assert events[0]["cached"] is False
        [citation] = [event for event in events if event["type"] == "citation"]
        assert citation["cited_text"] == text


async def test_a_search_says_the_version_of_its_passages(client: Client) -> None:
    """A passage of a search is of the current version, and says which."""
    for text in ("Herons fish here.", "Egrets wade here."):
        await put(client, "birds.md", text)
    found = await client.http.post("/api/search/", json={"query": "herons or egrets wade"})
    assert {(each["content"], each["version"]) for each in found.json()["passages"]} == {
        ("Egrets wade here.", 2)
    }
