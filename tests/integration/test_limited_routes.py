"""Every route, listed from the application, for who may not read a document and its collection."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support.limited import MARK, QUESTION, SECRET, Limited, limited_library
from tests.support.limited_routes import call, routes

OF_WHAT_IS_LIMITED = ("{document_id", "{collection_id", "{store_id", "{file_id")
EVENTS = "/api/chat/{message_id:uuid}/events/"
REFUSED = {
    "POST /api/document": (409, "document_limited"),
    "POST /v1/files": (409, "document_limited"),
    "PUT /api/document/by-name/{external_id:path}": (409, "document_limited"),
    "PATCH /api/document/by-name/{external_id:path}": (404, "document_not_found"),
}
SEEN_BY_MEMBERS = {
    "/api/collection", "/api/collection/{collection_id:uuid}", "/api/document",
    "/api/document/{document_id:uuid}", "/api/document/{document_id:uuid}/chunk",
    "/api/document/{document_id:uuid}/content", "/api/document/{document_id:uuid}/original",
    "/api/document/{document_id:uuid}/version", "/api/chat/{message_id:uuid}/events",
    "/api/chat/{message_id:uuid}/retrieval", "/api/feedback", "/api/session/{session_id:uuid}",
    "/api/session/{session_id:uuid}/export", "/v1/files",
    "/v1/files/{file_id:str}", "/v1/files/{file_id:str}/content", "/v1/responses/{response_id:str}",
    "/v1/vector_stores", "/v1/vector_stores/{store_id:str}",
    "/v1/vector_stores/{store_id:str}/files/{file_id:str}/content",
}  # fmt: skip


@pytest.fixture
async def library(postgres_dsn: str) -> AsyncIterator[Limited]:
    """A library with something limited to the group legal."""
    async with limited_library(postgres_dsn) as library:
        yield library


async def test_no_route_shows_what_is_limited_to_others(library: Limited) -> None:
    """Whatever reader and editor send, nothing of it comes back, and its ids are not found."""
    seen = {
        path
        for method, path in routes(library)
        if method == "GET" and MARK in (await call(library, "insider", method, path)).text
    }
    assert seen >= SEEN_BY_MEMBERS
    for who in ("reader", "editor"):
        for method, path in routes(library):
            response = await call(library, who, method, path)
            said = response.text + str(response.headers)
            asked = library.ids["external_id"] if "external_id" in path else ""
            assert MARK not in said.replace(asked or "\0", ""), (who, method, path, said)
            assert response.status_code < 500, (who, method, path, said)
            if response.status_code == 403:
                continue
            if any(each in path for each in OF_WHAT_IS_LIMITED):
                assert response.status_code == 404, (who, method, path, said)
            if refused := REFUSED.get(f"{method} {path}"):
                assert response.status_code == refused[0], (who, path, said)
                assert refused[1] in said, (who, path, said)
    named = await library.send(
        "editor",
        "POST",
        "/api/document/",
        files={"file": ("b.txt", b"Storks eat mice.")},
        data={"collection": f"The {MARK}"},
    )
    assert (named.status_code, named.json()["code"]) == (409, "collection_exists")
    content = f"/api/document/{library.ids['document_id']}/content/"
    assert (await library.send("insider", "GET", content)).text == SECRET.decode()


async def test_no_count_has_what_is_limited_to_others(library: Limited) -> None:
    """How much a workspace has says nothing of documents that are not listed; admins see all."""
    for who in ("reader", "editor", "insider", "admin"):
        used = (await library.send(who, "GET", "/api/me/usage/")).json()
        listed = (await library.send(who, "GET", "/api/document/")).json()["items"]
        earlier = 0
        for each in listed:
            versions = f"/api/document/{each['document_id']}/version/"
            held = (await library.send(who, "GET", versions)).json()["items"]
            earlier += sum(version["file_size"] for version in held[1:])
        sizes = sum(each["file_size"] for each in listed) + earlier
        assert (used["documents"], used["bytes"]) == (len(listed), sizes), who


async def test_an_answer_is_withheld_from_who_may_not_read_what_it_rests_on(
    library: Limited,
) -> None:
    """The question stays; the answer is empty, is not found, and serves no other question."""
    session = library.ids["session_id"]

    async def messages(who: str) -> list[dict[str, Any]]:
        conversation = await library.send(who, "GET", f"/api/session/{session}/")
        shown: list[dict[str, Any]] = conversation.json()["messages"]
        return shown

    question, answer, asked_within, _ = await messages("reader")
    assert (question["content"], question["withheld"]) == (QUESTION, False)
    assert (asked_within["content"], asked_within["within"]) == (QUESTION, None)
    assert (answer["content"], answer["withheld"]) == ("", True)
    assert (answer["sources"], answer["citations"], answer["markers"]) == ([], [], [])
    _, known, scoped, _ = await messages("insider")
    assert scoped["within"]["collections"] == [f"The {MARK}"]
    assert not known["withheld"]
    assert f"{MARK}.txt" in [each["filename"] for each in known["sources"]]
    for who, count in (("reader", 0), ("insider", 1)):
        found = await library.send(who, "GET", f"/api/session/?query={MARK}")
        assert len(found.json()["items"]) == count
    events = (await library.send("reader", "GET", library.filled(EVENTS))).text
    assert "answer_withheld" in events
    for given in ({}, {"headers": {"Idempotency-Key": "the-lamp"}}):
        own = await library.ask("reader", session, **given)
        assert own.status_code == 200, own.text
        assert MARK not in own.text
        assert '"cached":true' not in own.text
    assert [each["withheld"] for each in await messages("reader")][1::2] == [
        *[True, True],
        *[False, False],
    ]


async def test_an_agent_finds_nothing_of_what_is_limited_to_others(library: Limited) -> None:
    """Tools and resources show it to who is in the group alone."""
    document = library.ids["document_id"]
    calls: list[tuple[str, dict[str, Any]]] = [
        ("tools/call", {"name": "search", "arguments": {"query": QUESTION}}),
        ("tools/call", {"name": "list_documents", "arguments": {}}),
        ("tools/call", {"name": "read_document", "arguments": {"document_id": document}}),
        ("tools/call", {"name": "ask", "arguments": {"question": QUESTION}}),
        ("resources/list", {}),
        ("resources/read", {"uri": f"quoth://document/{document}"}),
    ]
    for who in ("insider", "reader"):
        for number, (method, params) in enumerate(calls):
            said = await library.send(
                who,
                "POST",
                "/mcp",
                json={"jsonrpc": "2.0", "id": number, "method": method, "params": params},
                headers={"Accept": "application/json, text/event-stream"},
            )
            assert said.status_code == 200, (method, said.text)
            assert (MARK in said.text) == (who == "insider"), (who, method, params, said.text)
