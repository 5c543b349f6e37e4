"""The pages of a web site as a source of documents."""

from collections.abc import Callable, Sequence
from urllib.parse import unquote, urlsplit

import httpx
from protego import Protego

from adapters.document_sources.site_client import (
    SiteClient,
    SiteLimits,
)
from adapters.document_sources.sitemap import MAX_SITEMAP_BYTES, Sitemap, read_sitemap
from adapters.pinned_http import USER_AGENT, Resolve, resolve
from application.ports.document_source import DocumentSource, Fetched
from application.ports.upload_files import UploadFile
from domain.documents.filenames import nfc
from domain.errors import ItemUnreadable, QuothError, SourceUnavailable
from domain.public_addresses import is_public
from domain.syncing.items import Listing, PassedOver, SourceItem

MAX_ROBOTS_BYTES = 500 * 1024
MOST_SECONDS_BETWEEN_REQUESTS = 10.0
_FOR_NOW = (httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_EARLY, httpx.codes.TOO_MANY_REQUESTS)
_SITEMAP_ENDINGS = (".xml", ".xml.gz", ".txt")


class WebSource(DocumentSource):
    """Lists the pages that the sitemaps of a site name.

    Only pages of the same host are listed, below the folder of the URL that was given, and none
    that robots.txt disallows. The token of a page is its ETag, or else its time of modification;
    a page without either is fetched each time.
    """

    def __init__(
        self,
        url: str,
        suffixes: Sequence[str],
        limits: SiteLimits | None = None,
        is_allowed: Callable[[str], bool] = is_public,
        resolve: Resolve = resolve,
    ) -> None:
        """Read a site.

        Args:
            url: A page of the site, or a sitemap, at an address that ends like one.
            suffixes: The endings of names that are read. A page without one is named as HTML.
            limits: What may be asked of the site.
            is_allowed: Whether an IP address may be connected to.
            resolve: Returns the IP addresses of a host.

        Raises:
            SourceUnavailable: If the URL is none.
        """
        try:
            self._start = httpx.URL(url).copy_with(fragment=None)
        except httpx.InvalidURL as exc:
            raise SourceUnavailable(f"{url} is no address of a web site: {exc}.") from exc
        self._suffixes = tuple(suffixes)
        self._limits = limits or SiteLimits()
        self._client = SiteClient(
            self._start, self._limits.seconds_between_requests, is_allowed, resolve
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def list(self) -> Listing:
        """Return the pages that the sitemaps of the site name."""
        try:
            robots = await self._robots()
        except ItemUnreadable as exc:
            raise SourceUnavailable(exc.message) from exc
        delay = float(robots.crawl_delay(USER_AGENT) or 0)
        self._client.seconds_between_requests = min(
            max(delay, self._limits.seconds_between_requests), MOST_SECONDS_BETWEEN_REQUESTS
        )
        listing = _SiteListing(self._start, self._suffixes, self._limits, self._client, robots)
        return await listing.read()

    async def fetch(self, item: SourceItem, known_token: str | None, file: UploadFile) -> Fetched:
        """Get a page, unless the site says that it is the known one."""
        async with self._client.get(httpx.URL(item.key), _condition(known_token)) as response:
            if known_token and response.status_code == httpx.codes.NOT_MODIFIED:
                return Fetched(known_token, modified=False)
            _check_status(response)
            async for piece in self._client.read(response, self._limits.page_bytes):
                await file.write(piece)
        return Fetched(response.headers.get("etag") or response.headers.get("last-modified"))

    async def _robots(self) -> Protego:
        url = self._start.join("/robots.txt")
        async with self._client.get(url) as response:
            if response.is_server_error:
                raise SourceUnavailable(
                    f"{url} answers {response.status_code}, so nothing is known to be allowed."
                    " Nothing was changed; try again later."
                )
            if not response.is_success:
                return Protego.parse("")
            content = b""
            async for piece in self._client.read(response, MAX_ROBOTS_BYTES):
                content += piece
        return Protego.parse(content.decode("utf-8-sig", errors="replace"))


class _SiteListing:
    """One pass through the sitemaps of a site."""

    def __init__(
        self,
        start: httpx.URL,
        suffixes: tuple[str, ...],
        limits: SiteLimits,
        client: SiteClient,
        robots: Protego,
    ) -> None:
        self._start = start
        self._suffixes = suffixes
        self._limits = limits
        self._client = client
        self._robots = robots
        self._items: dict[str, SourceItem] = {}
        self._passed_over: dict[str, str] = {}
        self._unlisted: list[PassedOver] = []

    async def read(self) -> Listing:
        """Return what the sitemaps name.

        Raises:
            SourceUnavailable: If the site has no sitemap that can be read.
        """
        if self._start.path.lower().endswith(_SITEMAP_ENDINGS):
            self._folder = "/"
            waiting = [str(self._start)]
        else:
            self._folder = self._start.path.rpartition("/")[0] + "/"
            waiting = list(self._robots.sitemaps) or [str(self._start.join("/sitemap.xml"))]
        seen = set(waiting)
        read = 0
        while waiting and len(seen) <= self._limits.sitemaps:
            url = waiting.pop(0)
            sitemap = await self._sitemap(url)
            if sitemap is None:
                continue
            read += 1
            for page in sitemap.pages:
                if len(self._items) == self._limits.pages:
                    break
                self._take(page)
            more = [each for each in dict.fromkeys(sitemap.sitemaps) if each not in seen]
            waiting += more
            seen.update(more)
        if not read:
            reasons = "; ".join(f"{each.path}: {each.reason}" for each in self._unlisted)
            raise SourceUnavailable(f"No sitemap can be read. {reasons} Nothing was changed.")
        if waiting:
            reason = f"The site has more than {self._limits.sitemaps:,} sitemaps."
            self._unlisted.append(PassedOver(waiting[0], reason))
        if len(self._items) == self._limits.pages:
            reason = f"Of this site, {self._limits.pages:,} pages are synced, and no more."
            self._unlisted.append(PassedOver(str(self._start), reason))
        passed_over = (PassedOver(url, reason) for url, reason in self._passed_over.items())
        return Listing(tuple(self._items.values()), tuple(passed_over), tuple(self._unlisted))

    async def _sitemap(self, address: str) -> Sitemap | None:
        try:
            url = self._start.join(address)
            if not self._client.is_of_site(url):
                self._passed_over[address] = "a sitemap on another site"
                return None
            async with self._client.get(url) as response:
                _check_status(response)
                content = bytearray()
                async for piece in self._client.read(response, MAX_SITEMAP_BYTES):
                    content += piece
            return read_sitemap(bytes(content))
        except QuothError as exc:
            self._unlisted.append(PassedOver(address, exc.message))
        except (ValueError, httpx.InvalidURL) as exc:
            self._unlisted.append(PassedOver(address, f"The sitemap cannot be read: {exc}."))
        return None

    def _take(self, address: str) -> None:
        """Add a page, or note why it is passed over."""
        try:
            url = httpx.URL(address).copy_with(fragment=None)
        except httpx.InvalidURL:
            self._passed_over[address] = "no URL"
            return
        path = self._path(url)
        if not self._client.is_of_site(url):
            self._passed_over[address] = "on another site"
        elif not url.path.startswith(self._folder):
            self._passed_over[address] = f"not below {self._folder}"
        elif not self._robots.can_fetch(str(url), USER_AGENT):
            self._passed_over[address] = "robots.txt disallows it"
        elif path not in self._items:
            self._items[path] = SourceItem(path, str(url), token=None, url=str(url))
        elif self._items[path].key != str(url):
            self._passed_over[address] = "another page has the same name"

    def _path(self, url: httpx.URL) -> str:
        """Return the name of a page: its path, as a file with an ending that is read."""
        path = url.path.removeprefix("/")
        if path.endswith("/") or not path:
            path += "index.html"
        if url.query:
            path += "?" + unquote(url.query.decode("ascii"))
        return nfc(path if path.lower().endswith(self._suffixes) else f"{path}.html")


def _condition(known_token: str | None) -> dict[str, str]:
    if not known_token:
        return {}
    is_etag = known_token.startswith(('"', "W/"))
    return {"If-None-Match" if is_etag else "If-Modified-Since": known_token}


def _check_status(response: httpx.Response) -> None:
    if response.is_success:
        return
    # an overloaded or broken site may answer in a moment
    for_now = response.is_server_error or response.status_code in _FOR_NOW
    kind = SourceUnavailable if for_now else ItemUnreadable
    raise kind(f"The site answers {response.status_code}. Its document was not changed.")


def site_at(address: str) -> str:
    """Return a name for the collection of a site: its host."""
    return urlsplit(address).hostname or ""
