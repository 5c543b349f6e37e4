"""Requests to one web site, which can lead nowhere else."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from adapters.pinned_http import (
    AddressRefused,
    EncodingRefused,
    PinnedHttp,
    Resolve,
    body_of,
    resolve,
)
from domain.errors import ItemUnreadable, SourceUnavailable
from domain.public_addresses import is_public

MOST_REDIRECTS = 5
REQUEST_SECONDS = 120.0
STEP_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class SiteLimits:
    """What one sync may ask of a site.

    Attributes:
        pages: The maximum number of pages.
        sitemaps: The maximum number of sitemaps.
        page_bytes: The maximum size of a page.
        seconds_between_requests: The minimum time between the starts of two requests; the site's
            robots.txt may ask for more.
    """

    pages: int = 10_000
    sitemaps: int = 1_000
    page_bytes: int = 100 * 1024 * 1024
    seconds_between_requests: float = 0.2


class SiteClient:
    """Gets pages of one host.

    Each request leads to an address that was checked for it. Redirects are followed by the same
    rules.
    """

    def __init__(
        self,
        site: httpx.URL,
        seconds_between_requests: float,
        is_allowed: Callable[[str], bool] = is_public,
        resolve: Resolve = resolve,
    ) -> None:
        """Prepare requests to a site.

        Args:
            site: Any URL of the site.
            seconds_between_requests: The minimum time between the starts of two requests.
            is_allowed: Whether an IP address may be connected to.
            resolve: Returns the IP addresses of a host.
        """
        self.seconds_between_requests = seconds_between_requests
        self._site = site
        self._http = PinnedHttp(is_allowed, resolve)
        self._client = httpx.AsyncClient(
            follow_redirects=False, trust_env=False, timeout=STEP_SECONDS
        )
        self._turn = asyncio.Lock()
        self._next_start = 0.0

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def is_of_site(self, url: httpx.URL) -> bool:
        """Whether a URL belongs to the site: same host, and no step from HTTPS back to HTTP."""
        upgraded = (self._site.scheme, url.scheme) == ("http", "https")
        same_port = url.port == self._site.port or (upgraded and url.port is None)
        return (
            url.scheme in ("http", "https")
            and not url.userinfo
            and url.host == self._site.host
            and (url.scheme == self._site.scheme or upgraded)
            and same_port
        )

    @asynccontextmanager
    async def get(
        self, url: httpx.URL, headers: Mapping[str, str] | None = None
    ) -> AsyncIterator[httpx.Response]:
        """Enter with the response to a GET request, whose body is not read yet.

        Raises:
            ItemUnreadable: If the URL, or one that it redirects to, is not allowed.
            SourceUnavailable: If the site does not answer in time.
        """
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                response = await self._followed(url, dict(headers or {}))
                try:
                    yield response
                finally:
                    await response.aclose()
        except (httpx.HTTPError, OSError, TimeoutError, UnicodeError) as exc:
            raise SourceUnavailable(
                f"{self._site.host} does not answer ({type(exc).__name__})."
                " Nothing was changed; try again in a moment."
            ) from exc

    async def read(self, response: httpx.Response, most_bytes: int) -> AsyncIterator[bytes]:
        """Yield the body of a response, piece by piece.

        Raises:
            ItemUnreadable: If it is too large, or compressed in a way that is not read.
        """
        size = 0
        try:
            async for piece in body_of(response):
                size += len(piece)
                if size > most_bytes:
                    raise ItemUnreadable(
                        f"The page has more than {most_bytes:,} bytes. Its document was not"
                        " changed."
                    )
                yield piece
        except EncodingRefused:
            raise ItemUnreadable(
                "The site compresses it in a way that is not read, which is any but gzip. Its"
                " document was not changed."
            ) from None

    async def _followed(self, url: httpx.URL, headers: dict[str, str]) -> httpx.Response:
        for _ in range(MOST_REDIRECTS + 1):
            if not self.is_of_site(url):
                raise ItemUnreadable(
                    f"It redirects to another site, {url.host}, which is not read."
                    " Its document was not changed."
                )
            response = await self._sent(url, headers)
            location = response.headers.get("location")
            if not response.is_redirect or not location:
                return response
            await response.aclose()
            url = url.join(location)
        raise ItemUnreadable("It redirects too often. Its document was not changed.")

    async def _sent(self, url: httpx.URL, headers: dict[str, str]) -> httpx.Response:
        await self._wait_for_turn()
        try:
            return await self._http.send(self._client, "GET", url, headers)
        except AddressRefused:
            raise ItemUnreadable(
                f"{url.host} is an address of a private network, which is not read. Its document"
                " was not changed. QUOTH_SYNC_PRIVATE_ADDRESSES=true allows it."
            ) from None

    async def _wait_for_turn(self) -> None:
        async with self._turn:
            await asyncio.sleep(self._next_start - time.monotonic())
            self._next_start = time.monotonic() + self.seconds_between_requests
