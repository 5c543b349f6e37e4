"""Signing in at a real provider of OpenID Connect, and everything that can be wrong with it."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from adapters.openid_connect.provider import DESCRIPTION_SECONDS, OpenIdConnectProvider
from adapters.openid_connect.tokens import claims_of
from domain.access.member import Identity
from domain.access.sign_in import ProviderFlow
from domain.errors import ProviderUnavailable, SignInFailed
from tests.fakes.clock import Clock
from tests.support.oidc import LETS_PROVIDER_WARN, Provider, running_provider

pytestmark = LETS_PROVIDER_WARN

BACK = "http://quoth/api/sign-in/oidc/callback/"
FLOW = ProviderFlow.of("secret", BACK)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """A provider, for all tests of this file."""
    with running_provider() as provider:
        yield provider


async def test_a_person_is_known_by_what_the_provider_says(provider: Provider) -> None:
    """The way there and back yields name and groups, and its code is good for one time."""
    client = provider.client()
    address = await client.address(FLOW)
    asked = parse_qs(urlsplit(address).query)
    assert (asked["state"], asked["nonce"]) == ([FLOW.state], [FLOW.nonce])
    assert (asked["code_challenge"], asked["scope"]) == ([FLOW.challenge], ["openid profile email"])
    assert FLOW.verifier not in address
    returned = await provider.sign_in(address)
    person = Identity(provider.issuer, "ada", "Ada Lovelace", frozenset({"staff", "admins"}))
    assert await client.identify(FLOW, returned) == person
    with pytest.raises(SignInFailed):
        await client.identify(FLOW, returned)


async def test_only_the_browser_that_went_comes_back(provider: Provider) -> None:
    """A state of another flow, or none, is refused before the provider is asked."""
    client = provider.client()
    returned = await provider.sign_in(await client.address(FLOW))
    other = ProviderFlow.of("another secret", BACK)
    for flow, given in (
        (other, returned),
        (FLOW, {**returned, "state": ""}),
        (FLOW, {"code": returned["code"]}),
        (FLOW, {**returned, "iss": "https://elsewhere.example"}),
        (FLOW, {"state": FLOW.state, "error": "access_denied"}),
        (FLOW, {"state": FLOW.state}),
        (FLOW, {**returned, "code": "made up"}),
    ):
        with pytest.raises(SignInFailed):
            await client.identify(flow, given)


async def test_a_token_of_another_flow_is_refused(provider: Provider) -> None:
    """The nonce in the token has to be the one that this browser was sent with."""
    client = provider.client()
    address = (await client.address(FLOW)).replace(FLOW.nonce, "another")
    with pytest.raises(SignInFailed):
        await client.identify(FLOW, await provider.sign_in(address))


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": ["another client"]},
        {"aud": ["quoth", "another client"], "azp": "another client"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_000_000_000},
        {"exp": None},
    ],
    ids=str,
)
async def test_a_token_for_somebody_else_or_of_yesterday_is_refused(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, object]
) -> None:
    """The token has to be for this client, of this provider, and not have expired."""
    from oidc_provider_mock._app import (  # type: ignore[import-untyped] # it has no types
        OpenIDCode,
    )

    right = OpenIDCode.get_compatible_claims

    def claims(self: OpenIDCode, request: object) -> dict[str, object]:
        made = {**right(self, request), **wrong}
        return {name: value for name, value in made.items() if value is not None}

    monkeypatch.setattr(OpenIDCode, "get_compatible_claims", claims)
    client = provider.client()
    with pytest.raises(SignInFailed):
        await client.identify(FLOW, await provider.sign_in(await client.address(FLOW)))


def made_by_hand(algorithm: str, claims: dict[str, object], secret: bytes) -> str:
    """Return a token as no library makes it: with a public key as its secret, or without a key."""
    parts = [{"alg": algorithm}, claims]
    signed = b".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
    signature = hmac.digest(secret, signed, "sha256") if secret else b""
    return f"{signed.decode()}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def test_a_token_that_the_provider_did_not_sign_is_refused() -> None:
    """Neither another key, nor no key, nor the public key as if it were a secret will do."""
    own, other = RSAKey.generate_key(2048), RSAKey.generate_key(2048)
    keys = {"keys": [own.as_dict(private=False)]}
    claims = {"iss": "i", "aud": "quoth", "sub": "s", "exp": time.time() + 60, "nonce": "n"}
    forged = [
        jwt.encode({"alg": "RS256"}, claims, other),
        made_by_hand("HS256", claims, own.as_pem(private=False)),
        made_by_hand("none", claims, b""),
        "a.b.c",
        None,
    ]
    for token in forged:
        with pytest.raises(SignInFailed):
            claims_of(token, keys, "i", "quoth", "n")
    signed = jwt.encode({"alg": "RS256"}, claims, own)
    assert claims_of(signed, keys, "i", "quoth", "n")["sub"] == "s"
    with pytest.raises(ProviderUnavailable):
        claims_of(signed, {"keys": [{"kty": "none"}]}, "i", "quoth", "n")


async def test_groups_come_from_where_the_provider_has_them(provider: Provider) -> None:
    """A claim that the token does not have is asked for, and a person can be in no group."""
    client = provider.client(groups_claim="roles")
    returned = await provider.sign_in(await client.address(FLOW), "nobody@example.com")
    person = await client.identify(FLOW, returned)
    assert (person.name, person.groups) == ("nobody@example.com", frozenset())


class Answering(httpx.AsyncBaseTransport):
    """A provider that answers everything in one way."""

    def __init__(self, response: httpx.Response | Exception) -> None:
        self.response = response
        self.asked = 0

    async def handle_async_request(self, _: httpx.Request) -> httpx.Response:
        self.asked += 1
        if isinstance(self.response, Exception):
            raise self.response
        return self.response


@pytest.mark.parametrize(
    "response",
    [
        httpx.ConnectError("down"),
        httpx.ReadTimeout("slow"),
        httpx.Response(500),
        httpx.Response(404, text="not here"),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"issuer": "https://elsewhere"}),
        httpx.Response(200, json={"issuer": "https://id.example"}),
    ],
)
async def test_a_provider_that_does_not_answer_is_unavailable(
    response: httpx.Response | Exception,
) -> None:
    """Whatever comes back instead of its description, signing in can be tried again."""
    client = OpenIdConnectProvider("https://id.example", "quoth", "", transport=Answering(response))
    with pytest.raises(ProviderUnavailable):
        await client.address(FLOW)
    with pytest.raises(ProviderUnavailable):
        await client.identify(FLOW, {"state": FLOW.state, "code": "c"})


async def test_who_asks_for_the_way_does_not_have_the_provider_asked_each_time() -> None:
    """Its description is read once in some minutes; one that could not be read, the next time."""
    issuer, clock = "https://id.example", Clock()
    described = {"issuer": issuer, "authorization_endpoint": f"{issuer}/authorize"}
    provider = Answering(httpx.Response(200, json=described))
    client = OpenIdConnectProvider(issuer, "quoth", "", transport=provider, clock=clock)
    for _ in range(3):
        assert (await client.address(FLOW)).startswith(f"{issuer}/authorize?")
    assert provider.asked == 1
    clock.advance(DESCRIPTION_SECONDS)
    provider.response = httpx.ConnectError("down")
    for _ in range(2):
        with pytest.raises(ProviderUnavailable):
            await client.address(FLOW)
    assert provider.asked == 3
    provider.response = httpx.Response(200, json=described)
    assert await client.address(FLOW)
