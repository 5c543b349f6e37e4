"""Signatures of webhooks, as Standard Webhooks defines them."""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

PREFIX = "whsec_"
SECRET_BYTES = 32


def secret_of(key: bytes) -> str:
    """Return the secret that stands for a random key."""
    return PREFIX + b64encode(key).decode()


def body_of(kind: str, occurred_at: datetime, data: Mapping[str, object]) -> bytes:
    """Return the body that tells of an event."""
    timestamp = occurred_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    event = {"type": kind, "timestamp": timestamp, "data": data}
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def signed_headers(secret: str, event_id: UUID, sent_at: int, body: bytes) -> dict[str, str]:
    """Return the headers that say what is sent, when and by whom.

    Args:
        secret: The secret of the webhook.
        event_id: The id of the event, by which its receiver knows it again.
        sent_at: The time of this attempt, in seconds since 1970.
        body: The body.
    """
    key = b64decode(secret.removeprefix(PREFIX))
    signed = f"{event_id}.{sent_at}.".encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return {
        "webhook-id": str(event_id),
        "webhook-timestamp": str(sent_at),
        "webhook-signature": f"v1,{b64encode(digest).decode()}",
    }
