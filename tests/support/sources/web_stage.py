"""A web site on this machine."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote, unquote

from adapters.document_sources.site_client import SiteLimits
from adapters.document_sources.web_site import WebSource
from tests.support.sources.stage import Stage

SUFFIXES = (".html", ".md", ".txt", ".pdf")
QUICK = SiteLimits(seconds_between_requests=0.0)


class Site:
    """What a web server answers.

    Attributes:
        pages: The content of each path, which the sitemap names.
        answers: Status, headers and content of other paths.
        etags: Whether pages have an ETag.
        requests: The path and the Host header of each request.
    """

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.pages: dict[str, bytes] = {}
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.etags = True
        self.requests: list[tuple[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.append((self.path, self.headers["Host"]))
                status, headers, content = site.answer(self.path, self.headers["If-None-Match"])
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer((address, 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.port = self._server.server_port
        self.url = f"http://{address}:{self.port}"

    def answer(self, target: str, condition: str | None) -> tuple[int, dict[str, str], bytes]:
        """Return the answer to a request."""
        if target in self.answers:
            return self.answers[target]
        if target == "/sitemap.xml":
            return 200, {}, self.sitemap()
        content = self.pages.get(unquote(target))
        if content is None:
            return 404, {}, b""
        etag = f'"{hashlib.sha256(content).hexdigest()}"'
        if not self.etags:
            return 200, {}, content
        if condition == etag:
            return 304, {"ETag": etag}, b""
        return 200, {"ETag": etag}, content

    def sitemap(self) -> bytes:
        """Return a sitemap of the pages."""
        urls = "".join(
            f"<url><loc>{self.url}{quote(path)}</loc></url>" for path in sorted(self.pages)
        )
        return (
            '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"{urls}</urlset>"
        ).encode()

    def stop(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class WebStage(Stage):
    """A web site that may be read although it is on this machine."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.source = WebSource(site.url, SUFFIXES, QUICK, is_allowed=lambda _: True)

    def write(self, path: str, content: bytes) -> None:
        self.site.pages[f"/{path}"] = content

    def delete(self, path: str) -> None:
        del self.site.pages[f"/{path}"]

    def vanish(self) -> None:
        self.site.answers["/robots.txt"] = (503, {}, b"")


@contextmanager
def a_site(address: str = "127.0.0.1") -> Iterator[Site]:
    """Yield a web site that is served on this machine."""
    site = Site(address)
    try:
        yield site
    finally:
        site.stop()
