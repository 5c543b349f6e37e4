"""Attempts to get in are limited by address, and lock nobody out."""

from adapters.in_memory_rate_limiter import InMemoryRateLimiter
from application.limits.count_failed_sign_in import FAILED_SIGN_INS, CountFailedSignIn
from application.limits.record_failed_sign_in import OF_ALL, RecordFailedSignIn
from application.limits.requester import network_of, requested_from
from tests.api.client import problem_of
from tests.fakes.audit_log import InMemoryAuditLog
from tests.fakes.clock import Clock
from tests.support.keys import KeyedServer, bearing, keyed_server

WRONG = bearing("quoth_" + "w" * 40)


async def refusals(server: KeyedServer) -> list[str]:
    """Try to get in with a wrong key in each way, and return the codes of the refusals."""
    tried = (
        await server.http.get("/api/document/", headers=WRONG),
        await server.http.post("/api/sign-in/", json={"key": "quoth_wrong"}),
    )
    return [problem_of(each)["code"] for each in tried]


async def test_wrong_keys_are_refused_as_too_many() -> None:
    """Above the limit a wrong key, or a sign-in with one, is told to wait; a right key is not."""
    async with keyed_server() as server:
        key = await server.make_key()
        assert await refusals(server) == ["not_authenticated", "sign_in_failed"]
        failed = await server.container.get(CountFailedSignIn)
        with requested_from("127.0.0.1"):
            for _ in range(FAILED_SIGN_INS.most - 2):
                await failed.execute()
        assert await refusals(server) == ["rate_limited", "rate_limited"]
        openai = await server.http.get("/v1/files", headers=WRONG)
        assert (openai.status_code, openai.json()["error"]["type"]) == (429, "rate_limit_error")
        assert 1 <= int(openai.headers["retry-after"]) <= FAILED_SIGN_INS.seconds
        # a request without a key tries nothing
        assert (await server.http.get("/api/document/")).status_code == 401
        assert (await server.http.get("/api/document/", headers=bearing(key))).status_code == 200


async def test_nobody_can_fill_the_audit_log() -> None:
    """A network enters one refused sign-in a minute, and all together enter few."""
    log, clock = InMemoryAuditLog(), Clock()
    record = RecordFailedSignIn(log, InMemoryRateLimiter(clock))

    async def try_from(address: str) -> None:
        with requested_from(address):
            await record.execute("r-1")

    for _ in range(3):
        await try_from("192.0.2.1")
    for number in range(2 * OF_ALL.most):
        await try_from(f"2001:db8::{number}")  # one network
        await try_from(f"2001:db8:0:{number:x}::1")
    assert [entry.actor for entry in log.entries][:3] == [
        "192.0.2.1",
        "2001:db8::0",
        "2001:db8:0:1::1",
    ]
    assert len(log.entries) == OF_ALL.most
    clock.advance(OF_ALL.seconds)
    log.available = False  # the client hears that the key is wrong, whatever the log says
    await try_from("192.0.2.2")
    log.available = True
    await try_from("192.0.2.1")
    assert len(log.entries) == OF_ALL.most + 1
    await record.execute("a command")
    assert len(log.entries) == OF_ALL.most + 1


def test_a_network_of_one_is_one_client() -> None:
    """An address of IPv4 is counted by itself, and one of IPv6 with those that its owner has."""
    assert network_of("192.0.2.1") == network_of("::ffff:192.0.2.1") == "192.0.2.1/32"
    assert network_of("2001:db8:1:2:3::4") == network_of("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert network_of("localhost") == "localhost"
