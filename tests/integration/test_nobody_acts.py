"""The real application on PostgreSQL, where nobody acts but who sends a request.

All other tests act for the user of the machine, which hides what acts for nobody.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Container
from contextlib import asynccontextmanager
from contextvars import Context
from typing import Any
from uuid import uuid4

import httpx
import pytest

from adapters.postgres.database import Database
from application.access.acting import acting_principal
from entrypoints.api.app import create_api
from entrypoints.api.authenticators import authenticators_of
from entrypoints.container import create_container
from tests.fakes.wiring import FakeModels, test_settings
from tests.support.databases import DIMENSION, MODEL
from tests.support.role_table import routes_of

CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "search", "arguments": {"query": "lighthouse"}},
}
FILE = {"file": ("a.txt", b"A lighthouse.")}
REFUSED = range(400, 500)  # what a route needs besides, and who may read it, others test
PAGE = {"origin": "https://docs.example"}


async def test_every_request_acts_for_who_sent_it(postgres_dsn: str) -> None:
    """No route, and nothing in front of it or behind it, fails because nobody was entered."""

    async def as_nobody() -> None:
        with pytest.raises(LookupError):
            acting_principal()
        async with _served(postgres_dsn) as (http, gets):
            await _send("POST", "/api/session/create/", http)  # before there is a key
            ids = await _ids(http)
            for path in gets:
                await _send("GET", _filled(path, ids), http, refused=REFUSED)
            http.headers.clear()
            for path in gets:  # of nobody who is known
                await _send("GET", _filled(path, ids), http, refused=REFUSED)

    await asyncio.create_task(as_nobody(), context=Context())


@asynccontextmanager
async def _served(dsn: str) -> AsyncIterator[tuple[httpx.AsyncClient, list[str]]]:
    """Serve the application as `quoth serve` wires it, and yield a client and what it can get."""
    settings = test_settings(search_rate_limit=1_000, request_rate_limit=1_000)
    container = create_container(settings, FakeModels(DIMENSION))
    database = await container.get(Database)
    await database.open(dsn, MODEL, DIMENSION)
    app: Any = create_api(container, await authenticators_of(container, "token", on_loopback=True))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
        yield http, [path for method, path, _ in routes_of(app) if method == "GET"]
    await container.close()
    await database.close()


async def _send(
    method: str, path: str, http: httpx.AsyncClient, *, refused: Container[int] = (), **sent: Any
) -> Any:
    """Send a request, and return the JSON of its response."""
    response = await http.request(method, path, **sent)
    assert response.status_code < 400 or response.status_code in refused, (path, response.text)
    is_json = response.headers.get("content-type", "").startswith("application/json")
    return response.json() if is_json else response.text


async def _ids(http: httpx.AsyncClient) -> dict[str, str]:
    """Make a key, sign in with it, make one of everything, and return the ids."""
    key = await _send("POST", "/api/key/", http, json={"name": "a", "role": "admin"})
    await _send("POST", "/api/sign-in/", http, json={"key": "wrong"}, refused={401})
    await _send("POST", "/api/sign-in/", http, json={"key": key["key"]})
    await _send("GET", "/api/me/workspace/", http)  # with the cookie
    http.cookies.clear()
    http.headers["authorization"] = f"Bearer {key['key']}"
    for_pages = {"name": "p", "role": "reader", "origins": [PAGE["origin"]]}
    await _send("POST", "/api/key/", http, json=for_pages)
    asks = PAGE | {"access-control-request-method": "POST"}
    await _send("OPTIONS", "/api/chat/", http, headers=asks)
    session = await _send("POST", "/api/session/create/", http)
    question = {"session_id": session["session_id"], "message": "A lighthouse?"}
    document = await _send("POST", "/api/document/", http, files=FILE)
    stream = await _send("POST", "/api/chat/", http, json=question)
    assert '"type":"done"' in stream
    await _send("POST", "/api/search/", http, json={"query": "lighthouse"})
    accepts = {"accept": "application/json, text/event-stream"}
    called = await _send("POST", "/mcp", http, json=CALL, headers=accepts)
    assert '"isError":false' in called
    response = await _send("POST", "/v1/responses", http, json={"model": "quoth", "input": "A?"})
    store = await _send("POST", "/v1/vector_stores", http, json={"name": "lighthouses"})
    webhook = {"url": "https://hooks.example/", "events": ["document.processed"]}
    made = await _send("POST", "/api/webhook/", http, json=webhook)
    file = f"file-{document['document_id'].replace('-', '')}"
    return {
        "document_id": document["document_id"],
        "session_id": session["session_id"],
        "message_id": re.findall(r'"message_id":"([^"]+)"', stream)[0],
        "response_id": response["id"],
        "store_id": store["id"],
        "collection_id": store["id"].removeprefix("vs_"),
        "file_id": file,
        "webhook_id": made["webhook_id"],
    }


def _filled(path: str, ids: dict[str, str]) -> str:
    """Return a path with an id in each of its parameters."""
    return re.sub(r"\{(\w+):\w+\}", lambda part: ids.get(part[1], str(uuid4())), path)
