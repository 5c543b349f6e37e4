"""Which servers do not start without a key."""

from ipaddress import ip_network

import pytest

from domain.errors import Misconfigured
from entrypoints.required_key import RequiredKey, how_others_reach
from tests.fakes.wiring import test_settings


@pytest.mark.parametrize(
    ("changes", "reached"),
    [
        ({"host": "127.0.0.1"}, None),
        ({"host": "localhost"}, None),
        ({"host": "192.0.2.1"}, "the address 192.0.2.1"),
        ({"host": "127.0.0.1", "trusted_proxies": (ip_network("127.0.0.1"),)}, "the proxies"),
    ],
)
async def test_what_others_reach_needs_a_key(
    changes: dict[str, object], reached: str | None
) -> None:
    """A server on loopback behind a proxy is open to others as much as one on their address."""
    way = how_others_reach(test_settings(**changes))
    if reached is None:
        assert way is None
        return

    async def was_made(dsn: str) -> bool:
        return dsn == "with a key"

    assert way is not None
    await RequiredKey(was_made).check(way, "with a key")
    with pytest.raises(Misconfigured) as refused:
        await RequiredKey(was_made).check(way, "without")
    assert reached in refused.value.message
    assert "quoth key create" in refused.value.message
