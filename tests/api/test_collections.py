"""Collections over HTTP: labels of uploads, scopes of questions, lists and deletions."""

import json
from typing import Any

import httpx
import pytest

from tests.api.client import LIGHTHOUSE, Client, events_of, problem_of

WRECK = "The wreck of the Kittiwake lies in forty metres of water off the northern cape."


async def sent(
    client: Client, text: str, name: str, *collections: str, metadata: object = None
) -> dict[str, Any]:
    """Upload a text with labels and return the document."""
    parts: list[tuple[str, Any]] = [("file", (name, text.encode()))]
    parts += [("collection", (None, each.encode())) for each in collections]
    if metadata is not None:
        parts.append(("metadata", (None, json.dumps(metadata).encode())))
    response = await client.http.post("/api/document/", files=parts)
    assert response.status_code in (200, 201), response.text
    document: dict[str, Any] = response.json()
    return document


async def library_of_two(client: Client) -> None:
    await sent(client, LIGHTHOUSE, "lighthouse.txt", "Lights", metadata={"author": "Ada"})
    await sent(client, WRECK, "wreck.txt", "Wrecks", metadata={"author": ["Bob", "Ada"]})


async def names(client: Client, **parameters: Any) -> list[str]:
    response = await client.http.get("/api/document/", params=parameters)
    assert response.status_code == 200, response.text
    return [each["filename"] for each in response.json()["items"]]


async def test_a_collection_is_made_read_renamed_and_deleted(client: Client) -> None:
    """Names are stored in NFC with their capitals, and are unique."""
    made = await client.http.post("/api/collection/", json={"name": "  Cafe\u0301  Plans "})
    assert made.status_code == 201
    collection = made.json()
    assert (collection["name"], collection["documents"]) == ("Café Plans", 0)
    url = made.headers["location"]
    assert (await client.http.get(url)).json() == collection
    again = await client.http.post("/api/collection/", json={"name": "Café Plans"})
    assert (again.status_code, problem_of(again)["code"]) == (409, "collection_exists")
    renamed = await client.http.patch(url, json={"name": "Plans"})
    assert renamed.json() == {**collection, "name": "Plans"}
    listed = (await client.http.get("/api/collection/")).json()
    assert listed == {"items": [renamed.json()], "next_cursor": None}
    await sent(client, LIGHTHOUSE, "a.txt", "Plans")
    receipt = (await client.http.delete(url)).json()
    assert (receipt["deleted_documents"], receipt["documents"]) == (0, [])
    assert await names(client) == ["a.txt"]
    assert problem_of(await client.http.get(url))["code"] == "collection_not_found"


async def test_a_collection_is_deleted_with_its_documents_on_request(client: Client) -> None:
    """With `documents=true` the documents go too, and the receipt names them."""
    await library_of_two(client)
    [lights, _] = (await client.http.get("/api/collection/")).json()["items"]
    url = f"/api/collection/{lights['collection_id']}/?documents=true"
    receipt = (await client.http.delete(url)).json()
    assert [each["filename"] for each in receipt["documents"]] == ["lighthouse.txt"]
    assert await names(client) == ["wreck.txt"]


@pytest.mark.parametrize("name", ["", " \t", "x" * 201, "019ac1f2-6d3e-7c4b-9a51-0f6f2f6f9d11"])
async def test_a_bad_name_is_refused(client: Client, name: str) -> None:
    """A blank or long name, and one that reads as an id, is a 400."""
    response = await client.http.post("/api/collection/", json={"name": name})
    assert (response.status_code, problem_of(response)["code"]) == (400, "collection_name_invalid")


async def test_an_upload_carries_collections_and_metadata(client: Client) -> None:
    """A document shows what was given with it, over what its file says; equal bytes add to it."""
    text = "---\ntitle: Old\nauthor: File\n---\n# Herons\n\nThe heron is in the mill.\n"
    first = await sent(client, text, "a.md", "b", "a", metadata={"author": "Ada", "tags": ["x"]})
    assert first["collections"] == ["a", "b"]
    assert first["metadata"] == {"title": "Old", "author": "Ada", "tags": ["x"]}
    again = await sent(client, text, "a.md", "c", metadata={"tags": ["y"]})
    assert again["document_id"] == first["document_id"]
    assert again["collections"] == ["a", "b", "c"]
    assert again["metadata"] == {"title": "Old", "author": "Ada", "tags": ["y"]}
    listed = (await client.http.get("/api/document/")).json()["items"]
    assert listed == [again]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([("metadata", b"[]")], "metadata_invalid"),
        ([("metadata", b'{"a": 1}')], "metadata_invalid"),
        ([("metadata", b"{")], "metadata_invalid"),
        ([("metadata", b'{" ": "a"}')], "metadata_invalid"),
        ([("metadata", b"{}"), ("metadata", b"{}")], "metadata_invalid"),
        ([("collection", b"\xff")], "invalid_request"),
        ([("collection", b" ")], "collection_name_invalid"),
        ([("author", b"Ada")], "invalid_request"),
    ],
)
async def test_bad_labels_are_refused(
    client: Client, parts: list[tuple[str, bytes]], code: str
) -> None:
    """Parts that cannot be read store nothing, and neither does an id of no collection."""
    files: list[tuple[str, Any]] = [("file", ("a.txt", b"heron"))]
    files += [(name, (None, content)) for name, content in parts]
    response = await client.http.post("/api/document/", files=files)
    assert (response.status_code, problem_of(response)["code"]) == (400, code)
    files = [files[0], ("collection", (None, b"019ac1f2-6d3e-7c4b-9a51-0f6f2f6f9d11"))]
    response = await client.http.post("/api/document/", files=files)
    assert (response.status_code, problem_of(response)["code"]) == (404, "collection_not_found")
    assert await names(client) == []


async def test_a_document_can_be_changed(client: Client) -> None:
    """A change replaces collections, metadata and title; null shows the title of the file again."""
    document = await sent(client, "# Herons\n\nIn the mill.", "a.md", "a", metadata={"n": "1"})
    url = f"/api/document/{document['document_id']}/"
    changes = {"collections": ["b", "a"], "title": " Big  Birds ", "metadata": {"m": ["2"]}}
    changed = (await client.http.patch(url, json=changes)).json()
    expected = {"collections": ["a", "b"], "title": "Big Birds"}
    given = {"metadata": {"m": ["2"]}, "given_metadata": {"m": ["2"]}}
    assert changed == {**document, **expected, **given}
    found = await client.http.post("/api/search/", json={"query": "birds", "explain": True})
    assert found.json()["passages"][0]["explanation"]["name"]["words"] == ["birds"]
    back = (await client.http.patch(url, json={"title": None, "collections": []})).json()
    assert (back["title"], back["collections"], back["metadata"]) == ("Herons", [], {"m": ["2"]})


async def test_lists_are_filtered_and_ordered(client: Client) -> None:
    """A list is narrowed by collection, metadata and type, in any order, with pages."""
    await library_of_two(client)
    await sent(client, "# Auk", "Auk.md", "Lights")
    assert await names(client, collection="Lights") == ["Auk.md", "lighthouse.txt"]
    assert await names(client, collection=["Lights", "Wrecks"], media_type="text/plain") == [
        "wreck.txt",
        "lighthouse.txt",
    ]
    assert await names(client, **{"metadata.author": "Ada"}) == ["wreck.txt", "lighthouse.txt"]
    assert await names(client, **{"metadata.author": "Bob"}) == ["wreck.txt"]
    assert await names(client, **{"metadata.no": "Ada"}) == []
    in_order = ["Auk.md", "lighthouse.txt", "wreck.txt"]
    assert await names(client, sort="filename") == in_order
    assert await names(client, sort="-filename") == in_order[::-1]
    page: dict[str, Any] = {"next_cursor": None}
    seen: list[str] = []
    while not seen or page["next_cursor"]:
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else {}
        parameters: dict[str, Any] = {"sort": "filename", "limit": 1, **cursor}
        page = (await client.http.get("/api/document/", params=parameters)).json()
        seen += [each["filename"] for each in page["items"]]
    assert seen == in_order
    wrong = await client.http.get("/api/document/", params={"collection": "lights"})
    assert (wrong.status_code, problem_of(wrong)["code"]) == (404, "collection_not_found")


@pytest.mark.parametrize(
    ("within", "found"),
    [
        ({"collections": ["Lights"]}, {"lighthouse.txt"}),
        ({"collections": ["Lights", "Wrecks"], "filename": "w*"}, {"wreck.txt"}),
        ({"metadata": {"author": "Bob"}}, {"wreck.txt"}),
        ({"metadata": {"author": ["Bob", "Ada"]}}, {"wreck.txt", "lighthouse.txt"}),
        ({"document_ids": []}, set()),
        ({"uploaded_since": "2100-01-01T00:00:00Z"}, set()),
        ({}, {"wreck.txt", "lighthouse.txt"}),
        (None, {"wreck.txt", "lighthouse.txt"}),
    ],
)
async def test_a_search_is_limited_to_its_scope(
    client: Client, within: object, found: set[str]
) -> None:
    """Only documents that meet every condition of `within` are found."""
    await library_of_two(client)
    body = {"query": "lighthouse wreck", "within": within}
    passages = (await client.http.post("/api/search/", json=body)).json()["passages"]
    assert {each["filename"] for each in passages} == found


async def test_the_old_filters_hold_beside_the_new_ones(client: Client) -> None:
    """The filter fields of search hold together with `within`, but nothing is said twice."""
    await library_of_two(client)
    body: dict[str, Any] = {"query": "wreck", "filename": "*.txt"}
    scope = {"within": {"collections": ["Wrecks"]}}
    [found] = (await client.http.post("/api/search/", json={**body, **scope})).json()["passages"]
    assert found["filename"] == "wreck.txt"
    twice = await client.http.post("/api/search/", json={**body, "within": {"filename": "*"}})
    assert (twice.status_code, problem_of(twice)["code"]) == (400, "invalid_request")


def sources_of(answer: httpx.Response) -> set[str]:
    [found] = [each for each in events_of(answer) if each["type"] == "sources"]
    return {each["filename"] for each in found["sources"]}


async def test_a_question_is_asked_of_its_scope(client: Client) -> None:
    """An answer has sources of its scope, the history shows it, and follow-ups have their own."""
    await library_of_two(client)
    [lights, _] = (await client.http.get("/api/collection/")).json()["items"]
    session = await client.create_session()
    scope = {"collections": [lights["collection_id"]]}
    first = await client.ask(session, "What lies in the water?", within=scope)
    assert sources_of(first) == {"lighthouse.txt"}
    second = await client.ask(session, "And who built it?", within={"collections": ["Wrecks"]})
    assert sources_of(second) == {"wreck.txt"}
    third = await client.ask(session, "And where?")
    assert sources_of(third) == {"lighthouse.txt", "wreck.txt"}
    asked = [each["within"] for each in await client.messages(session)]
    nothing = dict.fromkeys(("document_ids", "filename", "metadata", "uploaded_since"))
    assert asked == [
        {**nothing, "collections": ["Lights"]},
        None,
        {**nothing, "collections": ["Wrecks"]},
        None,
        None,
        None,
    ]


async def test_cached_answers_belong_to_their_scope(client: Client) -> None:
    """An equal question of another scope is answered anew, and so is one after a move."""
    await library_of_two(client)

    async def asked(**scope: Any) -> tuple[bool, set[str]]:
        answer = await client.ask(await client.create_session(), "What is it?", **scope)
        return events_of(answer)[0]["cached"], sources_of(answer)

    lights = {"within": {"collections": ["Lights"]}}
    everything = {"lighthouse.txt", "wreck.txt"}
    assert await asked() == (False, everything)
    assert await asked(**lights) == (False, {"lighthouse.txt"})
    assert await asked(**lights) == (True, {"lighthouse.txt"})
    assert await asked(within={}) == (True, everything)
    [wreck, _] = (await client.http.get("/api/document/")).json()["items"]
    url = f"/api/document/{wreck['document_id']}/"
    await client.http.patch(url, json={"collections": ["Lights"]})
    assert await asked(**lights) == (False, everything)


async def test_an_unknown_collection_is_not_asked(client: Client) -> None:
    """A question and a search of an unknown collection are refused, and nothing is stored."""
    session = await client.create_session()
    scope = {"collections": ["Lihgts"]}
    for answer in (
        await client.ask(session, "What is it?", within=scope),
        await client.http.post("/api/search/", json={"query": "x", "within": scope}),
        await client.http.post("/api/document/delete/", json={"within": scope}),
    ):
        assert (answer.status_code, problem_of(answer)["code"]) == (404, "collection_not_found")
        assert "Lihgts" in problem_of(answer)["detail"]
    assert await client.messages(session) == []


async def test_documents_are_deleted_by_a_filter(client: Client) -> None:
    """A dry run returns the receipt of the deletion, and changes nothing."""
    await library_of_two(client)
    await client.ask(await client.create_session(), "Who built the lighthouse?")
    body: dict[str, Any] = {"within": {"collections": ["Lights"]}, "dry_run": True}
    planned = (await client.http.post("/api/document/delete/", json=body)).json()
    assert planned["dry_run"]
    assert [each["filename"] for each in planned["documents"]] == ["lighthouse.txt"]
    numbers = {
        "deleted_documents": 1,
        "deleted_chunks": 1,
        "deleted_vectors": 1,
        "deleted_terms": 13,
        "deleted_cached_answers": 1,
        "deleted_bytes": len(LIGHTHOUSE),
    }
    assert planned | numbers == planned
    assert len(await names(client)) == 2
    done = (await client.http.post("/api/document/delete/", json={**body, "dry_run": False})).json()
    assert done == {**planned, "dry_run": False}
    assert await names(client) == ["wreck.txt"]


async def test_a_pattern_deletes_the_names_that_match(client: Client) -> None:
    """The receipt has the names of documents that stay, and their cached answers go, too."""
    await sent(client, LIGHTHOUSE, "beta/settings.md")
    await sent(client, LIGHTHOUSE, "alpha/settings.md")
    await client.ask(await client.create_session(), "Who built the lighthouse?")
    body = {"within": {"filename": "alpha/*"}, "dry_run": True}
    planned = (await client.http.post("/api/document/delete/", json=body)).json()
    assert planned["documents"] == []
    assert [each["name"] for each in planned["names"]] == ["alpha/settings.md"]
    assert (planned["deleted_documents"], planned["deleted_cached_answers"]) == (0, 1)
    done = (await client.http.post("/api/document/delete/", json={**body, "dry_run": False})).json()
    assert done == {**planned, "dry_run": False}
    assert await names(client) == ["beta/settings.md"]


async def test_a_deletion_needs_a_condition(client: Client) -> None:
    """A filter without a condition is refused, and so is none."""
    await library_of_two(client)
    nothing: dict[str, Any] = {"within": {"collections": None, "metadata": {}}}
    for body, code in (
        (nothing, "filter_empty"),
        ({"within": {}}, "filter_empty"),
        ({}, "invalid_request"),
    ):
        response = await client.http.post("/api/document/delete/", json=body)
        assert (response.status_code, problem_of(response)["code"]) == (400, code)
    assert len(await names(client)) == 2


async def test_an_equal_passage_is_dropped_with_its_reason(client: Client) -> None:
    """Of equal passages in two documents one is found, and the other is explained."""
    await sent(client, "# Heron\n", "a.md")
    await sent(client, "# Heron", "b.md")
    found = await client.http.post("/api/search/", json={"query": "heron", "explain": True})
    assert len(found.json()["passages"]) == 1
    assert [each["reason"] for each in found.json()["dropped"]] == ["duplicate"]
