"""The HTTP interface on PostgreSQL, with every parameter at its extremes."""

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.postgres.database import Database
from domain.documents.ordering import DocumentSort
from entrypoints.api.app import create_api
from entrypoints.api.served_hosts import ServedHosts
from entrypoints.container import create_container
from tests.fakes.wiring import FakeModels, test_settings
from tests.support import extremes
from tests.support.acting import EVERYBODY
from tests.support.databases import DIMENSION, MODEL
from tests.support.openapi_file import current

SCHEMA = json.loads(current())
COMPONENTS = SCHEMA["components"]["schemas"]
OPERATIONS = [
    (method, path, operation)
    for path, operations in SCHEMA["paths"].items()
    for method, operation in operations.items()
]

SESSION = b"00000000-0000-0000-0000-00000000c0de"
USUAL = {
    "session_id": f'"{SESSION.decode()}"',
    "message": '"A lighthouse?"',
    "query": '"A lighthouse?"',
    "title": '"A title"',
}

many = settings(
    max_examples=600,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass
class Served:
    """The application and the ids of what it stores."""

    http: httpx.AsyncClient
    ids: dict[str, str]


@pytest.fixture
async def served(postgres_dsn: str) -> AsyncIterator[Served]:
    """The real application on PostgreSQL, with a document, a session and an answer."""
    container = create_container(test_settings(max_upload_bytes=1000), FakeModels(DIMENSION))
    database = await container.get(Database)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    app: Any = create_api(
        container, EVERYBODY, served_hosts=ServedHosts(patterns=frozenset({"quoth"}))
    )
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://quoth") as http:
        document = await http.post("/api/document/", files={"file": ("a.txt", b"A lighthouse.")})
        session = await http.post("/api/session/create/")
        body = {"session_id": session.json()["session_id"], "message": "A lighthouse?"}
        stream = await http.post("/api/chat/", json=body)
        answer = re.search(r'"message_id":"([^"]+)"', stream.text)
        assert answer is not None
        collection = await http.post("/api/collection/", json={"name": "lighthouses"})
        ids = {
            "document_id": document.json()["document_id"],
            "external_id": "lighthouses/a.txt",
            "collection_id": collection.json()["collection_id"],
            "session_id": body["session_id"],
            "message_id": answer[1],
        }
        yield Served(http, ids)
    await database.close()


def check(response: httpx.Response, odd: "Odd") -> None:
    """Check that a response is one that the schema describes."""
    status, responses = str(response.status_code), odd.operation["responses"]
    if response.status_code < 400:
        assert status in responses
        return
    assert response.status_code < 500
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert {"type", "title", "status", "detail", "code", "request_id"} <= problem.keys()
    assert problem["request_id"] == response.headers["x-request-id"]
    # a segment such as `a/b` leads to another path
    elsewhere = odd.ids and problem["code"] in {"not_found", "method_not_allowed"}
    assert elsewhere or f"`{problem['code']}`" in responses[status]["description"]


@dataclass
class Odd:
    """A request with odd values."""

    method: str
    path: str
    operation: dict[str, Any]
    ids: dict[str, str]
    query: str
    headers: dict[str, bytes]
    content: bytes | None


@st.composite
def requests(draw: st.DrawFn) -> Odd:
    """Return a request of any operation but the deletion of what the others read."""
    method, path, operation = draw(st.sampled_from(OPERATIONS))
    named = {
        where: [each["name"] for each in operation.get("parameters", []) if each["in"] == where]
        for where in ("path", "query", "header")
    }
    ids = {
        name: draw(extremes.segments)
        for name in named["path"]
        if method == "delete" or draw(extremes.RARELY)
    }
    query = [
        f"{each}={draw(extremes.segments)}" for each in named["query"] if draw(extremes.RARELY)
    ]
    headers = draw(
        st.dictionaries(
            st.sampled_from([*named["header"], *extremes.HEADER_NAMES]),
            extremes.headers,
            max_size=2,
        )
    )
    content = None
    form = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in form:
        media_type, content = draw(extremes.uploads())
        headers["Content-Type"] = media_type.encode()
    elif form:
        body = form["application/json"]["schema"]["$ref"].rpartition("/")[2]
        content = draw(extremes.json_bodies(COMPONENTS[body]["properties"], USUAL))
    return Odd(method, path, operation, ids, "&".join(query), headers, content)


NOBODYS = "01a00000-0000-7000-8000-000000000000"
"""The id of a webhook, a key or a member that is not there."""


@given(requests())
@many
async def test_no_request_breaks_the_server(served: Served, odd: Odd) -> None:
    """Whatever stands in a request, the response is one that the schema describes, and no 5xx."""
    ids = served.ids | odd.ids
    target = re.sub(r"\{(\w+)\}", lambda found: ids.get(found[1], NOBODYS), odd.path)
    url = httpx.URL("http://quoth").copy_with(raw_path=f"{target}/?{odd.query}".encode())
    content = odd.content and odd.content.replace(SESSION, ids["session_id"].encode())
    headers = [(name.encode(), value) for name, value in odd.headers.items()]
    response = await served.http.request(odd.method, url, headers=headers, content=content)
    check(response, odd)


@given(st.sampled_from(extremes.DATES))
@settings(many, max_examples=len(extremes.DATES))
async def test_no_date_breaks_a_search(served: Served, date: str) -> None:
    """A date at the ends of time, with any offset, is searched from or refused."""
    body = {"query": "lighthouse", "uploaded_since": date}
    response = await served.http.post("/api/search/", json=body)
    assert response.status_code in {200, 400}


@pytest.mark.parametrize(
    ("path", "operation"),
    [(path, each) for method, path, each in OPERATIONS if method == "get"],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_every_value_of_a_parameter_is_tried(
    served: Served, path: str, operation: dict[str, Any]
) -> None:
    """Each odd value of each parameter of a query gets a response that the schema describes."""
    target = re.sub(r"\{(\w+)\}", lambda found: served.ids.get(found[1], NOBODYS), path)
    asked = {
        each["name"]: each["schema"]
        for each in operation.get("parameters", [])
        if each["in"] == "query"
    }
    if path == "/api/document":
        asked["metadata.author"] = {}
    for name, schema in asked.items():
        dates = extremes.DATES if schema.get("format") == "date-time" else []
        for value in {*extremes.NUMBERS, *extremes.TEXTS, *extremes.IDS, *dates}:
            query = f"{name}={extremes.escaped(value)}"
            response = await served.http.get(f"{target}/?{query}")
            check(response, Odd("get", path, operation, {}, query, {}, None))


async def test_every_position_in_a_list_is_tried(served: Served) -> None:
    """A cursor that no list returned, in any order, is a position in the list or refused."""
    values = {*extremes.NUMBERS, *extremes.TEXTS, *extremes.DATES}
    encoded = {
        urlsafe_b64encode(each.encode("utf-8", "surrogatepass")).decode().rstrip("=")
        for each in values
    }
    for cursor in encoded:
        response = await served.http.get("/api/collection/", params={"cursor": cursor})
        assert response.status_code in {200, 400}, cursor
    for sort in DocumentSort:
        for value in encoded if sort.field == "filename" else extremes.NUMBERS:
            asked = {"sort": sort.value, "cursor": f"{value}.{'f' * 32}", "limit": "1"}
            response = await served.http.get("/api/document/", params=asked)
            assert response.status_code in {200, 400}, asked


async def test_every_name_of_metadata_is_tried(served: Served) -> None:
    """A filter by metadata may have any name and any value: it finds nothing, or is refused."""
    for text in {*extremes.NUMBERS, *extremes.TEXTS}:
        asked = f"/api/document/?metadata.{extremes.escaped(text)}={extremes.escaped(text)}"
        listed = await served.http.get(asked)
        assert listed.status_code in {200, 400}, asked
        content = json.dumps({"within": {"metadata": {text: [text, text]}}, "dry_run": True})
        headers = {"Content-Type": "application/json"}
        previewed = await served.http.post(
            "/api/document/delete/", content=content, headers=headers
        )
        assert previewed.status_code in {200, 400}, content
