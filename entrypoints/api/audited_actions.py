"""The names under which requests are entered into the audit log.

Every route that could change something is named here; a test compares this page with the routes of
the application, and docs/audit-log.md with this page. A route that is missing all the same is
entered under its method and path.
"""

from collections.abc import Mapping

_READS = None  # the request has a body, but nothing is stored
_BY_ITSELF = None  # the handler knows more than the route: it records the action itself

ACTIONS: Mapping[str, str | None] = {
    "POST /api/document": "document.upload",
    "PUT /api/document/by-name/{external_id}": "document.put",
    "POST /api/document/from-web": "document.put",
    "PATCH /api/document/{document_id}": "document.change",
    "DELETE /api/document/{document_id}": "document.delete",
    "PATCH /api/document/by-name/{external_id}": "document.rename",
    "POST /api/document/delete": "document.delete",
    "POST /api/document/{document_id}/retry": "document.retry",
    "POST /api/document/{document_id}/cancel": "document.cancel",
    "POST /api/collection": "collection.create",
    "PATCH /api/collection/{collection_id}": "collection.rename",
    "DELETE /api/collection/{collection_id}": "collection.delete",
    "POST /api/session/create": "session.create",
    "PATCH /api/session/{session_id}": "session.rename",
    "DELETE /api/session/{session_id}": "session.delete",
    "POST /api/chat": "answer.ask",
    "POST /api/chat/{message_id}/cancel": "answer.cancel",
    "PUT /api/chat/{message_id}/feedback": "answer.rate",
    "DELETE /api/chat/{message_id}/feedback": "answer.unrate",
    "POST /api/search": _READS,
    "POST /v1/chat/completions": "answer.ask",
    "POST /v1/responses": "answer.ask",
    "POST /v1/responses/{response_id}/cancel": "answer.cancel",
    "DELETE /v1/responses/{response_id}": "session.delete",
    "POST /v1/embeddings": _READS,
    "POST /v1/files": "document.upload",
    "DELETE /v1/files/{file_id}": "document.delete",
    "POST /v1/vector_stores": "collection.create",
    "POST /v1/vector_stores/{store_id}": "collection.rename",
    "DELETE /v1/vector_stores/{store_id}": "collection.delete",
    "POST /v1/vector_stores/{store_id}/search": _READS,
    "POST /v1/vector_stores/{store_id}/files": "collection.add",
    "POST /v1/vector_stores/{store_id}/file_batches": "collection.add",
    "POST /v1/vector_stores/{store_id}/file_batches/{batch_id}/cancel": "document.cancel",
    "POST /v1/vector_stores/{store_id}/files/{file_id}": "document.change",
    "DELETE /v1/vector_stores/{store_id}/files/{file_id}": "collection.remove",
    "POST /api/webhook": "webhook.create",
    "PATCH /api/webhook/{webhook_id}": "webhook.change",
    "DELETE /api/webhook/{webhook_id}": "webhook.delete",
    "POST /api/webhook/{webhook_id}/test": "webhook.test",
    "POST /api/webhook/{webhook_id}/delivery/{delivery_id}/retry": "webhook.retry",
    "POST /mcp": _BY_ITSELF,
    "POST /api/sign-in": _BY_ITSELF,
    "POST /api/sign-out": _BY_ITSELF,
    "POST /api/me/workspace": _BY_ITSELF,
    "POST /api/key": "key.create",
    "DELETE /api/key/{key_id}": "key.revoke",
    "DELETE /api/member/{member_id}": "member.remove",
}

AUDITED_AS = "audited_as"
"""Where the state of a request has its action, if that is not the one of its route."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def action_of(method: str, route: str) -> str | None:
    """Return the name of what a request to a route does; None if it is not entered for it."""
    if method in SAFE_METHODS:
        return None
    key = f"{method} {route}"
    return ACTIONS.get(key, key)
