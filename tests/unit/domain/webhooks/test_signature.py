"""Signatures of webhooks."""

import json
import time
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from domain.webhooks.signature import body_of, secret_of, signed_headers

EVENT = UUID("019ac1f2-6d3e-7c4b-9a51-0f6f2f6f9d11")


def test_a_signature_is_the_one_of_the_standard() -> None:
    """A fixed key, time and body have a signature that was computed with openssl."""
    headers = signed_headers("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", EVENT, 1_795_694_400, b"{}")
    assert headers == {
        "webhook-id": str(EVENT),
        "webhook-timestamp": "1795694400",
        "webhook-signature": "v1,ezx6BMZGu+prTTXXdNVaYTSv1MW1P+npWMmbG+noxS0=",
    }


def test_a_body_has_the_type_the_time_and_the_data() -> None:
    """It is compact JSON in UTF-8, and its time is in UTC."""
    at = datetime(2026, 11, 26, 12, 30, 5, 250_000, tzinfo=UTC)
    body = body_of("document.deleted", at, {"filename": "Grüße.txt", "external_id": None})
    assert body.decode() == (
        '{"type":"document.deleted","timestamp":"2026-11-26T12:30:05.250000Z",'
        '"data":{"filename":"Grüße.txt","external_id":null}}'
    )


@given(st.binary(min_size=24, max_size=64), st.dictionaries(st.text(), st.text() | st.integers()))
def test_the_official_library_verifies_what_is_signed(key: bytes, data: dict[str, object]) -> None:
    """Any secret and any data pass; a changed body does not."""
    secret, now = secret_of(key), int(time.time())
    body = body_of("document.deleted", datetime.now(UTC), json.loads(json.dumps(data)))
    headers = signed_headers(secret, EVENT, now, body)
    assert Webhook(secret).verify(body, headers)["data"] == data
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body + b" ", headers)
