"""A request for each route, with the ids of what somebody else may not read."""

from collections.abc import Mapping
from typing import Any

import httpx

from domain.access.role import Role
from tests.support.limited import QUESTION, UPLOADED, Limited
from tests.support.role_table import routes_of

FILE = {"file": ("again.txt", UPLOADED)}
LAST = ("DELETE /api/session/", "DELETE /v1/responses/")
"""Anybody may delete a conversation."""

BODIES: Mapping[str, Mapping[str, Any]] = {
    "GET /api/document/{document_id:uuid}/highlight": {"params": {"start": 0, "end": 3}},
    "POST /api/document": {"files": FILE},
    "PUT /api/document/by-name/{external_id:path}": {"files": {"file": ("x.txt", b"Mine now.")}},
    "PATCH /api/document/by-name/{external_id:path}": {"json": {"external_id": "mine.txt"}},
    "POST /api/document/from-web": {"json": {"url": "http://127.0.0.1/"}},
    "PATCH /api/document/{document_id:uuid}": {"json": {"title": "mine"}},
    "POST /api/document/delete": {"json": {"within": {"filename": "*"}, "dry_run": True}},
    "PATCH /api/collection/{collection_id:uuid}": {"json": {"name": "mine"}},
    "POST /api/collection": {"json": {"name": "mine"}},
    "PATCH /api/session/{session_id:uuid}": {"json": {"title": "The lamp"}},
    "PATCH /api/webhook/{webhook_id:uuid}": {"json": {"paused": True}},
    "PUT /api/chat/{message_id:uuid}/feedback": {"json": {"verdict": "good"}},
    "POST /api/search": {"json": {"query": QUESTION, "explain": True, "top_k": 100}},
    "POST /v1/chat/completions": {"json": {"model": "quoth", "messages": [
        {"role": "user", "content": QUESTION}]}},
    "POST /v1/responses": {"json": {"model": "quoth", "input": QUESTION}},
    "POST /v1/embeddings": {"json": {"model": "quoth", "input": "lamp"}},
    "POST /v1/files": {"files": FILE, "data": {"purpose": "assistants"}},
    "POST /v1/vector_stores": {"json": {"name": "mine too"}},
    "POST /v1/vector_stores/{store_id:str}": {"json": {"name": "mine"}},
    "POST /v1/vector_stores/{store_id:str}/search": {"json": {"query": QUESTION}},
    "POST /v1/vector_stores/{store_id:str}/files/{file_id:str}": {"json": {"attributes": {}}},
}  # fmt: skip


def routes(library: Limited) -> list[tuple[str, str]]:
    """Return the methods and paths that need somebody, those that delete conversations last."""
    found = [(method, path) for method, path, role in routes_of(library.app) if _needs(role)]
    return sorted(found, key=lambda each: f"{each[0]} {each[1]}".startswith(LAST))


def _needs(role: Role | str | None) -> bool:
    return isinstance(role, Role)


async def call(library: Limited, who: str, method: str, path: str) -> httpx.Response:
    """Send a request to a route with the ids of what is limited."""
    given: Mapping[str, Any] = BODIES.get(f"{method} {path}", {})
    if method != "GET" and not given:
        file = library.ids["file_id"]
        bodies: dict[str, dict[str, Any]] = {
            "/api/chat": {"session_id": library.ids["session_id"], "message": QUESTION},
            "/v1/vector_stores/{store_id:str}/files": {"file_id": file},
            "/v1/vector_stores/{store_id:str}/file_batches": {"file_ids": [file]},
        }
        given = {"json": bodies[path]} if path in bodies else {}
    return await library.send(who, method, library.filled(path), **given)
