"""Behaviour of every path: errors, request ids, bad JSON, health and OpenAPI."""

import asyncio
import logging
import re
from importlib.metadata import version
from typing import Any

import pytest

from domain.errors import EmbedderUnavailable, InvalidInput, OutcomeUnknown, ReadersUnavailable
from domain.retrieval.selection import DropReason
from entrypoints.api.bounded_request import MAX_JSON_BYTES
from entrypoints.api.json_body import refuse_many
from tests.api.client import Client, problem_of
from tests.fakes.chats import InMemorySessionStore
from tests.fakes.wiring import Fakes

BAD_JSON = {
    "empty": b"",
    "broken": b'{"session_id": ',
    "not UTF-8": b'{"session_id": "x", "message": "\xff"}',
    "a wrong byte outside a string": b"\xff\xfe{}",
    "nested deep": b"[" * 200_000 + b"]" * 200_000,
    "nested deep in a field": b'{"message": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
    "a lone surrogate": b'{"session_id": "x", "message": "\\ud800"}',
    "a list": b"[]",
    "null": b"null",
    "an unknown field": b'{"session_id": "%s", "message": "x", "extra": 1}' % (b"0" * 32),
    "a missing field": b'{"message": "x"}',
    "a wrong type": b'{"session_id": "x", "message": 5}',
    "an id that is none": b'{"session_id": "x", "message": "x"}',
}


@pytest.mark.parametrize("path", ["/api/chat/", "/api/search/"])
@pytest.mark.parametrize("body", BAD_JSON.values(), ids=BAD_JSON.keys())
async def test_bad_json_is_400(client: Client, path: str, body: bytes) -> None:
    """Any malformed or invalid JSON body is refused with 400."""
    headers = {"content-type": "application/json"}
    response = await client.http.post(path, content=body, headers=headers)
    assert response.status_code == 400
    assert problem_of(response)["code"] == "invalid_request"


def nested(levels: int) -> bytes:
    """Return objects in lists in objects, so many levels deep."""
    return b'{"a":[' * (levels // 2) + b"1" + b"]}" * (levels // 2)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/responses", b'{"input": "n", "tools": [{"type": "x", "filters": %s}]}'),
        ("POST", "/v1/responses", b'{"input": "n", "conversation": %s}'),
        ("POST", "/v1/chat/completions", b'{"messages": [], "other": %s}'),
        ("POST", "/v1/vector_stores", b'{"metadata": %s}'),
        ("PATCH", f"/api/document/{'0' * 32}/", b'{"metadata": %s}'),
    ],
)
@pytest.mark.parametrize("levels", [66, 900, 19_000])
async def test_json_has_so_many_levels_at_most(
    client: Client, method: str, path: str, body: bytes, levels: int
) -> None:
    """What is nested more deeply is refused where it is read, whatever would be made of it."""
    headers = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    content = body % nested(levels)
    response = await client.http.request(method, path, content=content, headers=headers)
    assert response.status_code == 400
    assert "nested more than 64 levels deep" in response.text


@pytest.mark.parametrize("levels", [66, 190, 900, 19_000])
async def test_a_call_of_an_agent_has_so_many_levels_at_most(
    client: Client, caplog: pytest.LogCaptureFixture, levels: int
) -> None:
    """The library of agents refuses them in its own form; nothing here goes through them."""
    headers = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    call = b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": %s}'
    params = b'{"name": "search", "arguments": {"query": "x", "within": %s}}' % nested(levels)
    response = await client.http.post("/mcp", content=call % params, headers=headers)
    assert response.status_code == (200 if levels < 200 else 400)
    assert "are not valid" in response.text or "Parse error" in response.text
    assert not [each for each in caplog.records if each.exc_info]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/chat/", b'{"session_id": "x", "message": "a", "other": %s}'),
        ("/api/search/", b'{"query": "a", "other": %s}'),
        ("/v1/responses", b'{"input": "n", "tools": [{"type": "x", "filters": {"a": %s}}]}'),
        ("/mcp", b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"a": %s}}'),
    ],
)
async def test_json_has_so_many_lists_and_objects_at_most(
    client: Client, path: str, body: bytes
) -> None:
    """A body of nothing else is refused before any of them is made; texts may have brackets."""
    headers = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    content = body % (b"[" + b"[],{}," * 10_000 + b"[]]")
    response = await client.http.post(path, content=content, headers=headers)
    assert response.status_code == 400
    assert "more than 20,000 lists and objects" in response.text
    text = b'"' + b"[{" * 20_000 + b'\\"]"'
    response = await client.http.post(path, content=body % text, headers=headers)
    assert "lists and objects" not in response.text


@pytest.mark.parametrize("unit", [b'\\"', b'"', b'"\\', b"\\", b'"a'])
def test_lists_and_objects_are_counted_in_linear_time(unit: bytes) -> None:
    """However quotation marks and backslashes stand, with an end or without one."""
    for end in (b"", b'"'):
        with pytest.raises(InvalidInput, match="lists and objects"):
            refuse_many(b"[" * 20_001 + b'"' + unit * (500_000 // len(unit)) + end)


async def test_json_of_fewer_levels_is_taken(client: Client) -> None:
    """What a client sends beside its question may have 64 levels, brackets in texts are none."""
    tools = b'[{"type": "x", "filters": %s}]' % nested(60)
    body = b'{"input": "%s", "tools": %s}' % (b"[" * 100, tools)
    response = await client.http.post("/v1/responses", content=body)
    assert response.status_code == 200
    assert response.json()["tools"][0]["filters"]["a"]


async def test_a_huge_json_body_is_413(client: Client) -> None:
    """A JSON body over the size limit is refused without being parsed."""
    response = await client.http.post("/api/search/", content=b" " * (MAX_JSON_BYTES + 1))
    assert response.status_code == 413
    assert problem_of(response)["code"] == "request_too_large"


@pytest.mark.parametrize(
    "changes",
    [{"explain": 0}, {"explain": "true"}, {"top_k": "5"}, {"top_k": True}, {"min_similarity": "0"}],
)
async def test_a_value_of_a_similar_type_is_400(client: Client, changes: dict[str, object]) -> None:
    """A value of another type is refused, and `detail` names the field, also if it is similar."""
    response = await client.http.post("/api/search/", json={"query": "x", **changes})
    assert response.status_code == 400
    assert f"`$.{next(iter(changes))}`" in problem_of(response)["detail"]


async def test_a_whole_number_can_have_a_point(client: Client) -> None:
    """3.0 is a whole number, as it is in JSON Schema."""
    headers = {"content-type": "application/json"}
    body = b'{"query": "x", "top_k": 3.0, "min_similarity": -1}'
    response = await client.http.post("/api/search/", content=body, headers=headers)
    assert response.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "/api/document/?status=null",
        "/api/document/?limit=5&limit=6",
        f"/api/document/{'0' * 32}/content/?end=NULL",
        f"/api/chat/{'0' * 32}/events/?after=1&after=1",
    ],
)
async def test_an_ambiguous_parameter_is_400(client: Client, query: str) -> None:
    """A parameter that is given twice, or as null, is refused by name."""
    response = await client.http.get(query)
    assert response.status_code == 400
    name = query.partition("?")[2].partition("=")[0]
    assert name in problem_of(response)["detail"]


async def test_the_word_null_can_be_searched(client: Client) -> None:
    """In a parameter that is text, null is a word."""
    assert (await client.http.get("/api/session/?query=null")).status_code == 200
    assert (await client.http.get("/api/document/?filename=null")).status_code == 200


async def test_an_unknown_path_is_404(client: Client) -> None:
    """An unknown path returns a problem like any other error."""
    response = await client.http.get("/api/nothing/")
    assert (response.status_code, problem_of(response)["code"]) == (404, "not_found")


async def test_a_wrong_method_is_405(client: Client) -> None:
    """A wrong method is refused with the allowed ones."""
    response = await client.http.put("/api/chat/")
    assert (response.status_code, problem_of(response)["code"]) == (405, "method_not_allowed")
    assert "POST" in response.headers["allow"]


@pytest.mark.parametrize("path", ["/api/health/live/", "/api/nothing/", "/schema"])
async def test_every_response_has_a_request_id(client: Client, path: str) -> None:
    """A response has the request id of the client if it is valid, otherwise a new one."""
    kept = await client.http.get(path, headers={"x-request-id": "trace-1.a_b"})
    assert kept.headers["x-request-id"] == "trace-1.a_b"
    for bad in ("", "white space", "a" * 65, "ünï".encode(), "a=b", f"quoth_{'A' * 40}"):
        made = await client.http.get(
            path, headers=[(b"x-request-id", bad if isinstance(bad, bytes) else bad.encode())]
        )
        assert re.fullmatch(r"[0-9a-f-]{36}", made.headers["x-request-id"])


async def test_health_names_every_part(client: Client) -> None:
    """A healthy server returns 200 and names its parts."""
    response = await client.http.get("/api/health/")
    assert response.status_code == 200
    assert response.json() == {
        "status": "healthy",
        "database": "connected",
        "embedding_service": "loaded",
        "embedding_dim": 64,
        "embedding_model": "test-model",
        "embedding_calibration": "none",
        "embedding_note": None,
        "file_readers": "ready",
        "valkey": None,
        "database_replica": None,
        "milvus": None,
        "language_model": "extractive",
        "version": version("quoth"),
    }


async def test_a_lost_database_is_503_in_health_but_alive(client: Client, fakes: Fakes) -> None:
    """Without the database, health reports 503 and liveness still 200."""
    fakes.library.available = False
    response = await client.http.get("/api/health/")
    assert response.status_code == 503
    assert response.json()["status"] == "unhealthy"
    assert "not reachable" in response.json()["database"]
    alive = await client.http.get("/api/health/live/")
    assert (alive.status_code, alive.json()) == (200, {"status": "alive"})


async def test_readers_that_do_not_start_are_503_in_health(client: Client, fakes: Fakes) -> None:
    """If no file can be read, health reports 503 and says so, and uploads are refused."""
    fakes.extractor.problem = ReadersUnavailable()
    response = await client.http.get("/api/health/")
    assert response.status_code == 503
    assert "processes that read files" in response.json()["file_readers"]
    files = {"file": ("a.md", b"The heron nests in the mill.")}
    refused = await client.http.post("/api/document/", files=files)
    assert (refused.status_code, refused.json()["code"]) == (503, "readers_unavailable")


async def test_a_model_still_loading_is_503_in_health(client: Client, fakes: Fakes) -> None:
    """While the embedding model loads, health reports 503 and no dimension."""
    fakes.embedder.fail_with(EmbedderUnavailable())
    response = await client.http.get("/api/health/")
    assert response.status_code == 503
    assert "loading" in response.json()["embedding_service"]
    assert response.json()["embedding_dim"] is None


async def test_a_full_disk_is_507_and_what_is_stored_can_be_read(
    client: Client, fakes: Fakes
) -> None:
    """Without space nothing is stored, each refusal says what to do, and searching goes on."""
    session = await client.create_session()
    await client.upload()
    fakes.library.full = fakes.chats.full = True
    for refused in (
        await client.upload(b"Something new."),
        await client.ask(session, "Who built it?"),
        await client.http.post("/api/session/create/"),
    ):
        assert refused.status_code == 507
        problem = problem_of(refused)
        assert problem["code"] == "insufficient_storage"
        assert "Free some" in problem["detail"]
        assert refused.headers["retry-after"] == str(problem["retry_after"])
    found = await client.http.post("/api/search/", json={"query": "lighthouse"})
    assert len(found.json()["passages"]) == 1
    assert (await client.http.get(f"/api/session/{session}/")).json()["messages"] == []
    health = await client.http.get("/api/health/")
    assert (health.status_code, health.json()["status"]) == (503, "unhealthy")
    assert "disk" in health.json()["database"]
    fakes.library.full = fakes.chats.full = False
    assert (await client.upload(b"Something new.")).status_code == 201
    assert (await client.http.get("/api/health/")).status_code == 200


async def test_a_change_whose_outcome_is_unknown_is_503_with_a_code_of_its_own(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client learns that the change may have been stored, and that it may be sent again."""

    async def lost(_: object, __: object) -> None:
        raise OutcomeUnknown

    monkeypatch.setattr(InMemorySessionStore, "create", lost)
    response = await client.http.post("/api/session/create/")
    problem = problem_of(response)
    assert (response.status_code, problem["code"]) == (503, "outcome_unknown")
    assert "may or may not have been stored" in problem["detail"]
    assert "Idempotency-Key" in problem["detail"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/document/"),
        ("GET", "/api/session/"),
        ("POST", "/api/chat/"),
        ("POST", "/api/search/"),
    ],
)
async def test_a_server_that_is_starting_says_so(
    client: Client, fakes: Fakes, method: str, path: str
) -> None:
    """Until every part is open, a request is told to try again, and not that a part is missing."""
    fakes.starting = True
    fakes.library.available = False
    response = await client.http.request(method, path)
    problem = problem_of(response)
    assert (response.status_code, problem["code"], problem["title"]) == (
        503,
        "starting",
        "Starting",
    )
    assert problem["detail"] == "Quoth is starting; try again in a few seconds."
    assert int(response.headers["retry-after"]) == problem["retry_after"]


async def test_health_says_that_the_server_is_starting(client: Client, fakes: Fakes) -> None:
    """While the server starts, health is 503 and `starting`, and no part is called a problem."""
    fakes.starting = True
    fakes.library.available = False
    fakes.embedder.fail_with(EmbedderUnavailable())
    response = await client.http.get("/api/health/")
    health = response.json()
    assert (response.status_code, health["status"]) == (503, "starting")
    assert (health["database"], health["embedding_service"]) == ("starting", "starting")
    assert "retry-after" in response.headers
    assert (await client.http.get("/api/health/live/")).status_code == 200


async def test_a_server_is_ready_once_it_has_started(client: Client, fakes: Fakes) -> None:
    """Readiness is the end of the start, and asks nothing of the database, which all share."""
    fakes.starting, fakes.library.available = True, False
    refused = await client.http.get("/api/health/ready/")
    assert (refused.status_code, problem_of(refused)["code"]) == (503, "starting")
    fakes.starting = False
    ready = await client.http.get("/api/health/ready/")
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})


async def test_health_says_what_a_start_waits_for(client: Client, fakes: Fakes) -> None:
    """If opening the database failed, health says why, because waiting alone may not help."""
    fakes.starting, fakes.waiting = True, "The database refuses connections."
    fakes.library.available = False
    health = (await client.http.get("/api/health/")).json()
    assert (health["status"], health["database"]) == ("starting", fakes.waiting)


async def test_a_server_that_is_starting_is_not_healthy_before_all_is_open(
    client: Client, fakes: Fakes
) -> None:
    """A database and a model that work already do not make a starting server healthy."""
    fakes.starting = True
    response = await client.http.get("/api/health/")
    assert (response.status_code, response.json()["status"]) == (503, "starting")
    assert response.json()["database"] == "connected"


async def schema_of(client: Client) -> Any:
    return (await client.http.get("/schema/openapi.json")).json()


async def test_the_documentation_tells_the_truth(client: Client) -> None:
    """The schema describes streams, the multipart upload and the possible statuses."""
    schema = await schema_of(client)
    chat = schema["paths"]["/api/chat"]["post"]
    assert list(chat["responses"]["200"]["content"]) == ["text/event-stream"]
    upload = schema["paths"]["/api/document"]["post"]
    assert list(upload["requestBody"]["content"]) == ["multipart/form-data"]
    assert {"200", "201", "400", "413", "415", "503"} <= upload["responses"].keys()
    assert {"400", "404", "409", "429", "503"} <= chat["responses"].keys()


@pytest.mark.parametrize(
    ("path", "method"), [("/api/chat", "post"), ("/api/chat/{message_id}/events", "get")]
)
async def test_the_events_of_a_stream_are_documented(
    client: Client, path: str, method: str
) -> None:
    """Each event of a stream has its own schema with its type."""
    schema = await schema_of(client)
    content = schema["paths"][path][method]["responses"]["200"]["content"]
    data = content["text/event-stream"]["schema"]["properties"]["data"]
    assert data["contentMediaType"] == "application/json"
    names = [each["$ref"] for each in data["contentSchema"]["oneOf"]]
    components = schema["components"]["schemas"]
    events = [components[name.removeprefix("#/components/schemas/")] for name in names]
    assert [event["properties"]["type"]["const"] for event in events] == [
        "start",
        "sources",
        "content",
        "citation",
        "done",
        "error",
    ]
    assert all("type" in event["required"] for event in events)


async def test_the_documentation_is_precise_enough_for_types(client: Client) -> None:
    """Nullable fields are required and marked as nullable, and enumerations list their values."""
    components = (await schema_of(client))["components"]["schemas"]
    considered, done = components["ConsideredView"], components["DoneEvent"]
    assert considered["properties"]["source_id"] == {
        "oneOf": [{"type": "integer"}, {"type": "null"}]
    }
    assert done["properties"]["reason"]["oneOf"] == [
        {"$ref": "#/components/schemas/AbstentionReason"},
        {"type": "null"},
    ]
    for view in (considered, done):
        assert set(view["required"]) == set(view["properties"])
    assert components["DropReason"]["enum"] == [each.value for each in DropReason]


async def test_every_documented_error_is_a_problem(client: Client) -> None:
    """Every documented error is a problem."""
    schema = await schema_of(client)
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                if int(status) >= 400 and path != "/api/health":
                    kinds = list(response["content"])
                    assert kinds == ["application/problem+json"], (path, method, status)


async def test_a_path_cannot_forge_a_line_of_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """Line breaks and escape sequences in a path do not reach the log unencoded."""
    with caplog.at_level(logging.INFO):
        await client.http.get("/api/nope%0aforged%1b[31m")
    [line] = [r.getMessage() for r in caplog.records if r.name == "entrypoints.api.request_id"]
    assert "\n" not in line
    assert "\x1b" not in line


async def test_a_request_that_the_stopping_server_cuts_off_is_answered(
    client: Client, fakes: Fakes
) -> None:
    """An upload that is cancelled by shutdown gets 503 with server_stopping."""
    fakes.embedder.hold()
    uploading = asyncio.create_task(client.upload())
    while not fakes.embedder.passages:  # noqa: ASYNC110 - the fake records, it does not signal
        await asyncio.sleep(0)
    uploading.cancel()
    response = await uploading
    assert response.status_code == 503
    assert problem_of(response)["code"] == "server_stopping"
    assert "may or may not" in problem_of(response)["detail"]


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE"])
async def test_every_path_names_its_methods(client: Client, method: str) -> None:
    """`Allow` has the methods of the schema, in responses to OPTIONS and to a wrong method."""
    for path, operations in (await schema_of(client))["paths"].items():
        address = re.sub(r"\{\w+\}", "0" * 32, path)
        response = await client.http.request(method, address)
        allowed = set(response.headers["allow"].split(", ")) - {"OPTIONS"}
        assert allowed == {each.upper() for each in operations}, path


async def test_an_unexpected_error_is_500_without_its_details(
    client: Client, fakes: Fakes, caplog: pytest.LogCaptureFixture
) -> None:
    """An unexpected error is a problem without its message, which is in the log."""
    fakes.embedder.fail_with(RuntimeError("/srv/secret is broken"))
    response = await client.http.post("/api/search/", json={"query": "x"})
    assert response.status_code == 500
    assert problem_of(response)["code"] == "internal_error"
    assert "secret" not in response.text
    assert "/srv/secret is broken" in caplog.text
