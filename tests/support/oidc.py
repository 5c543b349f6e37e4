"""A real provider of OpenID Connect in this process, and a person who signs in there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from adapters.openid_connect.provider import OpenIdConnectProvider

PEOPLE = {
    "ada": {"name": "Ada Lovelace", "groups": ["staff", " admins\0", ""]},
    "bob": {"name": "Bob", "groups": ["staff"]},
    "eve": {"name": "Eve", "groups": ["visitors"]},
}

# what the provider does that will be removed from the library that it is made of
LETS_PROVIDER_WARN = pytest.mark.filterwarnings(
    "ignore:authlib.jose module", "ignore:get_jwt_config"
)


@dataclass(frozen=True)
class Provider:
    """A provider that runs."""

    issuer: str

    def client(self, groups_claim: str = "groups") -> OpenIdConnectProvider:
        """Return the adapter for it."""
        return OpenIdConnectProvider(self.issuer, "quoth", "s3 cret/+", groups_claim=groups_claim)

    async def sign_in(self, address: str, subject: str = "ada", **form: str) -> dict[str, str]:
        """Sign in as a person sees it, and return the parameters of the way back."""
        async with httpx.AsyncClient() as browser:
            shown = await browser.get(address)
            assert shown.status_code == httpx.codes.OK
            back = await browser.post(address, data={"sub": subject, **form})
        return dict(parse_qsl(urlsplit(back.headers["location"]).query))


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Run a provider that knows three people, for tests with LETS_PROVIDER_WARN."""
    from oidc_provider_mock import (  # type: ignore[import-untyped] # it has no types
        User,
        run_server_in_thread,
    )

    people = [User(sub=subject, claims=claims) for subject, claims in PEOPLE.items()]
    with run_server_in_thread(user_claims=people) as server:
        yield Provider(f"http://localhost:{server.server_port}")
