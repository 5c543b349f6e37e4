"""What a webhook may be."""

import pytest

from domain.errors import WebhookInvalid
from domain.webhooks.webhook import (
    EventType,
    checked_description,
    checked_events,
    checked_url,
)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org:8080/hook?key=a%20b",
        "https://[2001:db8::1]/hook",
        "https://xn--mnchen-3ya.example/",
    ],
)
def test_an_address_of_http_is_taken_as_it_is(url: str) -> None:
    """Only blanks around it go."""
    assert checked_url(f" {url}\n") == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "ftp://example.org",
        "https://",
        "https://:8080/",
        "https://example.org:port/",
        "https://[::1/",
        "https://me@example.org/",
        "https://me:secret@example.org/",
        "https://example.org/#part",
        "https://example.org/a b",
        "https://example.org/\r\nHost: other",
        "https://münchen.example/",
        "https://example.org/" + "a" * 2_000,
    ],
)
def test_what_is_no_address_of_an_endpoint_is_refused(url: str) -> None:
    """Nothing but http and https, and nothing that could hide where it leads."""
    with pytest.raises(WebhookInvalid):
        checked_url(url)


def test_events_are_each_there_once_and_in_their_order() -> None:
    """Whatever order they are given in; none is too few."""
    given = [EventType.ANSWER_FAILED, EventType.DOCUMENT_FAILED, EventType.ANSWER_FAILED]
    assert checked_events(given) == (EventType.DOCUMENT_FAILED, EventType.ANSWER_FAILED)
    with pytest.raises(WebhookInvalid):
        checked_events([])


def test_a_description_can_be_stored() -> None:
    """It has no blanks around it and no characters that the database refuses, and an end."""
    assert checked_description(" For\0 us ") == "For us"
    with pytest.raises(WebhookInvalid):
        checked_description("a" * 501)
