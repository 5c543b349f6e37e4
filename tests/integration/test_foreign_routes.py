"""Every route, listed from the application, for an admin of another workspace who knows all ids."""

import re
from collections.abc import AsyncIterator, Callable
from contextvars import ContextVar
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from application.access.acting import acting_as
from application.identifiers import new_id
from application.ports.workspaces import Workspaces
from domain.access.principal import local_user
from domain.access.role import Role
from domain.access.workspace import Workspace
from tests.support.limited import MARK, QUESTION, SECRET, UPLOADED, Limited, limited_library
from tests.support.limited_routes import call, routes

STORES = {"POST /api/document", "POST /v1/files", "PUT /api/document/by-name/{external_id:path}"}
"""What has no id of a workspace, but the bytes or the name of a document of it."""

FOR_ALL = {"/v1/models/{name:path}", "/schema/{path:str}"}
"""What is the same for every workspace."""

TAKES_BACK = "DELETE /api/chat/{message_id:uuid}/feedback"
"""Who has said nothing of an answer takes nothing back, whether there is one or not."""

NAMES = {sql: name for name, sql in QUERIES.items()}
OF_WHO_ASKS = {"find_key"}
"""What finds out who sends a request, for several requests at a time."""

_heard: ContextVar[list[str] | None] = ContextVar("queries of a request", default=None)


@pytest.fixture
async def library(postgres_dsn: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Limited]:
    """A library, the admin of another workspace, and an ear for the queries of requests."""
    prepare: Callable[..., Any] = Database._prepare

    async def prepare_and_listen(self: Database, connection: Any) -> None:
        await prepare(self, connection)
        connection.add_query_logger(_hear)

    monkeypatch.setattr(Database, "_prepare", prepare_and_listen)
    async with limited_library(postgres_dsn) as library:
        workspaces = await library.container.get(Workspaces)
        elsewhere = await workspaces.ensure(Workspace(new_id(), "elsewhere"))
        with acting_as(local_user(elsewhere)):
            await library.key("stranger", Role.ADMIN)
        yield library


def _hear(record: Any) -> None:
    said, name = _heard.get(), NAMES.get(record.query, "")
    if said is not None and name not in {"", *OF_WHO_ASKS}:
        said.append(name)


def foreign(library: Limited) -> list[tuple[str, str]]:
    """Return the routes that can be given an id of a workspace, in their path or their body."""
    return [
        (method, path)
        for method, path in routes(library)
        if ("{" in path or path == "/api/chat")
        and f"{method} {path}" not in STORES
        and path not in FOR_ALL
    ]


def never_been(library: Limited) -> Limited:
    """Return the library with ids of the same forms that nothing ever had."""
    ids = {
        name: re.sub(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", _another, each)
        for name, each in library.ids.items()
    }
    return replace(library, ids=ids | {"external_id": "never.txt"})


def _another(found: re.Match[str]) -> str:
    made = uuid4()
    return str(made) if "-" in found[0] else made.hex


async def test_no_route_shows_or_changes_what_is_of_another_workspace(library: Limited) -> None:
    """Its ids are found by no route, in path or body, nothing of it comes back, and all stays."""
    for method, path in routes(library):
        if f"{method} {path}" in STORES:
            continue
        response = await call(library, "stranger", method, path)
        said = response.text + str(response.headers)
        assert MARK not in said.replace(library.ids["external_id"], ""), (method, path, said)
        assert response.status_code < 500, (method, path, said)
        if (method, path) in foreign(library) and f"{method} {path}" != TAKES_BACK:
            assert response.status_code == 404, (method, path, said)
    for body, route in (
        ({"model": "quoth", "input": QUESTION, "previous_response_id": "response_id"},
         "/v1/responses"),
        ({"name": "mine", "file_ids": ["file_id"]}, "/v1/vector_stores"),
        ({"query": QUESTION, "within": {"collections": ["collection_id"]}}, "/api/search/"),
        ({"model": "quoth", "input": QUESTION, "tools": [
            {"type": "file_search", "vector_store_ids": ["store_id"]}]}, "/v1/responses"),
    ):  # fmt: skip
        response = await library.send("stranger", "POST", route, json=with_ids(body, library.ids))
        assert response.status_code == 404, (route, response.text)
    found = await library.send(
        "stranger",
        "POST",
        "/api/search/",
        json={"query": QUESTION, "document_ids": [library.ids["document_id"]]},
    )
    assert (found.status_code, found.json()["passages"]) == (200, [])
    await is_as_it_was(library)


def with_ids(body: Any, ids: dict[str, str]) -> Any:
    """Return a body with the ids that its values name."""
    if isinstance(body, dict):
        return {name: with_ids(each, ids) for name, each in body.items()}
    if isinstance(body, list):
        return [with_ids(each, ids) for each in body]
    return ids.get(body, body)


async def is_as_it_was(library: Limited) -> None:
    """Check that those whose workspace it is find all that they had."""
    ids = library.ids
    content = await library.send("admin", "GET", f"/api/document/{ids['document_id']}/content/")
    assert content.text == SECRET.decode()
    for path in (
        f"/api/collection/{ids['collection_id']}/",
        f"/api/session/{ids['session_id']}/",
        f"/api/webhook/{ids['webhook_id']}/",
        f"/v1/responses/{ids['response_id']}",
    ):
        shown = await library.send("admin", "GET", path)
        assert (shown.status_code, MARK in shown.text) == (200, True), (path, shown.text)
    for path, field in (("key", "key_id"), ("member", "member_id")):
        items = (await library.send("admin", "GET", f"/api/{path}/")).json()["items"]
        [held] = [each for each in items if each[field] == ids[field]]
        assert MARK in held["name"]
        assert held.get("revoked_at") is None


async def test_equal_bytes_and_names_make_documents_of_ones_own(library: Limited) -> None:
    """Whoever sends what another workspace has is told nothing of that, and replaces nothing."""
    sent = {"file": (f"{MARK}.txt", UPLOADED)}
    name = library.ids["external_id"]
    for method, path, data in (
        ("POST", "/api/document/", {}),
        ("PUT", f"/api/document/by-name/{name}", {}),
        ("POST", "/v1/files", {"purpose": "assistants"}),
    ):
        response = await library.send("stranger", method, path, files=sent, data=data)
        assert response.status_code in {200, 201}, response.text
        made = response.json().get("document_id") or response.json()["id"]
        assert made not in library.ids.values()
    await is_as_it_was(library)


async def test_an_agent_reaches_nothing_of_another_workspace(library: Limited) -> None:
    """Its tools and resources know none of the ids."""
    document, session = library.ids["document_id"], library.ids["session_id"]
    collection = {"collections": [library.ids["collection_id"]]}
    calls: list[tuple[str, dict[str, Any]]] = [
        ("tools/call", {"name": "search", "arguments": {"query": QUESTION}}),
        ("tools/call", {"name": "search", "arguments": {"query": QUESTION, "within": collection}}),
        ("tools/call", {"name": "list_documents", "arguments": {}}),
        ("tools/call", {"name": "list_documents", "arguments": {"within": collection}}),
        ("tools/call", {"name": "read_document", "arguments": {"document_id": document}}),
        ("tools/call", {"name": "ask", "arguments": {"question": QUESTION}}),
        ("tools/call", {"name": "ask",
                        "arguments": {"question": QUESTION, "session_id": session}}),
        ("resources/list", {}),
        ("resources/read", {"uri": f"quoth://document/{document}"}),
    ]  # fmt: skip
    for number, (method, params) in enumerate(calls):
        said = await library.send(
            "stranger",
            "POST",
            "/mcp",
            json={"jsonrpc": "2.0", "id": number, "method": method, "params": params},
            headers={"Accept": "application/json, text/event-stream"},
        )
        assert said.status_code == 200, (method, said.text)
        assert MARK not in said.text, (method, params, said.text)
        if session in str(params) or document in str(params) or collection in params.values():
            assert "not_found" in said.text or "error" in said.text, said.text
    await is_as_it_was(library)


async def test_a_foreign_id_costs_what_an_id_that_never_was_costs(library: Limited) -> None:
    """The same queries and the same answer, so that no time tells which of the two it is."""
    for method, path in foreign(library):
        # what is looked up once in a while may be due in one of two requests, but not in each try
        for _ in range(3):
            foreign_cost = await _cost(library, method, path)
            never_been_cost = await _cost(never_been(library), method, path)
            if foreign_cost == never_been_cost:
                break
        assert foreign_cost == never_been_cost, (method, path)
        assert foreign_cost[1], (method, path)


async def _cost(library: Limited, method: str, path: str) -> tuple[object, list[str]]:
    """Return what a request is answered, without the ids, and the names of its queries."""
    said: list[str] = []
    _heard.set(said)
    response = await call(library, "stranger", method, path)
    _heard.set(None)
    return (response.status_code, _code_of(response)), said


def _code_of(response: httpx.Response) -> object:
    if not response.content:
        return None
    body = response.json()
    return body["error"]["code"] if "error" in body else body["code"]
