"""Attempts to get in are limited by address, and lock nobody out."""

from application.limits.count_failed_sign_in import FAILED_SIGN_INS, network_of
from tests.api.client import problem_of
from tests.support.keys import bearing, keyed_server


async def test_wrong_keys_are_refused_as_too_many() -> None:
    """After 20 wrong keys, or sign-ins with one, the next is told to wait; a right key is not."""
    async with keyed_server() as server:
        key = await server.make_key()
        wrong = bearing("quoth_" + "w" * 40)
        for number in range(FAILED_SIGN_INS.most):
            if number % 2:
                refused = await server.http.get("/api/document/", headers=wrong)
            else:
                refused = await server.http.post("/api/sign-in/", json={"key": "quoth_wrong"})
            assert problem_of(refused)["code"] in {"not_authenticated", "sign_in_failed"}
        for refused in (
            await server.http.get("/api/document/", headers=wrong),
            await server.http.post("/api/sign-in/", json={"key": "quoth_wrong"}),
        ):
            assert problem_of(refused)["code"] == "rate_limited"
            assert 1 <= int(refused.headers["retry-after"]) <= FAILED_SIGN_INS.seconds
        openai = await server.http.get("/v1/files", headers=wrong)
        assert (openai.status_code, openai.json()["error"]["type"]) == (429, "rate_limit_error")
        # a request without a key tries nothing
        assert (await server.http.get("/api/document/")).status_code == 401
        assert (await server.http.get("/api/document/", headers=bearing(key))).status_code == 200


def test_a_network_of_one_is_one_client() -> None:
    """An address of IPv4 is counted by itself, and one of IPv6 with those that its owner has."""
    assert network_of("192.0.2.1") == "192.0.2.1/32"
    assert network_of("2001:db8:1:2:3::4") == network_of("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert network_of("localhost") == "localhost"
