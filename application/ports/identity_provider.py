"""The port for where people sign in."""

from collections.abc import Mapping
from typing import Protocol

from domain.access.member import Identity
from domain.access.sign_in import ProviderFlow


class IdentityProvider(Protocol):
    """A provider that knows people."""

    async def address(self, flow: ProviderFlow) -> str:
        """Return the address that a browser is sent to.

        Raises:
            ProviderUnavailable: If the provider does not answer.
        """
        ...

    async def identify(self, flow: ProviderFlow, returned: Mapping[str, str]) -> Identity:
        """Return who came back.

        Args:
            flow: The one that the browser was sent away with.
            returned: The parameters that it came back with.

        Raises:
            SignInFailed: If what came back is not what the provider gave this browser.
            ProviderUnavailable: If the provider does not answer.
        """
        ...
