"""A key that is revoked while its streams are open."""

import asyncio
import inspect
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from litestar import HttpMethod
from litestar.routes import ASGIRoute, HTTPRoute

from application.access.create_key import NewKey
from application.answering import checked_answer_log
from application.answering.complete_task import CompleteTask
from application.ports.reading_limits import ReadingLimits
from application.retrieval.embed_texts import EmbedTexts
from domain.access.role import Role
from entrypoints.api import document_events, event_stream, standing
from entrypoints.api.mcp import server as mcp_server
from entrypoints.api.mcp import tools
from tests.api.client import LIGHTHOUSE
from tests.support.keys import KeyedServer, bearing, keyed_server

HEADERS = {"Accept": "application/json, text/event-stream"}
LONG = "".join(f"Heron {number}.\n" for number in range(1000))  # several pieces

EVENTS = {
    "POST /api/chat",
    "GET /api/chat/{message_id}/events",
    "GET /api/document/{document_id}/events",
    "POST /v1/chat/completions",
    "POST /v1/responses",
    "GET /v1/responses/{response_id}",
    "POST /mcp",
}
"""The routes whose streams end with an error of their own."""

FILES = {"GET /api/document/{document_id}/original", "GET /v1/files/{file_id}/content"}
"""The routes whose bodies are sent in pieces, and cut off."""

SENDS_PIECES = re.compile(r"\b(Stream|_stream|event_stream|document_events)\(")


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[KeyedServer]:
    """An application with a document, which looks at keys at every turn."""
    monkeypatch.setattr(standing, "SECONDS_BETWEEN_CHECKS", 0.0)
    for module in (event_stream, document_events):
        monkeypatch.setattr(module, "KEEP_ALIVE_SECONDS", 0.01)
    monkeypatch.setattr(tools, "PATIENCE_SECONDS", 0.01)
    async with keyed_server() as server:
        files = {"file": ("lighthouse.txt", LIGHTHOUSE.encode())}
        assert (await server.http.post("/api/document/", files=files)).status_code == 201
        yield server


def events_in(text: str) -> list[dict[str, Any]]:
    """Return the events of a stream."""
    lines = [line.removeprefix("data: ") for line in text.splitlines() if line.startswith("data:")]
    return [json.loads(line) for line in lines if line != "[DONE]"]


async def test_the_streams_of_an_answer_end_and_the_answer_goes_on(server: KeyedServer) -> None:
    """Who asked and who follows get an error as the last event; the answer is stored whole."""
    mine, theirs = await server.make_key(), await server.make_key()
    session = (await server.http.post("/api/session/create/", headers=bearing(mine))).json()
    gate = asyncio.Event()
    server.fakes.model.enqueue([f"{LIGHTHOUSE} [1] ", "The end."], pause=gate)
    body = {"session_id": session["session_id"], "message": "Who built the lighthouse?"}
    asking = asyncio.create_task(server.http.post("/api/chat/", json=body, headers=bearing(mine)))
    await server.fakes.model.asked.wait()
    answer_id = next(iter(server.fakes.chats.leases))
    following, other = (
        asyncio.create_task(
            server.http.get(f"/api/chat/{answer_id}/events/?after=1", headers=bearing(key))
        )
        for key in (mine, theirs)
    )
    await asyncio.sleep(0.05)
    server.revoke(mine)
    for stream in (asking, following):
        last = events_in((await stream).text)[-1]
        assert (last["type"], last["code"]) == ("error", "not_authenticated")
        assert last["message_id"] == str(answer_id)
    gate.set()
    assert events_in((await other).text)[-1]["finish_reason"] == "stop"
    read = await server.http.get(f"/api/session/{session['session_id']}/", headers=bearing(theirs))
    assert read.json()["messages"][-1]["content"].endswith("The end.")
    assert read.json()["messages"][-1]["finish_reason"] == "stop"


async def test_the_events_of_a_document_end(server: KeyedServer) -> None:
    """A document that waits for a worker is followed no longer."""
    key = await server.make_key(Role.EDITOR)
    files = {"file": ("later.txt", b"The heron nests in the old mill.")}
    queued = await server.http.post("/api/document/?wait=false", files=files, headers=bearing(key))
    path = f"/api/document/{queued.json()['document_id']}/events/"
    following = asyncio.create_task(server.http.get(path, headers=bearing(key)))
    await asyncio.sleep(0.05)
    server.age(key)
    last = events_in((await following).text)[-1]
    assert (last["type"], last["code"]) == ("error", "not_authenticated")
    assert last["document_id"] == queued.json()["document_id"]


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/responses"])
async def test_the_streams_of_openai_s_clients_end(server: KeyedServer, path: str) -> None:
    """The error is in their form."""
    key = await server.make_key()
    server.fakes.model.enqueue(["One ", "two."], pause=asyncio.Event())
    body: dict[str, object] = {"model": "quoth", "stream": True}
    asked = "Who built the lighthouse?"
    body |= (
        {"input": asked}
        if "responses" in path
        else {"messages": [{"role": "user", "content": asked}]}
    )
    asking = asyncio.create_task(server.http.post(path, json=body, headers=bearing(key)))
    await server.fakes.model.asked.wait()
    server.revoke(key)
    assert "not_authenticated" in json.dumps(events_in((await asking).text)[-1])


TASK = {"role": "user", "content": "### Task:\nSuggest a title."}


@pytest.mark.parametrize(
    ("path", "body", "use_case"),
    [
        ("chat/completions", {"messages": [TASK]}, CompleteTask),
        ("chat/completions", {"messages": [TASK], "stream": True}, CompleteTask),
        ("embeddings", {"input": "A heron."}, EmbedTexts),
    ],
)
@pytest.mark.parametrize("change", ["revoke", "age", "away"])
async def test_what_is_worked_on_for_a_client_ends(
    server: KeyedServer,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    body: dict[str, object],
    use_case: type[Any],
    change: str,
) -> None:
    """The work is cancelled, and who asked for it gets the reason; not while the keys are away."""
    asked, gate, cancelled = asyncio.Event(), asyncio.Event(), asyncio.Event()
    execute = use_case.execute

    async def slow(self: Any, *arguments: Any, **options: Any) -> Any:
        asked.set()
        try:
            await gate.wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise
        return await execute(self, *arguments, **options)

    monkeypatch.setattr(use_case, "execute", slow)
    key = await server.make_key()
    asking = asyncio.create_task(server.http.post(f"/v1/{path}", json=body, headers=bearing(key)))
    await asked.wait()
    if change == "away":
        server.fakes.access.available = False
        await asyncio.sleep(0.05)
        gate.set()
        assert (await asking).status_code == 200
        return
    getattr(server, change)(key)
    async with asyncio.timeout(5):
        refused = await asking
    assert refused.status_code == 401
    assert refused.json()["error"]["code"] == "not_authenticated"
    assert cancelled.is_set()


async def test_a_call_of_an_agent_ends(server: KeyedServer) -> None:
    """The tool returns the error, whoever called before, and the answer goes on."""
    mine, theirs = await server.make_key(), await server.make_key()
    assert "result" in (await called(server, theirs, "list_documents"))
    gate = asyncio.Event()
    server.fakes.model.enqueue([f"{LIGHTHOUSE} [1] ", "The end."], pause=gate)
    asking = asyncio.create_task(called(server, mine, "ask", question="Who built the lighthouse?"))
    await server.fakes.model.asked.wait()
    server.revoke(mine)
    result = (await asking)["result"]
    assert result["isError"]
    assert "not_authenticated" in result["content"][0]["text"]
    assert not server.fakes.model.stopped.is_set()
    gate.set()


async def test_a_tool_needs_its_role(server: KeyedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call with a smaller one is answered by the tool itself."""
    changed = [replace(tool, role=Role.EDITOR) for tool in tools.TOOLS]
    monkeypatch.setattr(mcp_server, "TOOLS", changed)
    for role, refused in ((Role.READER, True), (Role.EDITOR, False)):
        answer = await called(server, await server.make_key(role), "list_documents")
        assert answer["result"].get("isError", False) == refused


async def called(
    server: KeyedServer, key: NewKey, tool: str, **arguments: object
) -> dict[str, Any]:
    """Return the answer to a call of a tool."""
    params = {"name": tool, "arguments": arguments}
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    answer = await server.http.post("/mcp", json=call, headers=HEADERS | bearing(key))
    return events_in(answer.text)[-1]


async def test_a_stream_outlives_a_database_that_is_away(server: KeyedServer) -> None:
    """While nobody can tell whether the key was revoked, the answer is read on."""
    key = await server.make_key()
    session = (await server.http.post("/api/session/create/", headers=bearing(key))).json()
    gate = asyncio.Event()
    server.fakes.model.enqueue(["One ", "two."], pause=gate)
    body = {"session_id": session["session_id"], "message": "Who built the lighthouse?"}
    asking = asyncio.create_task(server.http.post("/api/chat/", json=body, headers=bearing(key)))
    await server.fakes.model.asked.wait()
    server.fakes.access.available = False
    await asyncio.sleep(0.05)
    gate.set()
    assert events_in((await asking).text)[-1]["type"] == "done"


@pytest.mark.parametrize("store", [True, False])
async def test_a_response_ends_for_whom_a_limit_locks_out(
    server: KeyedServer, monkeypatch: pytest.MonkeyPatch, *, store: bool
) -> None:
    """Whether it is stored or not, who asked reads no more of what only others may read now."""
    monkeypatch.setattr(checked_answer_log, "SECONDS_BETWEEN_CHECKS", 0.01)
    key = await server.make_key(groups=("a",))
    [document_id] = server.fakes.library.entries
    gate = asyncio.Event()
    server.fakes.model.enqueue([f"{LIGHTHOUSE} [1] ", "The end."], pause=gate)
    body = {"model": "quoth", "input": "Who built it?", "stream": True, "store": store}
    asking = asyncio.create_task(server.http.post("/v1/responses", json=body, headers=bearing(key)))
    await server.fakes.model.asked.wait()
    limits = await server.container.get(ReadingLimits)
    await limits.limit_document(document_id, ("b",))
    said = (await asking).text
    gate.set()
    assert "answer_withheld" in said
    assert "The end." not in said


def test_every_route_that_sends_its_body_in_pieces_is_known(server: KeyedServer) -> None:
    """A new one ends for a revoked key, too: if it sends a file, it is cut off without more ado."""
    streaming = set()
    for route in server.app.routes:
        if isinstance(route, ASGIRoute):
            streaming.add(f"POST {route.path_format}")
        elif isinstance(route, HTTPRoute):
            for method, (handler, _) in route.route_handler_map.items():
                function = getattr(handler.fn, "__dishka_orig_func__", handler.fn)
                source = "" if method == HttpMethod.OPTIONS else inspect.getsource(function)
                if SENDS_PIECES.search(source):
                    streaming.add(f"{method} {route.path_format}")
    assert streaming == EVENTS | FILES


async def body_of(
    server: KeyedServer, path: str, key: NewKey, meanwhile: Callable[[], Awaitable[None]]
) -> tuple[bytes, bool]:
    """Return what arrives of a body, and whether it has an end.

    `meanwhile` is called when its first piece was sent.
    """
    pieces: list[bytes] = []
    has_end = False
    over = asyncio.Event()

    async def receive() -> Any:
        await over.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        nonlocal has_end
        if message["type"] != "http.response.body":
            assert message["status"] == 200
            return
        pieces.append(message["body"])
        has_end = not message["more_body"]
        if has_end:
            over.set()
        if len(pieces) == 1:
            await meanwhile()

    await server.app(
        {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [
                (b"host", b"localhost"),
                (b"authorization", f"Bearer {key.text}".encode()),
            ],
            "client": ("127.0.0.1", 1),
            "server": ("localhost", 80),
        },
        receive,
        send,
    )
    return b"".join(pieces), has_end


async def a_file(server: KeyedServer) -> UUID:
    """Store a file of several pieces and return its document."""
    files = {"file": ("herons.txt", LONG.encode())}
    return UUID((await server.http.post("/api/document/", files=files)).json()["document_id"])


@pytest.mark.parametrize("change", ["revoke", "age", "delete", "limit"])
@pytest.mark.parametrize("route", sorted(FILES))
async def test_a_file_is_cut_off_for_who_may_not_read_on(
    server: KeyedServer, route: str, change: str
) -> None:
    """A key is revoked or expires, or the file is deleted or limited: nothing looks whole."""
    document_id, key = await a_file(server), await server.make_key(groups=("a",))
    limits = await server.container.get(ReadingLimits)
    path = route.removeprefix("GET ").format(
        document_id=document_id, file_id=f"file-{document_id.hex}"
    )
    path += "/" if path.startswith("/api") else ""
    assert await body_of(server, path, key, unchanged) == (LONG.encode(), True)

    async def meanwhile() -> None:
        if change == "revoke":
            server.revoke(key)
        elif change == "age":
            server.age(key)
        elif change == "delete":
            del server.fakes.library.entries[document_id]
        else:
            await limits.limit_document(document_id, ("b",))

    received, has_end = await body_of(server, path, key, meanwhile)
    assert not has_end
    assert LONG.encode().startswith(received)
    assert len(received) < len(LONG) / 2


async def unchanged() -> None:
    """Do nothing."""


@pytest.mark.parametrize("lowered", [True, False])
async def test_a_key_that_is_revoked_while_a_body_comes_does_nothing(
    server: KeyedServer, *, lowered: bool
) -> None:
    """A body may take hours: what its sender may do is looked at again at its end."""
    admin = await server.make_key(Role.ADMIN)
    headers = bearing(admin) | {"Content-Type": "application/json"}

    async def body() -> AsyncIterator[bytes]:
        yield b'{"name": "another", '
        if lowered:
            server.change(admin, role=Role.READER)
        else:
            server.revoke(admin)
        yield b'"role": "admin"}'

    known = len(server.fakes.access.keys)
    refused = await server.http.post("/api/key/", content=body(), headers=headers)
    assert refused.status_code == (403 if lowered else 401)
    assert len(server.fakes.access.keys) == known


async def test_an_upload_of_a_key_that_is_revoked_meanwhile_is_not_stored(
    server: KeyedServer,
) -> None:
    """Neither are its bytes, which have been written to disk by then."""
    editor = await server.make_key(Role.EDITOR)
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nA he'
    headers = bearing(editor) | {"Content-Type": "multipart/form-data; boundary=x"}

    async def body() -> AsyncIterator[bytes]:
        yield head
        server.revoke(editor)
        yield b"ron.\r\n--x--\r\n"

    stored = len(server.fakes.library.entries)
    refused = await server.http.post("/api/document/", content=body(), headers=headers)
    assert refused.status_code == 401
    assert len(server.fakes.library.entries) == stored
