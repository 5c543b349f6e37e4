"""Serves the built files of the web client from memory."""

import asyncio
import gzip
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from litestar import HttpMethod, Request, Response, Router, route
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from entrypoints.api.roles import FREE
from entrypoints.api.security_headers import PAGE_HEADERS

BUILT = files("entrypoints") / "web" / "dist"
"""The output folder of the client's build."""

PAGES = [
    "/",
    "/c/{session_id:str}",
    "/documents",
    "/documents/{document_id:str}",
    "/usage",
    "/access",
    "/settings",
]
"""The paths that the client routes itself. The server answers each with index.html."""

ASSETS = "assets/"

# Vite's file names contain a hash of the content
FOREVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"

# the help box that pages of other sites load: for them, five minutes more of an earlier version are
# less than a request for each of their pages
WIDGET = "widget.js"
FIVE_MINUTES = "public, max-age=300"
WIDGET_HEADERS = {**PAGE_HEADERS, "Cross-Origin-Resource-Policy": "cross-origin"}

# not from the platform's table, which differs between machines
MEDIA_TYPES: Mapping[str, str] = {
    "css": "text/css",
    "html": "text/html",
    "ico": "image/vnd.microsoft.icon",
    "js": "text/javascript",
    "json": "application/json",
    "md": "text/plain",
    "mjs": "text/javascript",
    "png": "image/png",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "txt": "text/plain",
    "wasm": "application/wasm",
    "webmanifest": "application/manifest+json",
    "woff2": "font/woff2",
}

# the decoders of pictures in PDF files are WebAssembly, which only this worker may compile; it has
# no page, and the policy of a page does not reach into a worker
PDF_WORKER = re.compile(r"assets/pdf\.worker[^/]*\.mjs")
WORKER_HEADERS = {
    **PAGE_HEADERS,
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
}

NOT_BUILT = (
    b"The web client has not been built. The API at /api/ works without it.\n"
    b"To build it, stop this server and start it with: make run\n"
)

BROTLI = ".br"
"""What the build adds to the name of a file that it has compressed."""
ACCEPTED = {
    coding: re.compile(rf"\b{coding}\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)
    for coding in ("br", "gzip")
}


class WebFile:
    """A file of the client, held in memory so that files of two builds are never mixed."""

    def __init__(self, path: str, content: bytes, brotli: bytes | None = None) -> None:
        """Create a file from its path relative to the server's root and its content.

        Args:
            path: The path.
            content: The content.
            brotli: The content as the build has compressed it; None if it has not.
        """
        self.content = content
        self.brotli = brotli
        self.media_type = MEDIA_TYPES.get(path.rpartition(".")[2], "application/octet-stream")
        self.security_headers = WORKER_HEADERS if PDF_WORKER.fullmatch(path) else PAGE_HEADERS
        self.cache_control = FOREVER if path.startswith(ASSETS) else ASK_EACH_TIME
        if path == WIDGET:
            self.security_headers, self.cache_control = WIDGET_HEADERS, FIVE_MINUTES
        self.etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'

    @cached_property
    def compressed(self) -> bytes:
        """The content compressed with gzip, on first use so that startup does not wait for it."""
        return gzip.compress(self.content, mtime=0)

    def answer(self, request: Request[Any, Any, State]) -> Response[bytes]:
        """Answer a GET or HEAD request, with 304 if the client's cached copy is current."""
        headers = {
            "Cache-Control": self.cache_control,
            # weak, because it covers both the plain and the compressed content
            "ETag": f"W/{self.etag}",
            "Vary": "Accept-Encoding",
            **self.security_headers,
        }
        if self.etag in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers=headers)
        coding, body = self._smallest(request.headers.get("accept-encoding", ""))
        if coding is not None:
            headers["Content-Encoding"] = coding
        headers["Content-Length"] = str(len(body))
        if request.method == HttpMethod.HEAD:
            body = b""
        return Response(body, media_type=self.media_type, headers=headers)

    def _smallest(self, accepted: str) -> tuple[str | None, bytes]:
        """Return the content in the smallest coding that a client accepts; None means as it is."""
        if self.brotli is not None and ACCEPTED["br"].search(accepted):
            return "br", self.brotli
        # compression makes small files and images larger
        if ACCEPTED["gzip"].search(accepted) and len(self.compressed) < len(self.content):
            return "gzip", self.compressed
        return None, self.content


def create_web_client(folder: Traversable = BUILT) -> Router:
    """Return the routes of the client.

    The files are looked up in memory, never in the file system.

    Args:
        folder: The folder of the client's files. Without an index.html, `/` says how to build it.
    """
    if not (folder / "index.html").is_file():
        return Router("/", route_handlers=[_not_built], include_in_schema=False, opt=FREE)
    files = dict(_files(folder))
    built = {
        path: WebFile(path, content, files.get(path + BROTLI))
        for path, content in files.items()
        if not path.endswith(BROTLI)
    }
    handlers = [
        _handler(file, PAGES if path == "index.html" else [f"/{path}"])
        for path, file in built.items()
        if not path.startswith(ASSETS)
    ]
    # one route for all, of which there are some hundred: a route each would slow every start
    return Router(
        "/", route_handlers=[*handlers, _assets(built)], include_in_schema=False, opt=FREE
    )


def client_page(folder: Traversable = BUILT) -> bytes | None:
    """Return the page of the client, or None if the client has not been built."""
    index = folder / "index.html"
    return index.read_bytes() if index.is_file() else None


def _files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry.read_bytes()


def _handler(file: WebFile, paths: list[str]) -> HTTPRouteHandler:
    @route(paths, http_method=[HttpMethod.GET, HttpMethod.HEAD])
    async def answer(request: Request[Any, Any, State]) -> Response[bytes]:
        # compressing half a megabyte would block the event loop
        return await asyncio.to_thread(file.answer, request)

    return answer


def _assets(built: Mapping[str, WebFile]) -> HTTPRouteHandler:
    @route(f"/{ASSETS}{{name:path}}", http_method=[HttpMethod.GET, HttpMethod.HEAD])
    async def answer(request: Request[Any, Any, State], name: FromPath[Path]) -> Response[bytes]:
        file = built.get(f"{ASSETS}{name.as_posix().removeprefix('/')}")
        if file is None:
            raise NotFoundException
        return await asyncio.to_thread(file.answer, request)

    return answer


@route("/", http_method=[HttpMethod.GET, HttpMethod.HEAD], sync_to_thread=False)
def _not_built() -> Response[bytes]:
    return Response(
        NOT_BUILT,
        status_code=503,
        media_type="text/plain",
        headers={"Cache-Control": "no-store", **PAGE_HEADERS},
    )
