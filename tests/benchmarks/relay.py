"""Stands between Quoth and a chat model, and takes the delimiters of passages out of prompts."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

_DELIMITER = re.compile(r"</?(?:passages?|question)\b[^<>\n]*>\n?")


class Relay(ThreadingHTTPServer):
    """Passes requests on to a server of OpenAI's protocol, and its answers back as they come.

    Attributes:
        fenced: Whether prompts keep their delimiters.
    """

    daemon_threads = True

    def __init__(self, target: str, most_tokens: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = target
        self.most_tokens = most_tokens
        self.fenced = True

    @property
    def base_url(self) -> str:
        """The relay's address."""
        return f"http://127.0.0.1:{self.server_port}"

    def changed(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return a request with a short answer that does not depend on chance."""
        messages = body.get("messages", [])
        if not self.fenced:
            messages = [
                {**each, "content": _DELIMITER.sub("", each["content"])} for each in messages
            ]
        return {**body, "messages": messages, "temperature": 0, "max_tokens": self.most_tokens}


class _Handler(BaseHTTPRequestHandler):
    """Closes each connection after its answer, which ends the body."""

    server: Relay

    def do_GET(self) -> None:
        """Pass a request without a body on."""
        self._pass_on(None)

    def do_POST(self) -> None:
        """Pass a request with a body on."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._pass_on(self.server.changed(body))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Print nothing."""

    def _pass_on(self, body: dict[str, Any] | None) -> None:
        headers = {"Authorization": self.headers.get("Authorization", "")}
        url = f"{self.server.target}{self.path}"
        with (
            suppress(ConnectionError),  # of a reader who has left
            httpx.stream(self.command, url, json=body, headers=headers, timeout=300) as answer,
        ):
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers.get("Content-Type", "text/plain"))
            self.end_headers()
            for piece in answer.iter_raw():
                self.wfile.write(piece)
                self.wfile.flush()


@contextmanager
def relay_in_thread(target: str, most_tokens: int) -> Iterator[Relay]:
    """Run a relay while the block runs."""
    with Relay(target, most_tokens) as relay:
        thread = threading.Thread(target=relay.serve_forever, daemon=True)
        thread.start()
        try:
            yield relay
        finally:
            relay.shutdown()
            thread.join()
