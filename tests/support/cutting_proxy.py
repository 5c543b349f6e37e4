"""A proxy in front of a server that breaks connections at chosen words."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class CuttingProxy(socketserver.ThreadingTCPServer):
    """Passes bytes on to a server; cuts a connection just before it would say what is next in line.

    Attributes:
        cuts: What the server must not get to say, each once, in this order.
    """

    daemon_threads = True

    def __init__(self, port: int, cuts: list[bytes]) -> None:
        super().__init__(("127.0.0.1", 0), CuttingHandler)
        self.upstream = ("127.0.0.1", port)
        self.cuts = cuts

    @property
    def address(self) -> str:
        """Where clients connect."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class CuttingHandler(socketserver.BaseRequestHandler):
    """One connection through the proxy."""

    server: CuttingProxy

    def handle(self) -> None:
        """Pass on what both sides say until one of them ends, or the cut comes."""
        with socket.create_connection(self.server.upstream) as upstream:
            threading.Thread(target=self._send, args=(upstream,), daemon=True).start()
            said = b""
            while piece := upstream.recv(65536):
                passed, said = len(said), said + piece
                cuts = self.server.cuts
                if cuts and (place := said.find(cuts[0])) >= 0:
                    del cuts[0]
                    self.request.sendall(said[passed:place])
                    return
                self.request.sendall(piece)

    def _send(self, upstream: socket.socket) -> None:
        try:
            while piece := self.request.recv(65536):
                upstream.sendall(piece)
            upstream.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the cut came first


@contextmanager
def cutting(port: int, *cuts: bytes) -> Iterator[CuttingProxy]:
    """Stand between a server and its clients while the block runs."""
    with CuttingProxy(port, list(cuts)) as proxy:
        serving = threading.Thread(target=proxy.serve_forever, args=(0.01,))
        serving.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            serving.join()
