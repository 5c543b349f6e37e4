"""Talking to a real server."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
from httpx_sse import connect_sse


def upload(client: httpx.Client, text: str, filename: str = "text.md") -> dict[str, Any]:
    """Upload a text and return its document."""
    response = client.post("/api/document/", files={"file": (filename, text.encode())})
    assert response.status_code in {200, 201}, response.text
    document: dict[str, Any] = response.json()
    return document


def create_session(client: httpx.Client) -> str:
    """Open a session."""
    return str(client.post("/api/session/create/").json()["session_id"])


def ask(client: httpx.Client, session_id: str, message: str) -> Iterator[dict[str, Any]]:
    """Yield the events of an answer as they come."""
    body = {"session_id": session_id, "message": message}
    with connect_sse(client, "POST", "/api/chat/", json=body) as source:
        for event in source.iter_sse():
            yield json.loads(event.data)


def history(client: httpx.Client, session_id: str) -> list[dict[str, Any]]:
    """Return a session's messages."""
    messages: list[dict[str, Any]] = client.get(f"/api/session/{session_id}/").json()["messages"]
    return messages
