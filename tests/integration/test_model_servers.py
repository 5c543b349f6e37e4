"""Model servers that are busy, broken, slow, or not what they are described as."""

import json
import threading
import time
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from adapters.hugging_face.sentence_transformer_embedder import SentenceTransformerEmbedder
from adapters.model_servers.description import ServedModel
from adapters.model_servers.embedder import ServedEmbedder
from adapters.model_servers.reranker import ServedReranker
from domain.errors import EmbedderUnavailable, Misconfigured, QuothError, RerankerUnavailable
from tests.fakes.tokenizer import WordTokenizer

Reply = tuple[int, dict[str, str], str]

TOO_LONG: Reply = (
    400,
    {},
    json.dumps({"error": {"message": "input exceeds the maximum context length"}}),
)
MOST_CHARACTERS = 40


class ScriptedServer(ThreadingHTTPServer):
    """Replies as scripted, then with a vector or a score for each text."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script: list[Reply] = []
        self.asked: list[dict[str, Any]] = []
        self.stall = 0.0
        self.address = f"http://127.0.0.1:{self.server_port}/v1"

    def reply(self, path: str, asked: dict[str, Any]) -> Reply:
        if self.script:
            return self.script.pop(0)
        texts = asked["input" if path.endswith("embeddings") else "documents"]
        if max(map(len, texts)) > MOST_CHARACTERS:
            return TOO_LONG
        if path.endswith("embeddings"):
            rows = [{"index": n, "embedding": [len(text), 1.0]} for n, text in enumerate(texts)]
            return 200, {}, json.dumps({"data": rows[::-1]})
        rows = [{"index": n, "score": float(len(text))} for n, text in enumerate(texts)]
        return 200, {}, json.dumps(rows)


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedServer

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append(asked)
        time.sleep(self.server.stall)
        status, headers, body = self.server.reply(self.path, asked)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    server = ScriptedServer()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
async def embedder(server: ScriptedServer) -> AsyncIterator[ServedEmbedder]:
    served = described(server, query_prefix="query: ", passage_prefix="passage: ", batch_size=2)
    embedder = ServedEmbedder(served, WordTokenizer())
    await embedder.load()
    server.asked.clear()
    yield embedder
    await embedder.disconnect()


def described(server: ScriptedServer, **more: Any) -> ServedModel:
    return ServedModel("a-model", "its-name", server.address, "a-key", **more)


async def test_vectors_are_those_of_the_model_in_this_process(
    served_embedder: ServedEmbedder, real_embedder: SentenceTransformerEmbedder
) -> None:
    """A model behind HTTP has the vectors that it has here: cosines of at least .999."""
    texts = ["The heron sleeps at noon.", "Quarterly results rose by 4%.", "日本語の文章です"]
    for text, here, there in zip(
        texts,
        await real_embedder.embed_passages(texts),
        await served_embedder.embed_passages(texts),
        strict=True,
    ):
        assert float(np.dot(np.asarray(here[0]), np.asarray(there[0]))) > 0.999, text


async def test_prefixes_and_batches_reach_the_server(
    server: ScriptedServer, embedder: ServedEmbedder
) -> None:
    """Queries and passages have their prefixes, and no request has more texts than allowed."""
    await embedder.embed_passages(["one", "two", "three"])
    await embedder.embed_query("four")
    sent = sorted((each["input"] for each in server.asked), key=len)
    assert sent == [["passage: three"], ["query: four"], ["passage: one", "passage: two"]]
    assert {each["model"] for each in server.asked} == {"its-name"}


@pytest.mark.parametrize(
    "reply",
    [(429, {"Retry-After": "0"}, ""), (503, {}, "overloaded"), (500, {}, ""), (408, {}, "")],
)
async def test_a_busy_server_is_asked_again(
    server: ScriptedServer, embedder: ServedEmbedder, reply: Reply
) -> None:
    """What may succeed later is repeated, as soon as the server allows."""
    server.script = [reply]
    assert len(await embedder.embed_passages(["one"])) == 1
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        ((401, {}, ""), "api_key_env"),
        ((404, {}, ""), "There is no its-name"),
        ((422, {}, ""), "check its description"),
        ((200, {}, "<html>"), "something else than JSON"),
        ((200, {}, "{}"), "sent no vectors"),
        ((200, {}, '{"data": []}'), "sent 0 vectors"),
        ((200, {}, '{"data": [{"index": 0, "embedding": [0, 0]}]}'), "sent no vectors"),
        ((200, {}, '{"data": [{"index": 0, "embedding": [1, 2, 3]}]}'), "[2, 3] numbers"),
        ((200, {}, '{"data": [{"index": 0, "embedding": "AAAA"}]}'), "sent no vectors"),
        ((429, {"Retry-After": "3600"}, ""), "too much to do"),
    ],
)
async def test_what_cannot_succeed_is_told(
    server: ScriptedServer, embedder: ServedEmbedder, reply: Reply, says: str
) -> None:
    """A refusal and a wrong response are told at once, with what to check."""
    server.script = [reply]
    with pytest.raises(EmbedderUnavailable) as caught:
        await embedder.embed_passages(["one"])
    assert says in caught.value.message
    assert len(server.asked) == 1


async def test_a_text_that_is_too_long_is_embedded_in_parts(
    server: ScriptedServer, embedder: ServedEmbedder
) -> None:
    """A window that the server refuses has one vector of all its parts, beside other windows."""
    long = " ".join(["word"] * 40)
    vectors = await embedder.embed_passages([long, "short"])
    assert [len(windows) for windows in vectors] == await embedder.count_windows([long, "short"])
    accepted = [text for each in server.asked for text in each["input"]]
    assert "".join(text for text in accepted if len(text) <= MOST_CHARACTERS).count("word") == 40


async def test_a_limit_of_requests_is_kept(server: ScriptedServer) -> None:
    """Requests are spread over the minute, however many callers there are."""
    embedder = ServedEmbedder(
        described(server, requests_per_minute=600, batch_size=1), WordTokenizer()
    )
    started = time.monotonic()
    await embedder.load()
    await embedder.embed_passages(["one", "two", "three", "four"])
    await embedder.disconnect()
    assert time.monotonic() - started >= 0.4  # five requests, at least 0.1 s apart


async def test_a_server_that_hangs_is_given_up(server: ScriptedServer) -> None:
    """Each request has a deadline, and the server is named in the end."""
    server.stall = 0.5
    embedder = ServedEmbedder(described(server, timeout_seconds=0.05), WordTokenizer())
    with pytest.raises(EmbedderUnavailable, match="not reachable"):
        await embedder.load()
    await embedder.disconnect()


@pytest.mark.parametrize(
    ("changes", "script", "kind"),
    [
        ({"dimension": 3}, [], Misconfigured),
        ({}, [(401, {}, "")], Misconfigured),
        ({}, [(503, {}, "")] * 4, EmbedderUnavailable),
    ],
)
async def test_loading_tells_settings_from_outages(
    server: ScriptedServer, changes: dict[str, Any], script: list[Reply], kind: type[QuothError]
) -> None:
    """A wrong description has to be corrected, and a server that is away may come back."""
    server.script = script
    embedder = ServedEmbedder(described(server, **changes), WordTokenizer())
    with pytest.raises(kind):
        await embedder.load()
    await embedder.disconnect()


async def test_a_reranker_may_fail_and_be_limited_as_well(server: ScriptedServer) -> None:
    """A reranker divides what is too long, and is unavailable when its server refuses."""
    reranker = ServedReranker(described(server, batch_size=2), WordTokenizer())
    short, long = await reranker.scores("Which?", ["one", "word " * 40])
    assert short < long <= MOST_CHARACTERS
    server.script = [(200, {}, '[{"index": 0}]')]
    with pytest.raises(RerankerUnavailable, match="a score for each text"):
        await reranker.scores("Which?", ["one"])
    await reranker.disconnect()
