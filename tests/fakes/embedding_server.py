"""A server of embeddings without a model, over HTTP."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.fakes.embedder import FakeEmbedder

MOST_CHARACTERS = 2_000  # of a text; longer ones are refused, as by servers with real models


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        texts = json.loads(self.rfile.read(int(self.headers["content-length"])))["input"]
        if max(map(len, texts)) > MOST_CHARACTERS:
            self._send(400, {"error": {"message": "the input exceeds the context of the model"}})
            return
        rows = [
            {"index": number, "embedding": list(asyncio.run(FakeEmbedder().embed_query(text)))}
            for number, text in enumerate(texts)
        ]
        self._send(200, {"data": rows})

    def _send(self, status: int, body: object) -> None:
        encoded = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        self.wfile.write(encoded)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def embedding_server() -> Iterator[str]:
    """Serve the vectors of the fake embedder, and yield the address of the API."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
