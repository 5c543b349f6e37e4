"""A browser that is signed in, and the way to sign in at a provider."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from domain.access.principal import Principal

FLOW_LIFETIME = timedelta(minutes=10)
"""How long one may take at the provider."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """A browser that is signed in, for a key or for a person.

    Attributes:
        principal: Who acts in it.
        expires_at: When it ends.
    """

    principal: Principal
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ProviderFlow:
    """One way to a provider and back (OpenID Connect, authorization code with PKCE).

    Everything in it is derived from one secret, which only the browser has that went: so whoever
    comes back with another's state is found out, and nothing has to be stored here meanwhile.

    Attributes:
        state: What the provider sends back with the browser.
        nonce: What the provider puts into its token.
        verifier: What shows that the code is redeemed by who asked for it.
        redirect_uri: The address that the browser comes back to.
    """

    state: str
    nonce: str
    verifier: str
    redirect_uri: str

    @classmethod
    def of(cls, secret: str, redirect_uri: str) -> "ProviderFlow":
        """Return the flow of a secret."""
        return cls(
            _derived("state", secret),
            _derived("nonce", secret),
            _derived("verifier", secret),
            redirect_uri,
        )

    @property
    def challenge(self) -> str:
        """What the provider compares the verifier with (RFC 7636, S256)."""
        return _encoded(sha256(self.verifier.encode()).digest())


def _derived(purpose: str, secret: str) -> str:
    return _encoded(sha256(f"{purpose}:{secret}".encode()).digest())


def _encoded(digest: bytes) -> str:
    return urlsafe_b64encode(digest).decode().rstrip("=")
