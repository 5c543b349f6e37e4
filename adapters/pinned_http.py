"""HTTP requests that lead to the address that was checked, and nowhere else.

The address of a host is looked up and checked for each request, and is the one that is connected
to: a second answer of the DNS cannot lead elsewhere. The client that sends them has to use no
proxy, which would look up addresses itself, and to follow no redirect.
"""

import asyncio
import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx

USER_AGENT = "Quoth"
PIECE_BYTES = 64 * 1024
# slow look-ups wait for one another, not the rest of the server for them
_LOOKUPS = ThreadPoolExecutor(4, thread_name_prefix="lookup")

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class AddressRefused(Exception):
    """A host has an address that may not be connected to."""


class EncodingRefused(Exception):
    """A response is compressed in another way than once by gzip."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host."""
    found = await asyncio.get_running_loop().run_in_executor(
        _LOOKUPS, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    )
    return [str(address[0]) for *_, address in found]


async def body_of(response: httpx.Response) -> AsyncIterator[bytes]:
    """Yield the body of a response in small pieces, however well it is compressed.

    httpx would decompress what it received at once, through as many encodings as are named.

    Raises:
        EncodingRefused: If it is compressed in another way than once by gzip.
        httpx.HTTPError: If the body does not arrive, or is no gzip.
    """
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        async for piece in response.aiter_raw(PIECE_BYTES):
            yield piece
        return
    if encoding not in ("gzip", "x-gzip"):
        raise EncodingRefused
    decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
    async for received in response.aiter_raw(PIECE_BYTES):
        rest = received
        while rest:
            try:
                piece = decoder.decompress(rest, PIECE_BYTES)
            except zlib.error as exc:
                raise httpx.DecodingError(str(exc)) from exc
            yield piece
            rest = decoder.unconsumed_tail
    if response.num_bytes_downloaded and not decoder.eof:
        raise httpx.DecodingError("The gzip data are not complete.")


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
                headers={
                    "User-Agent": USER_AGENT,
                    "Accept-Encoding": "identity",
                    **headers,
                    "Host": url.netloc.decode(),
                },
                extensions={"sni_hostname": url.raw_host.decode()},
            )
            try:
                return await client.send(request, stream=True)
            except httpx.ConnectError as exc:
                failure = exc
        raise failure
