"""Talking to a real server."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from httpx_sse import connect_sse

from tests.e2e.process import QuothProcess


def upload(client: httpx.Client, text: str, filename: str = "text.md") -> dict[str, Any]:
    """Upload a text and return its document."""
    response = client.post("/api/document/", files={"file": (filename, text.encode())})
    assert response.status_code in {200, 201}, response.text
    document: dict[str, Any] = response.json()
    return document


def create_session(client: httpx.Client) -> str:
    """Open a session."""
    return str(client.post("/api/session/create/").json()["session_id"])


def ask(
    client: httpx.Client, session_id: str, message: str, key: str | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the events of an answer as they come."""
    body = {"session_id": session_id, "message": message}
    headers = {} if key is None else {"Idempotency-Key": key}
    with connect_sse(client, "POST", "/api/chat/", json=body, headers=headers) as source:
        for event in source.iter_sse():
            if event.data:  # a heartbeat has none
                yield json.loads(event.data)


def follow(client: httpx.Client, message_id: str, after: int = 0) -> list[dict[str, Any]]:
    """Return the events of an answer behind one, each with its number under "id"."""
    headers = {"Last-Event-ID": str(after)}
    with connect_sse(client, "GET", f"/api/chat/{message_id}/events/", headers=headers) as source:
        return [{"id": int(event.id), **json.loads(event.data)} for event in source.iter_sse()]


def text_of(events: list[dict[str, Any]]) -> str:
    """Return the text that was streamed."""
    return "".join(event["content"] for event in events if event["type"] == "content")


def empty(server: QuothProcess) -> None:
    """Delete the documents and conversations of a server, so that no other test finds them."""
    with server.client() as client:
        for kind, key in (("document", "document_id"), ("session", "session_id")):
            while items := client.get(f"/api/{kind}/?limit=200").raise_for_status().json()["items"]:
                for item in items:
                    client.delete(f"/api/{kind}/{item[key]}/").raise_for_status()


@contextmanager
def never_reading(
    server: QuothProcess,
    session_id: str | None = None,
    message: str = "What of this?",
    *,
    message_id: str | None = None,
) -> Iterator[None]:
    """Ask in a session, or follow an answer, and read nothing of it while the block runs."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", server.port))
        body = json.dumps({"session_id": session_id, "message": message})
        head = (
            f"GET /api/chat/{message_id}/events/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
            if message_id
            else "POST /api/chat/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
        client.sendall(head.encode())
        yield


def history(client: httpx.Client, session_id: str) -> list[dict[str, Any]]:
    """Return a session's messages."""
    messages: list[dict[str, Any]] = client.get(f"/api/session/{session_id}/").json()["messages"]
    return messages
