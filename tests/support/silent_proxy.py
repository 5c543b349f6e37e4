"""A proxy in front of a server that can swallow everything, as a network does that is cut."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import parse_qs, urlsplit

BACKLOG = 1  # as few as the system waits with, so that few more fill it
TICK = 0.05


class SilentProxy:
    """Passes everything on, except within `swallowing`."""

    def __init__(self, upstream: str | int) -> None:
        """Lead to the server at a socket of this path, or at a port of this machine."""
        self._upstream = upstream
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
        self.port: int = self._listening.getsockname()[1]
        self._passes = threading.Event()
        self._passes.set()
        self._ended = threading.Event()
        self._sessions: list[socket.socket] = []

    def end_sessions(self) -> None:
        """End what is open at the server, as its keepalives do once a client does not answer."""
        for session in self._sessions:
            with suppress(OSError):
                session.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def swallowing(self) -> Iterator[None]:
        """Let no byte through, and neither make nor refuse a connection, within the block."""
        self._passes.clear()
        with ExitStack() as waiting:
            # nobody accepts: once its queue is full, the system leaves connections unanswered
            while self._connects(waiting):
                pass
            yield
        self._passes.set()

    def _connects(self, waiting: ExitStack) -> bool:
        client = waiting.enter_context(socket.socket())
        client.setblocking(False)
        client.connect_ex(self._listening.getsockname())
        _, made, _ = select.select([], [client], [], 10 * TICK)
        return bool(made)

    def serve(self) -> None:
        """Accept connections until `end`."""
        with self._listening:
            while not self._ended.is_set():
                ready, _, _ = select.select([self._listening], [], [], TICK)
                if self._passes.wait(TICK) and ready:
                    client, _ = self._listening.accept()
                    threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def end(self) -> None:
        """Accept no more connections."""
        self._ended.set()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError), self._connected() as server:
            self._sessions.append(server)
            back = threading.Thread(target=self._pass_on, args=(server, client), daemon=True)
            back.start()
            self._pass_on(client, server)
            back.join()

    def _connected(self) -> socket.socket:
        if isinstance(self._upstream, int):
            return socket.create_connection(("127.0.0.1", self._upstream))
        server = socket.socket(socket.AF_UNIX)
        server.connect(self._upstream)
        return server

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        """Pass on what one side says, and its end."""
        with suppress(OSError):
            while piece := source.recv(65536):
                self._passes.wait()
                target.sendall(piece)
            self._passes.wait()
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)


class SilentDatabase(SilentProxy):
    """Such a proxy in front of PostgreSQL.

    Attributes:
        dsn: Leads through it.
    """

    def __init__(self, dsn: str) -> None:
        """Lead to the server of this DSN, which names the directory of its socket."""
        parts = urlsplit(dsn)
        [directory] = parse_qs(parts.query)["host"]
        super().__init__(f"{directory}/.s.PGSQL.5432")
        self.dsn = f"postgresql://{parts.username}@127.0.0.1:{self.port}{parts.path}"


@contextmanager
def silent_proxy(dsn: str) -> Iterator[SilentDatabase]:
    """Serve a proxy in front of a database during the block."""
    proxy = SilentDatabase(dsn)
    with _serving(proxy):
        yield proxy


@contextmanager
def silent_proxy_to(port: int) -> Iterator[SilentProxy]:
    """Serve a proxy in front of a server of this machine during the block."""
    proxy = SilentProxy(port)
    with _serving(proxy):
        yield proxy


@contextmanager
def _serving(proxy: SilentProxy) -> Iterator[None]:
    serving = threading.Thread(target=proxy.serve)
    serving.start()
    try:
        yield
    finally:
        proxy.end()
        serving.join()
