"""nginx, as docs/deployment configures it, in front of servers of which one is there."""

import io
import json
import shutil
import socket
import ssl
import subprocess
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import docx
import httpx
import pytest

from tests.e2e.command import environment, quoth
from tests.e2e.conversation import ask, create_session, text_of, upload
from tests.e2e.prepared import prepare
from tests.e2e.process import QuothProcess, free_port
from tests.support.databases import temporary_directory
from tests.support.nginx import Nginx, needs_nginx

pytestmark = needs_nginx

CREATE = ("key", "create", "--workspace", "default", "--role", "admin")
NO_HEADERS: Mapping[str, str] = {}
SECONDS = 120.0


class Upstream(ThreadingHTTPServer):
    """Stands for a server: it streams, shows what it is sent, is starting, or dies on request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.goes_on = threading.Event()
        self.asked: list[str] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Handler(BaseHTTPRequestHandler):
    server: Upstream

    def log_message(self, *_: object) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        """Answer by the path."""
        self.server.asked.append(f"{self.command} {self.path}")
        if self.path == "/dies":
            self.connection.shutdown(socket.SHUT_RDWR)
        elif self.path == "/starting":
            self._send(503, "application/problem+json", b"{}")
        elif self.path == "/events":
            self._send(200, "text/event-stream", b"data: 1\n\n", whole=False)
            if self.server.goes_on.wait(SECONDS):
                self.wfile.write(b"data: 2\n\n")
        else:
            self._send(200, "application/json", json.dumps(dict(self.headers)).encode())

    def do_POST(self) -> None:
        """Answer as to a GET, but the one that uploads: it says when the first bytes are there."""
        if self.path == "/upload":
            self.rfile.read(1)
            self.server.goes_on.set()
            while self.rfile.readline() not in {b"0\r\n", b""}:
                pass  # the rest of it: who answers without reading all may cut the connection
        self.do_GET()

    def _send(self, status: int, kind: str, body: bytes, *, whole: bool = True) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if whole:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.goes_on.set()
        server.shutdown()


@pytest.fixture(scope="module")
def server() -> Iterator[QuothProcess]:
    """A server that trusts the nginx on its machine, and so needs a key."""
    with temporary_directory() as folder:
        made = quoth(*CREATE, env=environment(prepare(folder / "data")), cwd=folder)
        key = made.stdout.splitlines()[-1]
        trusting = QuothProcess(folder / "data", key=key, trusted_proxies="127.0.0.1")
        with trusting as process:
            yield process


@contextmanager
def balanced(*ports: int, headers: Mapping[str, str] = NO_HEADERS) -> Iterator[httpx.Client]:
    """Yield a client of an nginx in front of servers."""
    with (
        temporary_directory() as folder,
        Nginx(folder / "nginx", free_port(), ports, "http.conf") as nginx,
        httpx.Client(base_url=nginx.base_url, timeout=SECONDS, headers=headers) as client,
    ):
        yield client


def test_a_question_is_answered_though_other_servers_are_gone(server: QuothProcess) -> None:
    """Uploads, answers and reading reach the server that is there, each at the first try."""
    ports = (free_port(), server.port, free_port())
    with balanced(*ports, headers=server.headers) as client:
        upload(client, "The bittern booms in the reeds before dawn.")
        events = list(ask(client, create_session(client), "When does the bittern boom?"))
        assert "before dawn" in text_of(events)
        for _ in range(6):
            assert client.get("/api/health/").status_code == 200
        missing = client.get("/api/document/", headers={"Host": "elsewhere.example"})
        assert (missing.status_code, missing.json()["code"]) == (421, "host_not_served")


@pytest.mark.faults
@pytest.mark.at_length
def test_a_large_file_is_taken_and_what_is_too_large_is_refused_by_quoth(
    server: QuothProcess,
) -> None:
    """A document with a picture of 50 MB goes through, and 101 MiB get the answer of the server."""
    with io.BytesIO() as file:
        document = docx.Document()
        document.add_paragraph("The ruff dances on its lek in May.")
        document.save(file)
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr("word/media/image1.png", b"\x89" * 50_000_000)
        content = file.getvalue()
    with balanced(server.port, headers=server.headers) as client:
        added = client.post("/api/document/", files={"file": ("ruff.docx", content)})
        assert (added.status_code, added.json()["file_size"]) == (202, len(content))
        refused = client.post("/api/document/", files={"file": ("x.txt", bytes(101 * 1024**2))})
        assert (refused.status_code, refused.json()["code"]) == (413, "file_too_large")


def test_events_and_bytes_travel_as_they_come(upstream: Upstream) -> None:
    """An event arrives before the next one is written, and an upload before it is complete."""
    with balanced(upstream.port) as client:
        with client.stream("GET", "/events", headers={"Accept-Encoding": "gzip"}) as response:
            pieces = response.iter_bytes()
            assert next(pieces) == b"data: 1\n\n"
            upstream.goes_on.set()
            assert b"".join(pieces) == b"data: 2\n\n"
        upstream.goes_on.clear()

        def body() -> Iterator[bytes]:
            yield b"x" * 100_000
            assert upstream.goes_on.wait(SECONDS), "the upload waits in nginx"

        assert client.post("/upload", content=body()).status_code == 200


def test_a_server_learns_who_asked_for_which_host(upstream: Upstream) -> None:
    """Host is the browser's, with its port, and the client's address comes last in the list."""
    forged = {
        "Host": "docs.example:8443",
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "ftp",
    }
    with balanced(upstream.port) as client:
        seen = client.get("/", headers={**forged, "X-Forwarded-Proto": "ftp"}).json()
    assert (seen["Host"], seen["X-Forwarded-Proto"]) == ("docs.example:8443", "http")
    assert seen["X-Forwarded-For"] == "192.0.2.1, 127.0.0.1"


def test_only_what_may_be_sent_twice_is_sent_twice(upstream: Upstream) -> None:
    """A GET that a server lost, or was too young for, goes to the next one; a POST does not."""
    with Upstream() as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        with balanced(upstream.port, other.port) as client:
            for method, tries in (("GET", 2), ("POST", 1)):
                for path, status in (("/dies", 502), ("/starting", 503)):
                    upstream.asked.clear()
                    other.asked.clear()
                    assert client.request(method, path).status_code == status
                    assert len(upstream.asked + other.asked) == tries, (method, path)
        other.shutdown()


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl, which speaks HTTP/2")
def test_browsers_get_http_2_and_tls(upstream: Upstream) -> None:
    """Events come as they are written over HTTP/2, too, and what is not encrypted leads to TLS."""
    with (
        temporary_directory() as folder,
        Nginx(folder / "nginx", free_port(), [upstream.port], "https.conf") as nginx,
    ):
        ask = ["curl", "--silent", "--no-buffer", "--insecure", "--max-time", str(SECONDS)]
        ask += ["--http2", "--write-out", "HTTP/%{http_version}", f"{nginx.base_url}/events"]
        with subprocess.Popen(ask, stdout=subprocess.PIPE, text=True) as curl:  # noqa: S603 - our own command
            assert curl.stdout is not None
            assert curl.stdout.readline() == "data: 1\n"
            upstream.goes_on.set()
            assert curl.stdout.read() == "\ndata: 2\n\nHTTP/2"
        plain = httpx.HTTPTransport(uds=str(nginx.plain))
        with httpx.Client(transport=plain) as client:
            moved = client.get("http://docs.example/documents?x=1")
            assert moved.status_code == 308
            assert moved.headers["location"] == "https://docs.example/documents?x=1"
        trusting = ssl.create_default_context(cafile=nginx.folder / "certificate.pem")
        trusting.check_hostname = False
        with httpx.Client(base_url=nginx.base_url, verify=trusting) as client:
            assert client.get("/").json()["X-Forwarded-Proto"] == "https"
