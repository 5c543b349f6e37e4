"""Gets single pages of the web over HTTP."""

import asyncio
from collections.abc import Callable
from mimetypes import guess_extension
from urllib.parse import unquote

import httpx

from adapters.pinned_http import (
    AddressRefused,
    EncodingRefused,
    PinnedHttp,
    Resolve,
    body_of,
    resolve,
)
from application.ports.upload_files import UploadFile
from application.ports.web_pages import WebPage, WebPages
from domain.documents.filenames import nfc
from domain.errors import WebPageUnreadable
from domain.public_addresses import is_public

MOST_REDIRECTS = 5
SECONDS = 60.0
STEP_SECONDS = 20.0
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_PAGE_ENDINGS = (".html", ".htm", ".xhtml")
_NOTHING = "Nothing was stored."


class HttpWebPages(WebPages):
    """Gets pages, each from an address that was looked up and checked for it.

    Every redirect is checked in the same way, and none leads from HTTPS back to HTTP.
    """

    def __init__(
        self,
        max_bytes: int,
        is_allowed: Callable[[str], bool] = is_public,
        resolve: Resolve = resolve,
        seconds: float = SECONDS,
    ) -> None:
        """Set what may be got.

        Args:
            max_bytes: The maximum size of a page.
            is_allowed: Whether an IP address may be connected to.
            resolve: Returns the IP addresses of a host.
            seconds: The longest time for a page, with its redirects.
        """
        self._max_bytes = max_bytes
        self._http = PinnedHttp(is_allowed, resolve)
        self._seconds = seconds

    async def fetch(self, url: str, file: UploadFile) -> WebPage:
        """Write the content at an address to a file."""
        try:
            start = httpx.URL(url).copy_with(fragment=None)
            async with (
                asyncio.timeout(self._seconds),
                httpx.AsyncClient(
                    follow_redirects=False, trust_env=False, timeout=STEP_SECONDS
                ) as client,
            ):
                return await self._fetched(client, start, file)
        except httpx.InvalidURL as exc:
            raise WebPageUnreadable from exc
        except AddressRefused:
            raise WebPageUnreadable(
                f"This address belongs to a private network, which is not read. {_NOTHING}"
                " `quoth sync` reads sites of your own network."
            ) from None
        except EncodingRefused:
            raise WebPageUnreadable(
                f"The site compresses the page in a way that is not read. {_NOTHING} Save the page"
                " in a browser and upload the file."
            ) from None
        except TimeoutError as exc:
            raise WebPageUnreadable(
                f"The site did not answer within {self._seconds:g} seconds. {_NOTHING} Try again"
                " later."
            ) from exc
        except (httpx.HTTPError, OSError, UnicodeError) as exc:
            raise WebPageUnreadable(
                f"The site cannot be reached ({type(exc).__name__}). {_NOTHING} Check the address."
            ) from exc

    async def _fetched(
        self, client: httpx.AsyncClient, url: httpx.URL, file: UploadFile
    ) -> WebPage:
        for _ in range(MOST_REDIRECTS + 1):
            if url.scheme not in ("http", "https") or not url.host or url.userinfo:
                raise WebPageUnreadable
            response = await self._http.send(client, "GET", url, {})
            try:
                location = response.headers.get("location")
                if not response.is_redirect or not location:
                    await self._read(response, file)
                    return WebPage(str(url), _name(url, response.headers.get("content-type", "")))
            finally:
                await response.aclose()
            url = _next(url, location)
        raise WebPageUnreadable(f"The site redirects too often. {_NOTHING}")

    async def _read(self, response: httpx.Response, file: UploadFile) -> None:
        if not response.is_success:
            raise WebPageUnreadable(
                f"The site answers {response.status_code} {response.reason_phrase}. {_NOTHING}"
                " Check the address in a browser: pages behind a sign-in are not read."
            )
        async for piece in body_of(response):
            await file.write(piece)
            if file.size > self._max_bytes:
                raise WebPageUnreadable(
                    f"The page is larger than the {self._max_bytes:,} bytes that this server"
                    f" accepts. {_NOTHING}"
                )


def _next(url: httpx.URL, location: str) -> httpx.URL:
    after = url.join(location).copy_with(fragment=None)
    if url.scheme == "https" and after.scheme == "http":
        raise WebPageUnreadable(f"The site redirects from HTTPS to HTTP. {_NOTHING}")
    return after


def _name(url: httpx.URL, content_type: str) -> str:
    """Return the host and path of an address as the name of a file of this type."""
    name = nfc(f"{url.host}{url.path}".rstrip("/"))
    if url.query:
        name += "?" + unquote(url.query.decode("ascii"))
    kind = content_type.partition(";")[0].strip().lower()
    if kind in _PAGE_TYPES:
        return name if name.lower().endswith(_PAGE_ENDINGS) else f"{name}.html"
    ending = guess_extension(kind)
    has_ending = "." in url.path.rpartition("/")[2]
    return name if has_ending or ending is None else name + ending
