"""Asks a provider of OpenID Connect who somebody is (authorization code flow with PKCE)."""

import hmac
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from adapters.openid_connect.tokens import claims_of
from application.ports.identity_provider import IdentityProvider
from domain.access.member import Identity
from domain.access.sign_in import ProviderFlow
from domain.errors import ProviderUnavailable, SignInFailed
from domain.text.storable import storable

SECONDS = 10.0
DESCRIPTION_SECONDS = 300.0
LONGEST_NAME = 200
# the names that a person may have, best first
NAMES = ("name", "preferred_username", "email", "sub")


class OpenIdConnectProvider(IdentityProvider):
    """A provider, whose keys are read each time: people rarely sign in.

    Its description is kept for minutes: anybody can ask for the way to the provider.
    """

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str,
        scopes: str = "openid profile email",
        groups_claim: str = "groups",
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Name the provider. Nothing is asked yet.

        Args:
            issuer: The address of the provider, as it calls itself.
            client_id: What it calls this server.
            client_secret: What shows that this server is who asks; empty for a public client.
            scopes: What it is asked to tell.
            groups_claim: The claim with the groups of a person.
            transport: How it is reached; by default over the network.
            clock: A monotonic clock, in seconds.
        """
        self._issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._scopes = scopes
        self._groups_claim = groups_claim
        self._transport = transport
        self._clock = clock
        self._described: Mapping[str, Any] = {}
        self._described_until = clock()

    async def address(self, flow: ProviderFlow) -> str:
        """Return the address that a browser is sent to."""
        async with self._client() as client:
            described = await self._description(client)
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": flow.redirect_uri,
            "scope": self._scopes,
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": flow.challenge,
            "code_challenge_method": "S256",
        }
        endpoint = _endpoint(described, "authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    async def identify(self, flow: ProviderFlow, returned: Mapping[str, str]) -> Identity:
        """Return who came back."""
        if not hmac.compare_digest(returned.get("state", "").encode(), flow.state.encode()):
            raise SignInFailed(
                "The provider sent you back for a sign-in that this browser did not begin, or began"
                " too long ago, so nobody is signed in: begin again."
            )
        if "error" in returned:
            raise SignInFailed("The provider did not let you in, so nobody is signed in.")
        if returned.get("iss", self._issuer) != self._issuer:
            raise SignInFailed  # sent by another provider (RFC 9207)
        async with self._client() as client:
            described = await self._description(client)
            tokens = await self._redeemed(client, described, flow, returned.get("code", ""))
            keys = await self._read(client, _endpoint(described, "jwks_uri"))
            claims = claims_of(
                tokens.get("id_token"), keys, self._issuer, self._client_id, flow.nonce
            )
            if self._groups_claim not in claims and "userinfo_endpoint" in described:
                claims = {**await self._more_claims(client, described, tokens, claims), **claims}
        name = next(claims[each] for each in NAMES if claims.get(each))
        return Identity(
            self._issuer,
            claims["sub"],
            storable(" ".join(str(name).split()))[:LONGEST_NAME],
            frozenset(_listed(claims.get(self._groups_claim))),
        )

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(timeout=SECONDS, transport=self._transport)

    async def _description(self, client: httpx.AsyncClient) -> Mapping[str, Any]:
        now = self._clock()
        if now < self._described_until:
            return self._described
        address = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        described = await self._read(client, address)
        if described.get("issuer") != self._issuer:
            raise ProviderUnavailable(
                "The provider calls itself by another name than QUOTH_OIDC_ISSUER, so nobody is"
                " signed in: set it to what its description says."
            )
        self._described, self._described_until = described, now + DESCRIPTION_SECONDS
        return described

    async def _redeemed(
        self,
        client: httpx.AsyncClient,
        described: Mapping[str, Any],
        flow: ProviderFlow,
        code: str,
    ) -> Mapping[str, Any]:
        """Return the tokens for a code.

        Raises:
            SignInFailed: If the provider does not take the code, as one that was used.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": flow.redirect_uri,
            "code_verifier": flow.verifier,
        }
        # the default of the standard, unless the provider takes the other way alone
        ways = described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        basic = bool(self._client_secret) and "client_secret_basic" in ways
        if not basic:
            form["client_id"] = self._client_id
            if self._client_secret:
                form["client_secret"] = self._client_secret
        return await self._read(
            client,
            _endpoint(described, "token_endpoint"),
            form=form,
            # both are encoded before they are put together (RFC 6749, 2.3.1)
            auth=(quote(self._client_id, ""), quote(self._client_secret, "")) if basic else None,
        )

    async def _more_claims(
        self,
        client: httpx.AsyncClient,
        described: Mapping[str, Any],
        tokens: Mapping[str, Any],
        claims: Mapping[str, Any],
    ) -> Mapping[str, Any]:
        headers = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
        more = await self._read(client, _endpoint(described, "userinfo_endpoint"), headers=headers)
        if more.get("sub") != claims["sub"]:
            raise SignInFailed
        return more

    async def _read(
        self,
        client: httpx.AsyncClient,
        address: str,
        form: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Mapping[str, Any]:
        try:
            response = await client.request(
                "GET" if form is None else "POST",
                address,
                data=form,
                headers=headers,
                auth=auth,
            )
            if form is not None and response.is_client_error:
                raise SignInFailed
            response.raise_for_status()
            read = response.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as exc:
            raise ProviderUnavailable from exc
        if not isinstance(read, dict):
            raise ProviderUnavailable
        return read


def _endpoint(described: Mapping[str, Any], name: str) -> str:
    endpoint = described.get(name)
    if not isinstance(endpoint, str):
        raise ProviderUnavailable
    return endpoint


def _listed(groups: object) -> Sequence[str]:
    """Return the names of groups, written as limits and settings name them."""
    given = groups if isinstance(groups, list) else [groups]
    names = [storable(each).strip() for each in given if isinstance(each, str)]
    return [each for each in names if each]
