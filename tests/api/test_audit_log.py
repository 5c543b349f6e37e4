"""The audit log, as requests write and read it."""

import json
import re
from pathlib import Path
from uuid import UUID

from litestar import Litestar

from domain.access.audit import AuditOutcome
from entrypoints.api.app import create_api
from entrypoints.api.audited_actions import ACTIONS, SAFE_METHODS, action_of
from tests.api.client import Client, events_of, problem_of
from tests.fakes.wiring import Fakes, fake_container
from tests.support.acting import EVERYBODY
from tests.support.keys import bearing, keyed_server
from tests.support.raw_request import RawRequest

DOCUMENTED = Path(__file__).parents[2] / "docs" / "audit-log.md"


def changing_routes(app: Litestar) -> set[str]:
    """Return the method and path of each route of an application that could change something."""
    return {
        f"{method} {route.path_format}"
        for route in app.routes
        for method in getattr(route, "methods", None)
        or {"POST"}  # a mounted application names none
        if method not in SAFE_METHODS
    }


def entries(fakes: Fakes) -> list[tuple[str, UUID | None]]:
    return [(entry.action, entry.target) for entry in fakes.audit.entries]


def test_every_route_that_could_change_something_has_a_name(fakes: Fakes) -> None:
    """None is forgotten, none is left over, and the documentation lists the same actions."""
    assert changing_routes(create_api(fake_container(fakes), EVERYBODY)) == ACTIONS.keys()
    assert action_of("DELETE", "/api/new") == "DELETE /api/new"
    listed = set(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", DOCUMENTED.read_text(), re.MULTILINE))
    assert {action for action in ACTIONS.values() if action} <= listed


async def test_what_was_done_is_entered_with_the_ids_that_it_was_done_to(
    client: Client, fakes: Fakes
) -> None:
    """Ids come from the path, the response or the first event; reading has no entry."""
    collection = (await client.http.post("/api/collection/", json={"name": "a"})).json()
    document = (await client.upload()).json()["document_id"]
    session = await client.create_session()
    message = events_of(await client.ask(session, "Who?"))[0]["message_id"]
    file = await client.http.post(
        "/v1/files", files={"file": ("b.txt", b"B.")}, data={"purpose": "assistants"}
    )
    filtered = {"within": {"filename": "*"}}
    await client.http.post("/api/document/delete/", json={**filtered, "dry_run": True})
    await client.http.post("/api/search/", json={"query": "who"})
    await client.http.get(f"/api/document/{document}/")
    await client.http.post("/api/document/delete/", json=filtered)
    await client.http.delete(f"/api/collection/{collection['collection_id']}/")
    second = UUID(file.json()["id"].removeprefix("file-"))
    found = entries(fakes)
    assert found[:5] == [
        ("collection.create", UUID(collection["collection_id"])),
        ("document.upload", UUID(document)),
        ("session.create", UUID(session)),
        ("answer.ask", UUID(message)),
        ("document.upload", second),
    ]
    assert sorted(found[5:7], key=str) == sorted(
        [("document.delete", UUID(document)), ("document.delete", second)], key=str
    )
    assert found[7:] == [("collection.delete", UUID(collection["collection_id"]))]
    assert {entry.actor for entry in fakes.audit.entries} == {"local"}


async def test_a_request_that_did_nothing_has_no_entry(client: Client, fakes: Fakes) -> None:
    """Neither what is invalid or unknown, nor a path without a route."""
    await client.http.post("/api/collection/", json={"name": ""})
    await client.http.delete(f"/api/document/{'0' * 32}/")
    await client.http.post("/api/nothing/")
    assert entries(fakes) == []
    await client.http.post("/api/session/create/", headers={"sec-fetch-site": "cross-site"})
    [refused] = fakes.audit.entries
    assert (refused.action, refused.outcome, refused.target) == ("session.create", "refused", None)


async def test_a_change_without_an_entry_is_not_acknowledged(client: Client, fakes: Fakes) -> None:
    """If the log cannot be written, the error says that the change was made all the same."""
    session = await client.create_session()
    fakes.audit.available = False
    response = await client.upload()
    assert (response.status_code, problem_of(response)["code"]) == (503, "not_audited")
    assert len((await client.http.get("/api/document/")).json()["items"]) == 1
    stream = await client.ask(session, "Who?")
    assert problem_of(stream)["code"] == "not_audited"
    assert (await client.http.get("/api/audit/")).status_code == 503
    fakes.audit.available = True
    assert (await client.upload()).status_code == 200


async def test_what_a_quota_refuses_has_no_entry(client: Client, fakes: Fakes) -> None:
    """Its status is that of a role that is too small, and its reason another one."""
    fakes.library.most_documents = 0
    files = {"file": ("a.txt", b"A.")}
    for response in (
        await client.http.post("/api/document/", files=files),
        await client.http.post("/api/document/?wait=false", files=files),
        await client.http.put("/api/document/by-name/a/", files=files),
        await client.http.post("/v1/files", files=files, data={"purpose": "assistants"}),
    ):
        assert response.status_code == 403
        assert "quota_exceeded" in response.text
    assert entries(fakes) == []


async def test_a_role_that_is_too_small_is_entered() -> None:
    """Through either API."""
    async with keyed_server() as server:
        reader = bearing(await server.make_key())
        entered = server.fakes.audit.entries
        entered.clear()
        for path in ("/api/document/", "/v1/files"):
            assert (await server.http.post(path, headers=reader)).status_code == 403
        assert [(each.action, each.outcome) for each in entered] == [
            ("document.upload", AuditOutcome.REFUSED)
        ] * 2


async def test_no_secret_gets_into_the_log_as_a_request_id(client: Client, fakes: Fakes) -> None:
    """Only a plain identifier of the client is entered; else the one of the response."""
    key = f"quoth_{'A' * 40}"
    for sent in ("password=hunter2/x", key, f"trace-{key}", f"x_{key.upper()}", "bearer:abcdefgh",
                 "sk-abcdefghij", "a" * 65, "user@host.example"):  # fmt: skip
        created = await client.http.post("/api/session/create/", headers={"x-request-id": sent})
        entry = fakes.audit.entries[-1]
        assert entry.request_id == created.headers["x-request-id"]
        assert str(UUID(entry.request_id)) == entry.request_id
    for sent in ("trace-1.a_b", "9D3F01C2-6D3E-7C4B-9A51-0F6F2F6F9D11", "a" * 64):
        await client.http.post("/api/session/create/", headers={"x-request-id": sent})
        assert fakes.audit.entries[-1].request_id == sent


async def test_the_log_is_read_by_page_and_by_filter(client: Client) -> None:
    """Newest first, with the request's id; a filter that is not valid is refused."""
    sessions = [await client.create_session() for _ in range(3)]
    sent = await client.http.post("/api/collection/", json={"name": "a"})
    newest = (await client.http.get("/api/audit/?limit=1")).json()
    [entry] = newest["items"]
    assert entry["request_id"] == sent.headers["x-request-id"]
    assert (entry["actor"], entry["role"], entry["outcome"]) == ("local", "admin", "done")
    rest = (await client.http.get(f"/api/audit/?cursor={newest['next_cursor']}")).json()
    assert [each["target"] for each in rest["items"]] == sessions[::-1]
    for query, count in (
        ("action=session", 3),
        ("action=session.rename", 0),
        (f"target={sessions[0]}", 1),
        ("actor=nobody", 0),
        ("since=2001-01-01T00:00:00Z&until=9999-12-31T23:59:59-05:00", 4),
        ("until=2001-01-01T00:00:00", 0),
    ):
        found = await client.http.get(f"/api/audit/?{query}")
        assert (query, len(found.json()["items"])) == (query, count)
    assert (await client.http.get("/api/audit/?target=x")).status_code == 400


async def test_a_question_whose_client_leaves_at_once_is_entered(fakes: Fakes) -> None:
    """The answer is stored and was paid for, whether or not anybody read its beginning."""
    async with keyed_server(fakes=fakes) as server:
        key = bearing(await server.make_key())
        session = (await server.http.post("/api/session/create/", headers=key)).json()
        fakes.audit.entries.clear()
        body = json.dumps({"session_id": session["session_id"], "message": "Who?"}).encode()
        headers = key | {"Content-Type": "application/json", "Content-Length": str(len(body))}
        await RawRequest(server.app, "/api/chat/", headers, "POST", body).leave()
        assert [each.action for each in fakes.audit.entries] == ["answer.ask"]
