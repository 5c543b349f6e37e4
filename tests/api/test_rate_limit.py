"""The rate limits over HTTP, and whom they count."""

import asyncio
from ipaddress import ip_network
from uuid import UUID, uuid4

import pytest

from application.limits.count_request import client_name
from application.retrieval import select_by_condition
from domain.access.principal import LOCAL_USER, Principal, local_user
from domain.access.role import Role
from domain.access.workspace import DEFAULT_WORKSPACE, Workspace
from domain.documents.conditions import Condition
from domain.documents.metadata import Metadata
from entrypoints.api.app import create_api
from entrypoints.settings import Settings
from tests.api.client import Client, problem_of
from tests.fakes.wiring import test_settings
from tests.support.role_table import filled, routes_of

SEARCH = {"query": "lighthouse"}
EMBED = {"model": "quoth", "input": "A lighthouse."}
CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
MCP_HEADERS = {"Accept": "application/json, text/event-stream"}


@pytest.fixture
def settings() -> Settings:
    return test_settings(
        chat_rate_limit=3,
        search_rate_limit=2,
        upload_rate_limit=2,
        request_rate_limit=30,
        trusted_proxies=(ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8")),
    )


def of(number: int) -> dict[str, str]:
    """Return the headers with which a proxy passes on the request of a client."""
    return {"X-Forwarded-For": f"192.0.2.{number}"}


async def test_only_so_many_questions_are_let_through(client: Client) -> None:
    """Of ten concurrent questions exactly three are answered; the rest get the seconds to wait."""
    sessions = [await client.create_session() for _ in range(10)]
    responses = await asyncio.gather(*(client.ask(session, "What?") for session in sessions))
    refused = [response for response in responses if response.status_code == 429]
    assert len(responses) - len(refused) == 3
    for response in refused:
        problem = problem_of(response)
        assert problem["code"] == "rate_limited"
        assert 1 <= problem["retry_after"] <= 60
        assert response.headers["retry-after"] == str(problem["retry_after"])
        assert response.headers["ratelimit-remaining"] == "0"


async def test_responses_say_what_is_left(client: Client) -> None:
    """Each limit that a request counts for is in its headers; OpenAI's clients get theirs too."""
    response = await client.http.post("/api/search/", json=SEARCH)
    assert response.status_code == 200
    headers = response.headers
    assert headers["ratelimit-policy"] == '"requests";q=30;w=60, "searches";q=2;w=60'
    assert headers["ratelimit"] == '"requests";r=29;t=60, "searches";r=1;t=60'
    assert [headers[f"ratelimit-{name}"] for name in ("limit", "remaining", "reset")] == [
        "2",
        "1",
        "60",
    ]
    assert "x-ratelimit-limit-requests" not in headers
    embedded = await client.http.post("/v1/embeddings", json=EMBED)
    assert embedded.status_code == 200
    names = [f"x-ratelimit-{name}-requests" for name in ("limit", "remaining", "reset")]
    assert [embedded.headers[name] for name in names] == ["2", "0", "60s"]
    refused = await client.http.post("/v1/embeddings", json=EMBED)
    assert (refused.status_code, refused.json()["error"]["type"]) == (429, "rate_limit_error")
    assert refused.json()["error"]["code"] == "rate_limited"
    assert int(refused.headers["retry-after"]) > 0


async def test_a_search_is_a_search_whoever_asks(client: Client) -> None:
    """A search over MCP counts like one over HTTP; the agent is told to wait."""
    for _ in range(2):
        assert (await client.http.post("/api/search/", json=SEARCH)).status_code == 200
    call = {**CALL, "params": {"name": "search", "arguments": SEARCH}}
    response = await client.http.post("/mcp", json=call, headers=MCP_HEADERS)
    assert response.status_code == 200
    assert "(rate_limited)" in response.text


async def test_no_documents_are_compared_for_who_is_above_a_limit(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The filters of OpenAI's clients go through documents, which counts as the search itself."""
    compared: list[object] = []

    def holds(condition: Condition, _metadata: Metadata) -> bool:
        compared.append(condition)
        return False

    monkeypatch.setattr(select_by_condition, "holds", holds)
    made = await client.http.post("/api/collection/", json={"name": "birds"})
    store = f"vs_{UUID(made.json()['collection_id']).hex}"
    files = {"file": ("heron.txt", b"The heron nests in the mill.")}
    await client.http.post("/api/document/", files=files, data={"collection": "birds"})
    filters = {"type": "eq", "key": "kind", "value": "wader"}
    tool = {"type": "file_search", "filters": filters}
    for path, body, limit in (
        (f"/v1/vector_stores/{store}/search", {"query": "heron", "filters": filters}, 2),
        ("/v1/responses", {"input": "Where?", "tools": [tool]}, 3),
    ):
        compared.clear()
        responses = [await client.http.post(path, json=body) for _ in range(limit + 2)]
        assert [each.status_code for each in responses] == [200] * limit + [429] * 2
        assert len(compared) == limit


async def test_uploads_are_limited_before_they_are_read(client: Client) -> None:
    """The third upload of a minute is refused, whichever door it comes through."""
    for number in range(2):
        assert (await client.upload(f"A text {number}.")).status_code == 201
    assert problem_of(await client.upload("A text more."))["code"] == "rate_limited"
    named = await client.http.put("/api/document/by-name/x.txt", files={"file": ("x.txt", b"x")})
    assert named.status_code == 429
    files = {"file": ("x.txt", b"x")}
    openai = await client.http.post("/v1/files", files=files, data={"purpose": "assistants"})
    assert openai.status_code == 429


async def test_all_requests_of_a_client_are_limited_and_health_is_not(client: Client) -> None:
    """Above the limit every route refuses a client, listed from the application."""
    statuses = [
        (await client.http.get("/api/document/", headers=of(1))).status_code for _ in range(31)
    ]
    assert statuses == [200] * 30 + [429]
    app = create_api(client.container, [])
    guarded = [(method, path) for method, path, role in routes_of(app) if isinstance(role, Role)]
    assert len(guarded) > 70
    admitted = {
        path
        for method, path in guarded
        if (await client.http.request(method, filled(path), headers=of(1))).status_code != 429
    }
    assert admitted == {"/api/health"}
    assert (await client.http.get("/api/document/", headers=of(2))).status_code == 200
    assert (await client.http.get("/api/health/", headers=of(1))).status_code == 200


def test_a_key_or_a_person_is_one_client_at_any_address() -> None:
    """Keys and people are counted by id, whatever their names; the local user by the address."""
    key_id, ada, other_ada = uuid4(), uuid4(), uuid4()
    key = Principal(DEFAULT_WORKSPACE, Role.READER, "ci", key_id)
    people = [
        Principal(DEFAULT_WORKSPACE, Role.READER, "Ada", member_id=member_id)
        for member_id in (ada, other_ada)
    ]
    elsewhere = local_user(Workspace(uuid4(), "library"))
    names = [client_name(who, "192.0.2.1") for who in (key, *people, LOCAL_USER, elsewhere)]
    assert names == [
        f"key {key_id}",
        f"member {ada}",
        f"member {other_ada}",
        *["address 192.0.2.1/32"] * 2,
    ]


def test_who_has_a_network_of_ipv6_is_one_client_of_a_page() -> None:
    """The key of a page is everybody's, and whoever has one address of IPv6 has 2^64 of them."""
    page = Principal(DEFAULT_WORKSPACE, Role.READER, "page", uuid4(), for_pages=True)
    for who in (page, LOCAL_USER):
        names = {client_name(who, f"2001:db8:1:2::{number:x}") for number in range(3)}
        assert names == {"address 2001:db8:1:2::/64"}
        assert client_name(who, "2001:db8:1:3::1") not in names
