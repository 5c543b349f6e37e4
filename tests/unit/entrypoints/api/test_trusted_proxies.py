"""Whom a request came from, behind proxies that are trusted and others."""

from ipaddress import ip_network
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrypoints.api.networks import networks
from entrypoints.api.trusted_proxies import TrustedProxies

TRUSTED = networks("10.0.0.0/8, 2001:db8::/32, 127.0.0.1")


async def seen(peer: str | None, *headers: tuple[str, str]) -> tuple[str | None, str]:
    """Return the client and the scheme that the application sees."""
    scopes: list[dict[str, Any]] = []

    async def app(scope: Any, _: Any, __: Any) -> None:
        scopes.append(scope)

    scope = {
        "type": "http",
        "scheme": "http",
        "client": None if peer is None else (peer, 4711),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
    }
    await TrustedProxies(cast("Any", app), TRUSTED)(
        cast("Any", scope), cast("Any", 0), cast("Any", 0)
    )
    client = scopes[0]["client"]
    return (None if client is None else client[0], scopes[0]["scheme"])


FOR, PROTO = "X-Forwarded-For", "X-Forwarded-Proto"


@pytest.mark.parametrize(
    ("peer", "headers", "expected"),
    [
        # nobody's word counts but that of a trusted proxy
        ("192.0.2.9", [(FOR, "1.2.3.4"), (PROTO, "https")], ("192.0.2.9", "http")),
        (None, [(FOR, "1.2.3.4")], (None, "http")),
        ("10.0.0.1", [], ("10.0.0.1", "http")),
        ("10.0.0.1", [(FOR, "1.2.3.4"), (PROTO, "HTTPS")], ("1.2.3.4", "https")),
        # what the client wrote itself stands before what the proxy wrote
        ("10.0.0.1", [(FOR, "6.6.6.6, 1.2.3.4")], ("1.2.3.4", "http")),
        ("10.0.0.1", [(FOR, "6.6.6.6"), (FOR, "1.2.3.4, 10.0.0.7")], ("1.2.3.4", "http")),
        ("127.0.0.1", [(FOR, "10.1.1.1, 10.2.2.2")], ("10.1.1.1", "http")),
        ("::ffff:10.0.0.1", [(FOR, "[2001:470::1]:443")], ("2001:470::1", "http")),
        ("2001:db8::1", [(FOR, "1.2.3.4:5678")], ("1.2.3.4", "http")),
        ("10.0.0.1", [(FOR, "1.2.3.4, unknown")], ("10.0.0.1", "http")),
        ("10.0.0.1", [(FOR, " , ,"), (PROTO, "gopher")], ("10.0.0.1", "http")),
        ("10.0.0.1", [("Forwarded", "for=1.2.3.4")], ("10.0.0.1", "http")),
    ],
)
async def test_the_client_is_the_last_one_that_no_trusted_proxy_stands_for(
    peer: str | None, headers: list[tuple[str, str]], expected: tuple[str | None, str]
) -> None:
    """The list is read from its end, as long as trusted proxies wrote it."""
    assert await seen(peer, *headers) == expected


@given(st.text(st.characters(max_codepoint=255, exclude_characters="\r\n")))
async def test_what_a_client_writes_does_not_make_it_another(forged: str) -> None:
    """Whatever stands before the entry of the proxy, the client has the address of the entry."""
    assert await seen("10.0.0.1", (FOR, f"{forged}, 1.2.3.4")) == ("1.2.3.4", "http")


def test_networks_are_named_exactly() -> None:
    """A list has addresses and networks; what is neither is refused by name."""
    assert networks(" 10.0.0.1,, ::1 ") == (ip_network("10.0.0.1"), ip_network("::1"))
    for wrong in ("*", "proxy.example", "10.0.0.1/8"):
        with pytest.raises(ValueError, match=wrong.replace("*", r"\*")):
            networks(f"10.0.0.1,{wrong}")
