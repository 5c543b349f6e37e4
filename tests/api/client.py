"""A test client with short calls for the operations of the API."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import httpx
from dishka import AsyncContainer

from entrypoints.api.app import create_api
from entrypoints.api.mcp.http import PATH as MCP
from entrypoints.api.served_hosts import ServedHosts
from entrypoints.settings import Settings
from tests.fakes.wiring import Fakes, fake_container
from tests.support.acting import EVERYBODY

SERVED = ServedHosts(patterns=frozenset({"quoth", "quoth.test"}))

LIGHTHOUSE = "The lighthouse of Skerryvore was built by Alan Stevenson between 1838 and 1844."


@dataclass
class Client:
    """Calls the API; `container` gives access to the server's objects."""

    http: httpx.AsyncClient
    container: AsyncContainer

    async def upload(
        self,
        content: bytes | str = LIGHTHOUSE,
        filename: str = "lighthouse.txt",
        key: str | None = None,
    ) -> httpx.Response:
        """Upload one file."""
        data = content.encode() if isinstance(content, str) else content
        headers = {} if key is None else {"Idempotency-Key": key}
        files = {"file": (filename, data)}
        return await self.http.post("/api/document/", files=files, headers=headers)

    async def create_session(self) -> str:
        """Create a session and return its id."""
        response = await self.http.post("/api/session/create/")
        return str(response.json()["session_id"])

    async def ask(
        self, session_id: str, message: str, key: str | None = None, **options: object
    ) -> httpx.Response:
        """Ask a question and read the stream to its end."""
        body = {"session_id": session_id, "message": message, **options}
        headers = {} if key is None else {"Idempotency-Key": key}
        return await self.http.post("/api/chat/", json=body, headers=headers)

    async def events(self, message_id: str, after: int | None = None) -> list[dict[str, Any]]:
        """Replay the events of an answer."""
        headers = {} if after is None else {"Last-Event-ID": str(after)}
        response = await self.http.get(f"/api/chat/{message_id}/events/", headers=headers)
        assert response.status_code == 200
        return events_of(response)

    async def messages(self, session_id: str) -> list[dict[str, Any]]:
        """Read the messages of a session."""
        response = await self.http.get(f"/api/session/{session_id}/")
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages


class ReusableApp:
    """The real application, made once for many tests, each of which has a container of its own.

    To make it takes longer than most tests take.
    """

    def __init__(self, settings: Settings, container: AsyncContainer) -> None:
        self.container = container
        # Any: httpx and the application type ASGI differently
        self.app: Any = create_api(
            cast("AsyncContainer", self),
            EVERYBODY,
            served_hosts=SERVED,
            trusted_proxies=settings.trusted_proxies,
            cors_origins=settings.cors_origins,
        )

    def __getattr__(self, name: str) -> object:
        return getattr(self.container, name)

    def __call__(self, *arguments: Any, **options: Any) -> object:
        """Enter a scope of the container."""
        return self.container(*arguments, **options)


_idle: dict[tuple[object, ...], list[ReusableApp]] = defaultdict(list)


@asynccontextmanager
async def served(fakes: Fakes, settings: Settings) -> AsyncIterator[Client]:
    """Serve the real application on fakes, in this process."""
    idle = _idle[tuple(settings.trusted_proxies), tuple(settings.cors_origins)]
    container = fake_container(fakes, settings)
    reused = idle.pop() if idle else ReusableApp(settings, container)
    reused.container = container
    paths: set[str] = set()

    async def note(request: httpx.Request) -> None:
        paths.add(request.url.path)

    transport = httpx.ASGITransport(app=reused.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://quoth", event_hooks={"request": [note]}
    ) as http:
        yield Client(http, container)
    await container.close()
    if MCP not in paths:  # what serves it lives in the loop of this test from then on
        idle.append(reused)


def events_of(response: httpx.Response) -> list[dict[str, Any]]:
    """Return the events of a stream, each with its SSE id as `id`."""
    events = []
    for block in response.text.split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith(":")]
        if lines:
            fields = dict(line.split(": ", 1) for line in lines)
            events.append({"id": int(fields["id"]), **json.loads(fields["data"])})
    return events


def without_citation_ids(stream: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the events between the first and the last, without the ids of their citations."""
    return [{**each, "citation_id": None} for each in stream[1:-1]]


def problem_of(response: httpx.Response) -> dict[str, Any]:
    """Check the form of a response's problem details and return them."""
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail", "code", "request_id"} <= problem.keys()
    assert problem["status"] == response.status_code
    assert problem["request_id"] == response.headers["x-request-id"]
    return problem
