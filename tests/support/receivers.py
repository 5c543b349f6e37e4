"""A receiver of webhooks on this machine, which answers as a script says."""

import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread

SECONDS = 60.0


@dataclass(frozen=True)
class Received:
    """A request that arrived."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What is answered. A `hang` sends nothing, and an `endless` body has no end."""

    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: bool = False
    endless: bool = False


class Receiver:
    """Answers requests in their order from `script`, and then with 204.

    Attributes:
        script: The next answers.
        received: What arrived.
    """

    def __init__(self, address: str, port: int) -> None:
        self.script: deque[Answer] = deque()
        self.received: list[Received] = []
        self._arrived = Condition()
        self._closing = Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                with receiver._arrived:
                    answer = receiver.script.popleft() if receiver.script else Answer()
                    receiver.received.append(Received(self.path, dict(self.headers), body))
                    receiver._arrived.notify_all()
                if answer.hang:
                    receiver._closing.wait(SECONDS)
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                with suppress(OSError):
                    while answer.endless and not receiver._closing.is_set():
                        self.wfile.write(b"x" * 65_536)

            def do_GET(self) -> None:
                self.do_POST()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer((address, port), Handler)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.port = self._server.server_port
        self.url = f"http://{address}:{self.port}/hook"

    def wait_for(self, count: int) -> list[Received]:
        """Return what arrived, once there are so many."""
        deadline = time.monotonic() + SECONDS
        with self._arrived:
            while len(self.received) < count:
                left = deadline - time.monotonic()
                assert left > 0, f"{len(self.received)} of {count} requests arrived"
                self._arrived.wait(left)
            return list(self.received)

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def a_receiver(address: str = "127.0.0.1", port: int = 0) -> Iterator[Receiver]:
    """Receive webhooks at an address, on any port unless one is given."""
    receiver = Receiver(address, port)
    try:
        yield receiver
    finally:
        receiver.close()
