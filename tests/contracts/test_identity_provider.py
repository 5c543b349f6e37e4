"""The contract of IdentityProvider: a scripted one, and OpenID Connect with a real provider."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest

from application.ports.identity_provider import IdentityProvider
from domain.access.member import Identity
from domain.access.sign_in import ProviderFlow
from domain.errors import SignInFailed
from tests.fakes.people import ScriptedProvider
from tests.support.oidc import LETS_PROVIDER_WARN, running_provider

pytestmark = LETS_PROVIDER_WARN

FLOW = ProviderFlow.of("secret", "http://quoth/api/sign-in/provider/callback/")
GROUPS = frozenset({"staff", "admins"})


@dataclass
class Stage:
    """A provider, what it says of Ada, and how she comes back from an address of it."""

    provider: IdentityProvider
    ada: Identity
    come_back: Callable[[str], Awaitable[dict[str, str]]]


@pytest.fixture(params=["scripted", "OpenID Connect"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    if request.param == "scripted":
        ada = Identity("https://id.example", "ada", "Ada Lovelace", GROUPS)

        async def come_back(address: str) -> dict[str, str]:
            return {"state": parse_qs(urlsplit(address).query)["state"][0], "code": "c"}

        yield Stage(ScriptedProvider(ada), ada, come_back)
    else:
        with running_provider() as running:
            ada = Identity(running.issuer, "ada", "Ada Lovelace", GROUPS)
            yield Stage(running.client(), ada, running.sign_in)


async def test_who_comes_back_is_known(stage: Stage) -> None:
    """The way there and back yields who signed in, for the flow that it was begun with alone."""
    address = await stage.provider.address(FLOW)
    assert FLOW.verifier not in address
    returned = await stage.come_back(address)
    for wrong in ({**returned, "state": "x"}, {"code": "c"}, {}):
        with pytest.raises(SignInFailed):
            await stage.provider.identify(FLOW, wrong)
    with pytest.raises(SignInFailed):
        await stage.provider.identify(ProviderFlow.of("another", FLOW.redirect_uri), returned)
    assert await stage.provider.identify(FLOW, returned) == stage.ada
