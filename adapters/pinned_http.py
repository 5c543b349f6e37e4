"""HTTP requests that lead to the address that was checked, and nowhere else.

The address of a host is looked up and checked for each request, and is the one that is connected
to: a second answer of the DNS cannot lead elsewhere. The client that sends them has to use no
proxy, which would look up addresses itself, and to follow no redirect.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import httpx

USER_AGENT = "Quoth"

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class AddressRefused(Exception):
    """A host has an address that may not be connected to."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


@dataclass(frozen=True, slots=True)
class PinnedHttp:
    """Sends requests.

    Attributes:
        is_allowed: Whether an IP address may be connected to.
        resolve: Returns the IP addresses of a host.
    """

    is_allowed: Callable[[str], bool]
    resolve: Resolve = resolve

    async def addresses(self, url: httpx.URL) -> Sequence[str]:
        """Return the addresses of a URL, all of which may be connected to.

        Raises:
            AddressRefused: If one of them may not.
            OSError: If there is none.
            UnicodeError: If the host cannot be looked up.
        """
        port = url.port or (443 if url.scheme == "https" else 80)
        found = await self.resolve(url.host, port)
        if not all(map(self.is_allowed, found)):
            raise AddressRefused
        if not found:
            raise OSError("the host has no address")
        return found

    async def send(
        self,
        client: httpx.AsyncClient,
        method: str,
        url: httpx.URL,
        headers: Mapping[str, str],
        body: bytes = b"",
    ) -> httpx.Response:
        """Send a request to the first address that can be connected to.

        Returns:
            The response, whose body is not read yet.

        Raises:
            AddressRefused: If the host has an address that may not be connected to.
            httpx.HTTPError: If there is no response.
            OSError: If the host is not found.
            UnicodeError: If the host cannot be looked up.
        """
        failure = httpx.ConnectError("")
        for address in await self.addresses(url):
            request = client.build_request(
                method,
                url.copy_with(host=address),
                content=body or None,
                headers={"User-Agent": USER_AGENT, **headers, "Host": url.netloc.decode()},
                extensions={"sni_hostname": url.raw_host.decode()},
            )
            try:
                return await client.send(request, stream=True)
            except httpx.ConnectError as exc:
                failure = exc
        raise failure
