"""Every route, listed from the application, for who may not read a document and its collection."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest

from domain.access.role import Role
from tests.support.limited import MARK, QUESTION, SECRET, UPLOADED, Limited, limited_library
from tests.support.role_table import routes_of

FILE = {"file": ("again.txt", UPLOADED)}
OF_WHAT_IS_LIMITED = ("{document_id", "{collection_id", "{store_id", "{file_id")
EVENTS = "/api/chat/{message_id:uuid}/events/"
LAST = ("DELETE /api/session/", "DELETE /v1/responses/")
"""Anybody may delete a conversation."""

BODIES: Mapping[str, Mapping[str, Any]] = {
    "GET /api/document/{document_id:uuid}/highlight": {"params": {"start": 0, "end": 3}},
    "POST /api/document": {"files": FILE},
    "PUT /api/document/by-name/{external_id:path}": {"files": {"file": ("x.txt", b"Mine now.")}},
    "PATCH /api/document/by-name/{external_id:path}": {"json": {"external_id": "mine.txt"}},
    "POST /api/document/from-web": {"json": {"url": "http://127.0.0.1/"}},
    "PATCH /api/document/{document_id:uuid}": {"json": {"title": "mine"}},
    "POST /api/document/delete": {"json": {"within": {"filename": "*"}, "dry_run": True}},
    "PATCH /api/collection/{collection_id:uuid}": {"json": {"name": "mine"}},
    "POST /api/collection": {"json": {"name": "mine"}},
    "PATCH /api/session/{session_id:uuid}": {"json": {"title": "The lamp"}},
    "PUT /api/chat/{message_id:uuid}/feedback": {"json": {"verdict": "good"}},
    "POST /api/search": {"json": {"query": QUESTION, "explain": True, "top_k": 100}},
    "POST /v1/chat/completions": {"json": {"model": "quoth", "messages": [
        {"role": "user", "content": QUESTION}]}},
    "POST /v1/responses": {"json": {"model": "quoth", "input": QUESTION}},
    "POST /v1/embeddings": {"json": {"model": "quoth", "input": "lamp"}},
    "POST /v1/files": {"files": FILE, "data": {"purpose": "assistants"}},
    "POST /v1/vector_stores": {"json": {"name": "mine too"}},
    "POST /v1/vector_stores/{store_id:str}": {"json": {"name": "mine"}},
    "POST /v1/vector_stores/{store_id:str}/search": {"json": {"query": QUESTION}},
    "POST /v1/vector_stores/{store_id:str}/files/{file_id:str}": {"json": {"attributes": {}}},
}  # fmt: skip
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


def routes(library: Limited) -> list[tuple[str, str]]:
    """Return the methods and paths that need somebody, those that delete conversations last."""
    found = [(method, path) for method, path, role in routes_of(library.app) if _needs(role)]
    return sorted(found, key=lambda each: f"{each[0]} {each[1]}".startswith(LAST))


def _needs(role: Role | str | None) -> bool:
    return isinstance(role, Role)


async def call(library: Limited, who: str, method: str, path: str) -> httpx.Response:
    """Send a request to a route with the ids of what is limited."""
    given: Mapping[str, Any] = BODIES.get(f"{method} {path}", {})
    if method != "GET" and not given:
        file = library.ids["file_id"]
        bodies: dict[str, dict[str, Any]] = {
            "/api/chat": {"session_id": library.ids["session_id"], "message": QUESTION},
            "/v1/vector_stores/{store_id:str}/files": {"file_id": file},
            "/v1/vector_stores/{store_id:str}/file_batches": {"file_ids": [file]},
        }
        given = {"json": bodies[path]} if path in bodies else {}
    return await library.send(who, method, library.filled(path), **given)


async def test_no_route_shows_what_is_limited_to_others(library: Limited) -> None:
    """Whatever reader and editor send, nothing of it comes back, and its ids are not found."""
    library.ids |= {"name": "quoth", "path": "openapi.json"} | dict.fromkeys(
        ("key_id", "member_id", "webhook_id", "delivery_id"), library.ids["session_id"]
    )
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


async def test_an_answer_is_withheld_from_who_may_not_read_what_it_rests_on(
    library: Limited,
) -> None:
    """The question stays; the answer is empty, is not found, and serves no other question."""
    session = library.ids["session_id"]

    async def messages(who: str) -> list[dict[str, Any]]:
        conversation = await library.send(who, "GET", f"/api/session/{session}/")
        shown: list[dict[str, Any]] = conversation.json()["messages"]
        return shown

    question, answer = await messages("reader")
    assert (question["content"], question["withheld"]) == (QUESTION, False)
    assert (answer["content"], answer["withheld"]) == ("", True)
    assert (answer["sources"], answer["citations"], answer["markers"]) == ([], [], [])
    _, known = await messages("insider")
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
    assert [each["withheld"] for each in await messages("reader")][1::2] == [True, False, False]


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
