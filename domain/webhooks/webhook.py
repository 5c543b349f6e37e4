"""A webhook: an address that is told of events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from domain.errors import WebhookInvalid
from domain.text.storable import storable

MAX_URL = 2_000
MAX_DESCRIPTION = 500
_FIRST_VISIBLE, _DELETE = "!", "\x7f"


class EventType(StrEnum):
    """What a webhook can be told of."""

    DOCUMENT_PROCESSED = "document.processed"
    DOCUMENT_REPLACED = "document.replaced"
    DOCUMENT_FAILED = "document.failed"
    DOCUMENT_DELETED = "document.deleted"
    ANSWER_FINISHED = "answer.finished"
    ANSWER_FAILED = "answer.failed"


class WebhookState(StrEnum):
    """Whether a webhook is told of events.

    While it is PAUSED, its events wait. It is GONE once its endpoint answered 410: it has no new
    events, and those that wait stay until it is resumed.
    """

    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook, without its secret.

    Attributes:
        url: Where its events are sent.
        events: What it is told of, at least one type.
        description: What it is for, in the words of whoever made it.
    """

    id: UUID
    url: str
    events: tuple[EventType, ...]
    created_at: datetime
    description: str = ""
    state: WebhookState = WebhookState.ACTIVE


def checked_url(text: str) -> str:
    """Return the address of an endpoint.

    Raises:
        WebhookInvalid: If it is not one that events can be sent to.
    """
    url = text.strip()
    if len(url) > MAX_URL or any(not _FIRST_VISIBLE <= char < _DELETE for char in url):
        raise WebhookInvalid(
            f"The address of a webhook has up to {MAX_URL:,} characters of ASCII without blanks."
            " No webhook was made."
        )
    parts = _split(url)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WebhookInvalid(
            "The address of a webhook is like https://example.org/hook. No webhook was made."
        )
    if parts.username is not None or parts.fragment:
        raise WebhookInvalid(
            "The address of a webhook has no user, no password and no fragment: the signature says"
            " who sends. No webhook was made."
        )
    return url


def checked_description(text: str) -> str:
    """Return a description as it is stored.

    Raises:
        WebhookInvalid: If it is too long.
    """
    description = storable(text).strip()
    if len(description) > MAX_DESCRIPTION:
        raise WebhookInvalid(
            f"The description of a webhook has up to {MAX_DESCRIPTION} characters. No webhook was"
            " made."
        )
    return description


def checked_events(events: Sequence[EventType]) -> tuple[EventType, ...]:
    """Return the types of events that a webhook is told of, each once and in their order.

    Raises:
        WebhookInvalid: If there is none.
    """
    if not events:
        raise WebhookInvalid("A webhook needs at least one type of event. No webhook was made.")
    return tuple(each for each in EventType if each in events)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return None
    return parts
